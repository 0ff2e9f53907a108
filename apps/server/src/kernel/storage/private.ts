import { chmod, lstat, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf } from '../errors.ts';
import { isMissing } from '../files.ts';
import { openDataFolder } from './data-folder.ts';

/** Permissions of the group and of all other users. */
const OTHERS = 0o077;

/** A folder with the sticky bit, such as /tmp, also contains files of other users. */
const STICKY = 0o1000;

/** The server's own files at the top of its folder. Files inside a private folder need no check. */
const OURS = /^(gofigr\.sqlite.*|server\.(lock|json).*|reserve(\.tmp)?|blobs|secrets|cache)$/;

type ChangeMode = (path: string, mode: number) => Promise<void>;

/** Makes everything that this process creates readable only for its own user. Not possible in a worker thread. */
export function createPrivately(): void {
  process.umask(OTHERS);
}

/**
 * Creates the data folder, and makes its content unreadable for other users of the machine. The folder itself is closed
 * if it contains nothing else. Links are left alone: their targets were put elsewhere on purpose. Throws, with the
 * command that repairs it, if one of our files is readable and belongs to another user.
 */
export async function preparePrivateFolder(folder: string, changeMode: ChangeMode = chmod): Promise<void> {
  await openDataFolder(folder);
  const names = await readdir(folder);
  const open: string[] = [];
  for (const name of names.filter((it) => OURS.test(it)))
    if (!(await close(join(folder, name), changeMode))) open.push(name);
  if (open.length > 0)
    throw new Error(
      `Other users of this machine can read ${open.join(', ')} in ${folder}, which belong to another user than this server's. ` +
        `Give them to it, or run as their owner: chmod -R go= '${folder.replaceAll("'", `'\\''`)}'`,
    );
  const { mode } = await stat(folder);
  const isShared = (mode & STICKY) !== 0 || names.some((name) => !OURS.test(name) && name !== 'lost+found');
  // The folder may belong to another user: a volume may belong to root. Its content is closed in any case.
  if (!isShared && (mode & OTHERS) !== 0) await changeMode(folder, mode & ~OTHERS & 0o7777).catch(() => undefined);
}

/** Makes a file or folder private; returns whether nobody else can reach it now. A link counts as private. */
async function close(path: string, changeMode: ChangeMode): Promise<boolean> {
  try {
    const found = await lstat(path);
    if (found.isSymbolicLink() || (found.mode & OTHERS) === 0) return true;
    await changeMode(path, found.mode & ~OTHERS & 0o7777);
    return true;
  } catch (error) {
    // Removed meanwhile: SQLite removes its files when it is done with them.
    if (isMissing(error)) return true;
    if (codeOf(error) === 'EPERM') return false;
    throw error;
  }
}
