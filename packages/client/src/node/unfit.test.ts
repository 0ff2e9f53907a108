import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FORMATS } from '@gofigr/contract/formats';
import { afterAll, describe, expect, it } from 'vitest';
import { type Use, unfitFor } from './unfit.ts';

const { beginnings } = JSON.parse(
  readFileSync(new URL('../../../../python/tests/formats.json', import.meta.url), 'utf8'),
) as { beginnings: Record<string, string[]> };

const folder = mkdtempSync(join(tmpdir(), 'unfit-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function reasonOf(use: Use, name: string, bytes: string): Promise<string | undefined> {
  const path = join(folder, name);
  writeFileSync(path, bytes, 'latin1');
  return (await unfitFor(path, use))?.reason;
}

it.each(FORMATS.filter(({ name }) => beginnings[name]))(
  'bytes of $label are told apart',
  async ({ name, kind, endings }) => {
    for (const bytes of beginnings[name] ?? []) {
      const isPicture = ['image', 'page', 'video'].includes(kind) || ['pdf', 'ps', 'ai', 'fits'].includes(name);
      expect(await reasonOf('image', `a.${endings[0]}`, bytes)).toEqual(isPicture ? undefined : expect.any(String));
      const isTable = kind === 'table' || kind === 'data';
      expect(await reasonOf('table', `a.${endings[0]}`, bytes)).toEqual(isTable ? undefined : expect.any(String));
    }
  },
);

describe('bytes without a signature', () => {
  it.each<[Use, string, string, string | undefined]>([
    ['image', 'a.png', '', 'it is empty'],
    ['image', 'a.png', 'some words', 'its bytes are plain text'],
    ['image', 'a.png', 'a,b\n1,2\n', 'its bytes are CSV'],
    ['image', 'a.png', '\x01\x02\x03', 'its bytes are of an unknown format'],
    ['image', 'a.svg', 'some words', 'its bytes are plain text'],
    ['image', 'a.svg', `<!--${'long '.repeat(1000)}--><svg/>`, undefined],
    ['image', 'a.html', '<p>Words', undefined],
    ['image', 'a.czi', 'ZISRAWFILE\0\0', undefined],
    ['image', 'a.czi', 'some words', 'its bytes are plain text'],
    ['image', 'a.svgz', '\x1f\x8b\x08', undefined],
    ['table', 'a.csv', 'Gr\xf6\xdfe\n1\n', undefined],
    ['table', 'a.csv', '\xff\xfea\0\n\0', undefined],
    ['table', 'a.csv', '', 'it is empty'],
    ['table', 'a.csv', 'a\0b', 'its bytes are of an unknown format'],
    ['table', 'a.parquet', 'a,b\n1,2\n', 'its bytes are CSV'],
    ['table', 'a.xlsx', 'a,b\n1,2\n', 'its bytes are CSV'],
    ['table', 'a.xlsx', 'PK\x03\x04', undefined],
    ['code', 'a.py', 'print(1)', undefined],
    ['code', 'a.py', '', undefined],
    ['code', 'a.py', '\x89PNG', 'its bytes are PNG'],
    ['code', 'a.py', 'a\0b', 'its bytes are of an unknown format'],
  ])('as %s %s: %j', async (use, name, bytes, reason) => {
    expect(await reasonOf(use, name, bytes)).toBe(reason);
  });

  it('of a folder are an error that names it', async () => {
    mkdirSync(join(folder, 'd.png'));
    await expect(unfitFor(join(folder, 'd.png'), 'image')).rejects.toMatchObject({
      code: 'EISDIR',
      path: join(folder, 'd.png'),
    });
  });
});
