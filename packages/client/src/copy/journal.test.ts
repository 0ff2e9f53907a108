import { appendFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { parseExact } from '../exact-json.ts';
import { Journal } from './journal.ts';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'gofigr-journal-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

it('a journal returns the lines that were written, without one that was cut short', async () => {
  const path = join(dir, 'journal.jsonl');
  const first = await Journal.open<{ n: number; text: string }>(path);
  expect(first.lines).toEqual([]);
  for (const n of [1, 2]) await first.add({ n, text: 'é\n🎉' });
  await first.close();
  await appendFile(path, '{"n":3,"te');
  const second = await Journal.open<{ n: number; text: string }>(path);
  expect(second.lines.map(({ n }) => n)).toEqual([1, 2]);
  await second.add({ n: 4, text: '' });
  await second.close();
  expect(
    (await readFile(path, 'utf8'))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).n),
  ).toEqual([1, 2, 4]);
});

it('metadata is written as it was read, with every digit', () => {
  const texts = [
    '1.0',
    '-0',
    '12345678901234567890',
    '1e400',
    '0.1',
    '[1,{"a":1.50}]',
    '{"__proto__":{"x":1.0}}',
    '"1.0"',
  ];
  for (const text of texts) expect(JSON.stringify(parseExact(text))).toBe(text);
});
