import { join } from 'node:path';
import { type FolderLock, lockFile } from '../../../kernel/storage/index.ts';
import { refused } from '../errors.ts';

/** Keeps a second backup from writing to the same folder. The system releases the lock when the process ends. */
export function lockBackups(dir: string): FolderLock {
  let lock: FolderLock | null;
  try {
    lock = lockFile(join(dir, '.lock'), 'exclusive');
  } catch (error) {
    throw refused(
      `${dir} can not be written (${error instanceof Error ? error.message : String(error)}). Nothing was changed.`,
      error,
    );
  }
  if (!lock) throw refused(`Another backup is writing to ${dir}. Nothing was changed.`);
  return lock;
}

/** Keeps backups from removing old states while this process reads them. */
export function lockForReading(dir: string): FolderLock {
  const lock = orNothing(() => lockFile(join(dir, '.reading'), 'shared'));
  if (!lock) throw refused(`A backup is removing old states from ${dir}. Try again in a moment.`);
  return lock;
}

/** Returns null while somebody reads states. */
export const lockForRemoval = (dir: string): FolderLock | null => lockFile(join(dir, '.reading'), 'exclusive');

/** Nobody removes anything from a folder that can't be written, so it needs no lock. */
function orNothing(lock: () => FolderLock | null): FolderLock | null {
  try {
    return lock();
  } catch {
    return { release: () => undefined };
  }
}
