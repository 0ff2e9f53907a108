import { existsSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { LockError, withLock } from './lock.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gofigr-locks-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const done = () => Promise.resolve('done');

test('work under one lock never overlaps, and the lock is gone afterwards', async () => {
  let running = 0;
  const work = async (): Promise<void> => {
    running += 1;
    await new Promise((resolve) => setImmediate(resolve));
    expect(running).toBe(1);
    running -= 1;
  };
  await Promise.all([1, 2, 3].map(() => withLock('overlap', work, folder)));
  await expect(withLock('overlap', () => Promise.reject(new Error('no')), folder)).rejects.toThrow('no');
  expect(existsSync(join(folder, 'overlap'))).toBe(false);
});

test('what a dead process held is free', async () => {
  // Greater than any possible process ID.
  writeFileSync(join(folder, 'dead'), '99999999 1');
  expect(await withLock('dead', done, folder)).toBe('done');
});

test('a lock that came with a copy of the folder is free, though a process has that number here', async () => {
  writeFileSync(join(folder, 'copied'), `${process.pid} 1`);
  expect(await withLock('copied', done, folder)).toBe('done');
});

test('an empty lock, of a process that died while it took it, is free after a while', async () => {
  const file = join(folder, 'empty');
  writeFileSync(file, '');
  utimesSync(file, 1, 1);
  expect(await withLock('empty', done, folder)).toBe('done');
});

test('a lock that can not be taken is an error at once, and nothing is done', async () => {
  writeFileSync(join(folder, 'file'), '');
  mkdirSync(join(folder, 'occupied'));
  const refused = (name: string, place: string) =>
    expect(withLock(name, () => Promise.reject(new Error('done all the same')), place)).rejects.toThrow(LockError);
  await refused('below-a-file', join(folder, 'file'));
  await refused('occupied', folder);
  await refused('a'.repeat(300), folder);
  await refused('no-folder-can-be-made', '/dev/null/locks');
});
