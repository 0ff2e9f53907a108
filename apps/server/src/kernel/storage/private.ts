import { chmod, lstat, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf } from '../errors.ts';
import { isMissing } from '../files.ts';
import { openDataFolder } from './data-folder.ts';

/** Rights of the group and of everybody else. */
const OTHERS = 0o077;

/** In a folder with the sticky bit, such as /tmp, others keep things too. */
const STICKY = 0o1000;

/** The server's own things at the top of its folder. What lies in a private folder needs no look. */
const OURS = /^(gofigr\.sqlite.*|server\.lock.*|reserve(\.tmp)?|blobs|secrets|cache)$/;

type ChangeMode = (path: string, mode: number) => Promise<void>;

/** From now on whatever this process creates can be read by its own user only. Not possible in a worker thread. */
export function createPrivately(): void {
  process.umask(OTHERS);
}

/**
 * Makes the data folder, and takes from other users of the machine what is in it. The folder itself is closed when it
 * holds nothing else. Links are left alone: what they lead to was put elsewhere on purpose. Throws, with the command that
 * mends it, when something of ours is open and belongs to somebody else.
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
  // It need not be ours: a volume may belong to root. What is inside is closed in any case.
  if (!isShared && (mode & OTHERS) !== 0) await changeMode(folder, mode & ~OTHERS & 0o7777).catch(() => undefined);
}

/** Whether nobody else can reach a file or folder now; a link counts as closed. */
async function close(path: string, changeMode: ChangeMode): Promise<boolean> {
  try {
    const found = await lstat(path);
    if (found.isSymbolicLink() || (found.mode & OTHERS) === 0) return true;
    await changeMode(path, found.mode & ~OTHERS & 0o7777);
    return true;
  } catch (error) {
    // Gone since: SQLite removes its files when it is done with them.
    if (isMissing(error)) return true;
    if (codeOf(error) === 'EPERM') return false;
    throw error;
  }
}
