import { access, constants, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { newId } from '../ids.ts';
import type { ByteSink } from '../json-stream/index.ts';
import type { NewHasher } from './blake3.ts';
import type { Blobs, StagedBlob } from './blobs.ts';
import { checkedHash, unreadable } from './errors.ts';

/**
 * Blobs as files: `<root>/ab/cd/<hash>`. New bytes go to `<root>/tmp` first; keeping is fsync of the file, rename, fsync
 * of the folder, so that a name never stands for bytes that are not all on the disk.
 */
export async function createFileBlobs(root: string, newHasher: NewHasher): Promise<Blobs> {
  const temporary = join(root, 'tmp');
  const trash = join(root, 'trash');
  await mkdir(temporary, { recursive: true });
  await mkdir(trash, { recursive: true });
  // Uploads that a crash cut off: nothing refers to them. What waits in the trash is put back: it was not decided on.
  for (const name of await readdir(temporary)) await rm(join(temporary, name), { force: true });
  const folders = new Map<string, Promise<void>>();

  const folderOf = (hash: string) => join(root, hash.slice(0, 2), hash.slice(2, 4));
  const pathOf = (hash: string) => join(folderOf(checkedHash(hash)), hash);

  /** Creates the two levels of folders of a hash once, durably. */
  const ensureFolder = (hash: string): Promise<void> => {
    const folder = folderOf(hash);
    return once(folder, async () => {
      const upper = join(root, hash.slice(0, 2));
      const sync = async () => {
        await syncFolder(upper);
        await syncFolder(root);
      };
      // One that is there may be from a server that was killed before it could sync it.
      if ((await mkdir(folder, { recursive: true })) === undefined) await once(upper, sync);
      else await sync();
    });
  };

  /** Does something with a folder unless it was done before, by this process and with success. */
  const once = (folder: string, work: () => Promise<void>): Promise<void> => {
    let done = folders.get(folder);
    if (!done) {
      done = work();
      folders.set(folder, done);
      done.catch(() => folders.delete(folder));
    }
    return done;
  };

  for (const name of await readdir(trash)) await rename(join(trash, name), pathOf(name));

  async function stage(): Promise<ByteSink<StagedBlob>> {
    const staged = join(temporary, newId());
    const hasher = await newHasher();
    const file = await open(staged, 'wx', 0o600);
    let size = 0;
    return {
      async write(chunk) {
        hasher.update(chunk);
        size += chunk.length;
        for (let written = 0; written < chunk.length; )
          written += (await file.write(chunk, written, chunk.length - written)).bytesWritten;
      },
      async end() {
        await file.close();
        return { hash: hasher.hex(), size, staged };
      },
      async abort() {
        await file.close().catch(() => undefined);
        await rm(staged, { force: true });
      },
    };
  }

  async function keep(all: readonly StagedBlob[]): Promise<void> {
    await Promise.all(
      all.map(async ({ hash, staged }) => {
        await sync(staged);
        await ensureFolder(hash);
        // Over an earlier copy too: the bytes are the same, these are known to be whole, and they are fresh.
        await rename(staged, pathOf(hash));
      }),
    );
    await Promise.all([...new Set(all.map(({ hash }) => folderOf(hash)))].map(syncFolder));
  }

  return {
    stage,
    keep,
    discard: ({ staged }) => rm(staged, { force: true }),

    async open(hash, range) {
      try {
        const file = await open(pathOf(hash), 'r');
        return file.createReadStream(range);
      } catch (error) {
        throw unreadable(hash, error);
      }
    },

    async check(hash, size) {
      try {
        await access(pathOf(hash), constants.R_OK);
        const found = await stat(pathOf(hash));
        if (found.size !== size) throw new Error(`${found.size} bytes instead of ${size}`);
      } catch (error) {
        throw unreadable(hash, error);
      }
    },

    file: async (hash) => pathOf(hash),

    async *list(before) {
      for (const entry of await readdir(root, { recursive: true, withFileTypes: true })) {
        const isBlob = entry.isFile() && entry.parentPath !== temporary && /^[0-9a-f]{64}$/.test(entry.name);
        if (isBlob && (await modified(join(entry.parentPath, entry.name))) < before) yield entry.name;
      }
    },

    async remove(hash, before) {
      const path = pathOf(hash);
      const aside = join(trash, hash);
      if ((await modified(path)) >= before) return false;
      await rename(path, aside);
      // Kept again between the look and the rename: back with it. After the rename, a keep makes a file of its own.
      if ((await modified(aside)) >= before) {
        await rename(aside, path);
        return false;
      }
      await rm(aside);
      return true;
    },
  };
}

/** Milliseconds since 1970 of the last change to a file; one that is not there is from the future: leave it alone. */
async function modified(path: string): Promise<number> {
  try {
    return (await stat(path)).mtimeMs;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return Number.POSITIVE_INFINITY;
    throw error;
  }
}

/** Puts a file's bytes on the disk, and its age to now: it counts from when it is kept, not from when it came. */
async function sync(path: string): Promise<void> {
  const file = await open(path, 'r+');
  try {
    const now = new Date();
    await file.utimes(now, now);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
