import { mkdir, open, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { codeOf } from './errors.ts';

/** Syncs the names in a folder to disk. */
export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/** Tells whether an error means that a file or folder doesn't exist. */
export const isMissing = (error: unknown): boolean => codeOf(error) === 'ENOENT';

/**
 * Makes a folder and its missing parents. Node's own `recursive` never ends below /proc, where no folder can be made
 * and the error is ENOENT.
 */
export async function makeFolder(path: string, mode = 0o777): Promise<void> {
  try {
    await mkdir(path, { mode });
  } catch (error) {
    if (await isFolder(path)) return;
    const parent = dirname(path);
    if (!isMissing(error) || parent === path) throw error;
    if (!(await isFolder(parent))) await makeFolder(parent, mode);
    // Retried even if somebody else made the parent meanwhile; below /proc it fails again.
    await mkdir(path, { mode }).catch(async (again: unknown) => {
      if (!(await isFolder(path))) throw again;
    });
  }
}

const isFolder = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
