import { createReadStream } from 'node:fs';
import { constants, type FileHandle, mkdir, open, readdir, rename, rm, stat, unlink, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { isMissing, syncFolder } from '../files.ts';
import { newId } from '../ids.ts';
import type { ByteSink } from '../json-stream/index.ts';
import type { NewHasher } from './blake3.ts';
import { type BlobStore, type Kept, NOTHING_TO_WRITE, type OpenBlob, type StagedBlob } from './blobs.ts';
import { badBlob, checkedHash } from './errors.ts';
import { fileHolds } from './file-holds.ts';
import { fileIdentity } from './file-identity.ts';

/** Bytes buffered before a write: each write is a trip to another thread. */
const WRITE_BYTES = 512 * 1024;

/** Buffers for writes that are kept for later uploads. Others are made and freed as needed. */
const MOST_SPARE = 16;

/** Files synced concurrently. */
const AT_ONCE = 16;

/**
 * Most bytes of an upload in the system's cache. Syncing hundreds of megabytes at its end would delay the database's
 * sync of concurrent commits, and with it the event loop.
 */
const UNSYNCED_BYTES = 8 * 1024 * 1024;

/** Longest time of an upload: older temporary files are abandoned. */
const STALE_MS = 25 * 60 * 60_000;

/**
 * Blobs as files: `<root>/ab/<hash>`. New bytes go to `<root>/tmp` first. Keeping them syncs the file, renames it, and
 * syncs the folder, so that a name always stands for bytes that are completely on the disk. The 256 folders are created
 * at the start, so that no publish has to sync a new one.
 */
export function createFileBlobs(root: string, newHasher: NewHasher): BlobStore {
  const temporary = join(root, 'tmp');
  const trash = join(root, 'trash');
  const folderOf = (hash: string) => join(root, hash.slice(0, 2));
  const pathOf = (hash: string) => join(folderOf(checkedHash(hash)), hash);
  /** Syncs of received files, which run while the rest of their request arrives. */
  const syncs = new Map<string, Promise<void>>();
  let syncing = 0;
  const spare: Buffer[] = [];

  async function prepare(shared: boolean): Promise<void> {
    for (let byte = 0; byte < 256; byte++)
      await mkdir(join(root, byte.toString(16).padStart(2, '0')), { recursive: true });
    await mkdir(temporary, { recursive: true });
    await mkdir(trash, { recursive: true });
    await syncFolder(root);

    // Nothing refers to uploads that a crash interrupted. Files in the trash are put back: their removal was not
    // decided.
    const stale = shared ? Date.now() - STALE_MS : Number.POSITIVE_INFINITY;
    for (const name of await readdir(temporary))
      if ((await modified(join(temporary, name))) < stale) await rm(join(temporary, name), { force: true });
    for (const name of await readdir(trash))
      await rename(join(trash, name), pathOf(name)).catch((error: unknown) => {
        // Another process was removing it.
        if (!isMissing(error)) throw error;
      });
  }

  async function stage(): Promise<ByteSink<StagedBlob>> {
    const staged = join(temporary, newId());
    const hasher = await newHasher();
    const file = await open(staged, 'wx', 0o600);
    const buffer = spare.pop() ?? Buffer.allocUnsafeSlow(WRITE_BYTES);
    let size = 0;
    let gathered = 0;
    let unsynced = 0;

    async function flush() {
      for (let at = 0; at < gathered; ) {
        const { bytesWritten } = await file.write(buffer, at, gathered - at);
        at += bytesWritten;
        unsynced += bytesWritten;
      }
      gathered = 0;
      if (unsynced < UNSYNCED_BYTES) return;
      await file.datasync();
      unsynced = 0;
    }

    return {
      async write(chunk) {
        hasher.update(chunk);
        size += chunk.length;
        for (let rest = chunk; rest.length > 0; ) {
          const some = rest.subarray(0, WRITE_BYTES - gathered);
          buffer.set(some, gathered);
          gathered += some.length;
          rest = rest.subarray(some.length);
          if (gathered === WRITE_BYTES) await flush();
        }
      },
      async end() {
        await flush();
        if (spare.length < MOST_SPARE) spare.push(buffer);
        syncing += 1;
        const done = syncAndClose(file).finally(() => {
          syncing -= 1;
        });
        syncs.set(staged, done);
        // The error is for `keep`.
        const settled = done.catch(() => undefined);
        if (syncing >= AT_ONCE) await settled;
        return { hash: hasher.hex(), size, staged };
      },
      async abort() {
        await file.close().catch(() => undefined);
        await rm(staged, { force: true });
      },
    };
  }

  async function keepOne({ hash, staged }: StagedBlob): Promise<void> {
    const sync = syncs.get(staged);
    if (!sync) throw new Error('these bytes are not waiting');
    await sync;
    // Its age counts from now, and not from when it arrived: the collector may have begun in between.
    const now = new Date();
    await utimes(staged, now, now);
    // Also replaces an earlier copy: the new bytes are the same, known to be intact, and fresh.
    await rename(staged, pathOf(hash));
    syncs.delete(staged);
  }

  async function keep(all: readonly StagedBlob[]): Promise<Kept> {
    await inBatches(all, keepOne);
    await inBatches([...new Set(all.map(({ hash }) => folderOf(hash)))], syncFolder);
    return NOTHING_TO_WRITE;
  }

  return {
    location: root,
    prepare,
    ...fileIdentity(root),
    ...fileHolds(join(root, 'holds')),
    stage,
    readStaged: ({ staged }) => createReadStream(staged),
    keep,
    async discard({ staged }) {
      const sync = syncs.get(staged);
      if (!sync) return;
      syncs.delete(staged);
      await sync.catch(() => undefined);
      await unlink(staged).catch((error: unknown) => {
        // It was kept meanwhile.
        if (!isMissing(error)) throw error;
      });
    },

    async open(hash) {
      const path = pathOf(hash);
      try {
        return await openBlob(path);
      } catch (error) {
        throw badBlob(hash, error);
      }
    },

    withLocalFile: async (hash, work) => work(pathOf(hash)),

    async *list() {
      for (const folder of await namesIn(root, /^[0-9a-f]{2}$/))
        for (const hash of await namesIn(join(root, folder), /^[0-9a-f]{64}$/)) {
          const at = await modified(join(root, folder, hash));
          if (at !== Number.POSITIVE_INFINITY) yield { hash, at };
        }
    },

    async remove(hash, before) {
      const path = pathOf(hash);
      const aside = join(trash, hash);
      try {
        await rename(path, aside);
      } catch (error) {
        if (isMissing(error)) return false;
        throw error;
      }
      // Checked after the rename: bytes kept later get a file of their own, and bytes kept before make this one fresh.
      if ((await modified(aside)) >= before) {
        await rename(aside, path);
        return false;
      }
      await rm(aside);
      return true;
    },
  };
}

/** Flags for blobs. An ordinary open would wait forever for a pipe in a blob's place. */
const TO_READ = constants.O_RDONLY | constants.O_NONBLOCK;

async function openBlob(path: string): Promise<OpenBlob> {
  const file = await open(path, TO_READ);
  try {
    const found = await file.stat({ bigint: true });
    if (!found.isFile()) throw new Error('It is not a file');
    const size = Number(found.size);
    // Excludes bytes that are appended while the file is read.
    const whole = size === 0 ? undefined : { start: 0, end: size - 1 };
    return {
      size,
      state: [found.dev, found.ino, found.size, found.mtimeNs, found.ctimeNs].join(' '),
      read: (range = whole) => file.createReadStream(range),
      close: () => file.close(),
    };
  } catch (error) {
    await file.close();
    throw error;
  }
}

async function syncAndClose(file: FileHandle): Promise<void> {
  try {
    await file.datasync();
  } finally {
    await file.close();
  }
}

/** Processes some items at once, so that many small blobs don't need as many open files. */
async function inBatches<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  for (let start = 0; start < items.length; start += AT_ONCE)
    await Promise.all(items.slice(start, start + AT_ONCE).map(work));
}

/** File names that match, sorted; empty if the folder is missing. */
async function namesIn(folder: string, pattern: RegExp): Promise<string[]> {
  try {
    return (await readdir(folder)).filter((name) => pattern.test(name)).toSorted();
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

/** Time of a file's last change in milliseconds since 1970; infinite for a missing file, so that it is left alone. */
async function modified(path: string): Promise<number> {
  try {
    return (await stat(path)).mtimeMs;
  } catch (error) {
    if (isMissing(error)) return Number.POSITIVE_INFINITY;
    throw error;
  }
}
