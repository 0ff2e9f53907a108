import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { newId } from '../ids.ts';
import type { ByteSink } from '../json-stream/index.ts';
import type { NewHasher } from './blake3.ts';
import type { Blobs, StagedBlob } from './blobs.ts';

const HASH = /^[0-9a-f]{64}$/;

/**
 * Blobs as files: `<root>/ab/cd/<hash>`. New bytes go to `<root>/tmp` first; keeping is fsync of the file, rename, fsync
 * of the folder, so that a name never stands for bytes that are not all on the disk.
 */
export async function createFileBlobs(root: string, newHasher: NewHasher): Promise<Blobs> {
  const temporary = join(root, 'tmp');
  await mkdir(temporary, { recursive: true });
  // Uploads that a crash cut off: nothing refers to them.
  for (const name of await readdir(temporary)) await rm(join(temporary, name), { force: true });
  const folders = new Map<string, Promise<void>>();

  const folderOf = (hash: string) => join(root, hash.slice(0, 2), hash.slice(2, 4));
  const pathOf = (hash: string) => {
    if (!HASH.test(hash)) throw new Error('not a BLAKE3 hash');
    return join(folderOf(hash), hash);
  };

  /** Creates the two levels of folders of a hash once, durably. */
  const ensureFolder = (hash: string): Promise<void> => {
    const folder = folderOf(hash);
    let made = folders.get(folder);
    if (!made) {
      made = mkdir(folder, { recursive: true }).then(async (created) => {
        if (created === undefined) return;
        await syncFolder(join(root, hash.slice(0, 2)));
        await syncFolder(root);
      });
      folders.set(folder, made);
      made.catch(() => folders.delete(folder));
    }
    return made;
  };

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
        const file = await open(staged, 'r+');
        try {
          await file.sync();
        } finally {
          await file.close();
        }
        await ensureFolder(hash);
        // Over an earlier copy too: the bytes are the same, and these are known to be whole.
        await rename(staged, pathOf(hash));
      }),
    );
    await Promise.all([...new Set(all.map(({ hash }) => folderOf(hash)))].map(syncFolder));
  }

  return {
    stage,
    keep,
    discard: ({ staged }) => rm(staged, { force: true }),
    open: (hash, range) => createReadStream(pathOf(hash), range),
    file: async (hash) => pathOf(hash),
  };
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
