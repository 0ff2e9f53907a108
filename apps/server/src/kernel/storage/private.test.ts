import { chmod, lstat, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { preparePrivateFolder } from './private.ts';

let root: string;
let folder: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'gofigr-private-'));
  folder = join(root, 'data');
  await mkdir(folder);
  await chmod(folder, 0o755);
});
afterEach(() => rm(root, { recursive: true }));

const write = async (path: string, mode: number) => {
  await writeFile(path, '');
  await chmod(path, mode);
};
const modeOf = async (path: string) => ((await lstat(path)).mode & 0o7777).toString(8);

describe('a data folder that other users can read', () => {
  it('is closed, with its content', async () => {
    for (const name of ['gofigr.sqlite', 'gofigr.sqlite-wal', 'gofigr.sqlite.before-0002', 'server.lock'])
      await write(join(folder, name), 0o644);
    for (const name of ['blobs', 'secrets', 'cache', 'lost+found']) await mkdir(join(folder, name), { mode: 0o755 });
    await preparePrivateFolder(folder);
    for (const name of ['gofigr.sqlite', 'gofigr.sqlite-wal', 'gofigr.sqlite.before-0002', 'server.lock'])
      expect([name, await modeOf(join(folder, name))]).toEqual([name, '600']);
    for (const name of ['', 'blobs', 'secrets', 'cache'])
      expect([name, await modeOf(join(folder, name))]).toEqual([name, '700']);
  });

  it('stays open if it contains other files too, but our files are closed', async () => {
    await write(join(folder, 'thesis.txt'), 0o644);
    await write(join(folder, 'gofigr.sqlite'), 0o644);
    await preparePrivateFolder(folder);
    expect([await modeOf(folder), await modeOf(join(folder, 'thesis.txt'))]).toEqual(['755', '644']);
    expect(await modeOf(join(folder, 'gofigr.sqlite'))).toBe('600');
  });

  const notOurs = async () => {
    throw Object.assign(new Error('not permitted'), { code: 'EPERM' });
  };

  it('is refused, with the command that repairs it, if its content belongs to another user', async () => {
    await write(join(folder, 'gofigr.sqlite'), 0o644);
    await expect(preparePrivateFolder(folder, notOurs)).rejects.toThrow(`chmod -R go= '${folder}'`);
  });

  it('is accepted if it belongs to another user and its content is closed', async () => {
    await write(join(folder, 'gofigr.sqlite'), 0o600);
    await preparePrivateFolder(folder, notOurs);
    expect(await modeOf(folder)).toBe('755');
  });

  it('is left alone if it is shared by all users', async () => {
    await chmod(folder, 0o1777);
    await preparePrivateFolder(folder);
    expect(await modeOf(folder)).toBe('1777');
  });

  it('closes nothing behind a link', async () => {
    const elsewhere = join(root, 'elsewhere');
    await mkdir(elsewhere, { mode: 0o755 });
    await symlink(elsewhere, join(folder, 'blobs'));
    await preparePrivateFolder(folder);
    expect(await modeOf(elsewhere)).toBe('755');
  });
});

it('a missing data folder is created for its user only', async () => {
  const path = join(root, 'new', 'data');
  await preparePrivateFolder(path);
  expect(await modeOf(path)).toBe('700');
});
