import { cpSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { filesUnder, fingerprint } from './files.ts';

let folder: string;
let original: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gofigr-files-'));
  original = join(folder, 'original');
  mkdirSync(join(original, 'src'), { recursive: true });
  writeFileSync(join(original, 'src', 'a.ts'), 'one');
  writeFileSync(join(original, 'src', 'b.ts'), 'two');
});
afterEach(() => rmSync(folder, { recursive: true }));

const of = (root: string): string => fingerprint(root, filesUnder(root));

test('a copy at another place and of another time has the same fingerprint', () => {
  const copy = join(folder, 'copy');
  cpSync(original, copy, { recursive: true });
  utimesSync(join(copy, 'src', 'a.ts'), 1, 1);
  expect(of(copy)).toBe(of(original));
});

test('a fingerprint changes with what a file holds, even where its size and time stay, and with its name', () => {
  const file = join(original, 'src', 'a.ts');
  const before = of(original);
  utimesSync(file, 1, 1);
  writeFileSync(file, 'eno');
  utimesSync(file, 1, 1);
  expect(of(original)).not.toBe(before);
  writeFileSync(file, 'one');
  expect(of(original)).toBe(before);
  cpSync(file, join(original, 'src', 'c.ts'));
  expect(of(original)).not.toBe(before);
});
