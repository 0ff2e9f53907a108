import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FORMATS } from '@gofigr/contract/formats';
import { afterAll, describe, expect, it } from 'vitest';
import { code, image, table, text } from './files.ts';

const { beginnings } = JSON.parse(
  readFileSync(new URL('../../../../python/tests/formats.json', import.meta.url), 'utf8'),
) as { beginnings: Record<string, string[]> };

const folder = mkdtempSync(join(tmpdir(), 'files-'));
afterAll(() => rmSync(folder, { recursive: true }));

function write(name: string, bytes = ''): string {
  writeFileSync(join(folder, name), bytes, 'latin1');
  return join(folder, name);
}

const PICTURES = ['image', 'page', 'document', 'data', 'video', 'audio'];

describe.each(FORMATS)('a file of the format $name', ({ name, label, kind, endings }) => {
  it('is declared by each of its endings', async () => {
    for (const ending of endings) {
      const path = write(`a.${ending.toUpperCase()}`);
      if (PICTURES.includes(kind)) expect([ending, (await image(path)).format]).toEqual([ending, name]);
      if (kind === 'table') expect([ending, (await table(path)).format]).toEqual([ending, name]);
      if (kind === 'text') expect([ending, (await text(path)).format]).toEqual([ending, name]);
      if (kind === 'code' || kind === 'notebook') expect((await code(path)).language).toBe(label);
    }
  });

  it('is declared by its bytes, whatever its ending', async () => {
    for (const beginning of beginnings[name] ?? []) {
      const path = write('wrong.gif', beginning);
      expect([beginning, (await image(path)).format]).toEqual([beginning, name]);
    }
  });
});

it('keeps an ending that nobody knows, and has no format without one', async () => {
  const paths = [write('a.czi'), write('A.ND2'), write('a')];
  expect(await Promise.all(paths.map(async (path) => (await image(path)).format))).toEqual(['czi', 'nd2', '']);
  expect((await table(write('a'))).format).toBe('csv');
  expect((await text(write('a'))).format).toBe('text');
  expect(await code(write('a.xyz'))).not.toHaveProperty('language');
});
