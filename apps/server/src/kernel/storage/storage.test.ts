import { access, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createServer } from '../../app.ts';
import { readConfig } from '../config/index.ts';
import { lockFolder } from './index.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gofigr-storage-'));
});
afterEach(() => rm(folder, { recursive: true }));

const start = (env: Record<string, string> = {}) =>
  createServer(readConfig({ GOFIGR_DATA_DIR: folder, GOFIGR_LOG_LEVEL: 'silent', GOFIGR_RESERVE_MB: '0', ...env }));
const startAndStop = async (env?: Record<string, string>) => (await start(env)).close();

describe('a data folder', () => {
  it('is locked by one server at a time', async () => {
    const server = await start();
    await expect(start()).rejects.toThrow('Another GoFigr server is running');
    await server.close();
    await startAndStop();
  });

  it('is unlocked if a server could not start', async () => {
    await startAndStop();
    await rm(join(folder, 'blobs', 'storage.id'));
    await expect(start()).rejects.toThrow('lost its marker file');
    lockFolder(folder).release();
  });

  it.each([
    ['below /proc', () => '/proc/gofigr/data'],
    ['/proc itself', () => '/proc'],
    ['below /sys', () => '/sys/gofigr'],
    ['below a device', () => '/dev/null/data'],
    ['a file', () => join(folder, 'file')],
    ['below a file', () => join(folder, 'file', 'data')],
    ['a link to nothing', () => join(folder, 'dangling')],
    ['too long a name', () => join(folder, 'a'.repeat(300))],
  ])('that is %s is refused immediately, with its setting', async (_what, path) => {
    await writeFile(join(folder, 'file'), '');
    await symlink(join(folder, 'nothing', 'here'), join(folder, 'dangling'));
    await expect(start({ GOFIGR_DATA_DIR: path() })).rejects.toThrow(
      /^The data folder .* can not be used \(.*Set GOFIGR_DATA_DIR/,
    );
  });

  it('with an unreadable lock is not reported as used by another server', async () => {
    await mkdir(join(folder, 'server.lock'));
    await expect(start()).rejects.toThrow('unable to open database file');
  });

  it.each([
    ['its marker', (path: string) => rm(join(path, 'blobs', 'storage.id')), 'lost its marker file or is not mounted'],
    ['its database', (path: string) => rm(join(path, 'gofigr.sqlite')), 'missing or empty'],
    [
      'its own marker for another',
      (path: string) => writeFile(join(path, 'blobs', 'storage.id'), 'other'),
      'different IDs',
    ],
  ])('that has lost %s stops the start', async (_what, lose, message) => {
    await startAndStop();
    await lose(folder);
    await expect(start()).rejects.toThrow(message);
  });

  it('is accepted if its first start was interrupted before the database had its ID', async () => {
    await mkdir(join(folder, 'blobs'));
    await writeFile(join(folder, 'gofigr.sqlite'), '');
    await startAndStop();
  });

  it('that is empty is refused if there must be data, and stays empty', async () => {
    await expect(start({ GOFIGR_NEW_DATA: 'refuse' })).rejects.toThrow('GOFIGR_NEW_DATA');
    await expect(access(join(folder, 'gofigr.sqlite'))).rejects.toThrow('ENOENT');
    await startAndStop();
    await startAndStop({ GOFIGR_NEW_DATA: 'refuse' });
  });
});
