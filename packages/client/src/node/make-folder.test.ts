import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeFolder } from './make-folder.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gofigr-folders-'));
});
afterEach(() => rm(folder, { recursive: true }));

test('a folder is made with the missing folders above it, also by several callers at once', async () => {
  for (let round = 0; round < 50; round++) {
    const path = join(folder, String(round), 'b', 'c');
    await Promise.all(Array.from({ length: 8 }, () => makeFolder(path, 0o700)));
    expect((await stat(path)).isDirectory()).toBe(true);
  }
});

test('a folder that can not be made is an error at once', async () => {
  await writeFile(join(folder, 'file'), '');
  await expect(makeFolder(join(folder, 'file'))).rejects.toThrow(/^EEXIST:/);
  await expect(makeFolder(join(folder, 'file', 'a', 'b'))).rejects.toThrow(/^ENOTDIR:/);
  await expect(makeFolder('/proc/gofigr/a')).rejects.toThrow(/^E[A-Z]+:/);
});
