import { existsSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';

/** Returns a folder in memory with a free gigabyte if there is one, so that tests of queries don't wait for a disk. */
export function memoryFolder(): string {
  const folder = '/dev/shm';
  if (!existsSync(folder)) return tmpdir();
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize > 1024 ** 3 ? folder : tmpdir();
}
