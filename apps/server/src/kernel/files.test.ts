import { mkdir, mkdtemp, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { makeFolder } from './files.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gofigr-files-'));
});
afterEach(() => rm(folder, { recursive: true }));

it('makes a folder with all its parents, even twice and concurrently', async () => {
  for (let round = 0; round < 50; round++) {
    const path = join(folder, String(round), 'b', 'c');
    await Promise.all(Array.from({ length: 8 }, () => makeFolder(path, 0o700)));
    await makeFolder(path);
    expect((await stat(path)).mode & 0o777).toBe(0o700);
  }
});

it('treats a link to a folder as the folder', async () => {
  await mkdir(join(folder, 'there'));
  await symlink(join(folder, 'there'), join(folder, 'link'));
  await makeFolder(join(folder, 'link', 'inside'));
  expect((await stat(join(folder, 'there', 'inside'))).isDirectory()).toBe(true);
});

it('fails below /proc, where no folder can be made', async () => {
  await expect(makeFolder('/proc/gofigr')).rejects.toThrow(/^E[A-Z]+:/);
  await expect(makeFolder('/proc/gofigr/a/b')).rejects.toThrow(/^E[A-Z]+:/);
});

it.each([
  ['a file', 'file', 'EEXIST'],
  ['a folder below a file', join('file', 'a', 'b'), 'ENOTDIR'],
  ['a link to nothing', 'dangling', 'EEXIST'],
  ['a folder below a link to nothing', join('dangling', 'a'), 'EEXIST'],
  ['a link to itself', 'loop', 'EEXIST'],
])('refuses %s', async (_what, path, code) => {
  await writeFile(join(folder, 'file'), '');
  await symlink(join(folder, 'nothing', 'here'), join(folder, 'dangling'));
  await symlink(join(folder, 'loop'), join(folder, 'loop'));
  await expect(makeFolder(join(folder, path))).rejects.toThrow(code);
});
