import { type FileHandle, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { NewHasher } from '../../../kernel/blobs/blake3.ts';
import { isMissing, syncFolder } from '../../../kernel/files.ts';
import { newId } from '../../../kernel/ids.ts';
import { forEachPooled } from './streams.ts';

/** A blob that the rows name, with the size they give it. */
export interface BlobEntry {
  hash: string;
  size: number;
}

/** What is wrong with a blob. */
export type BlobFault = 'missing' | 'unreadable' | 'wrong bytes' | 'wrong size';

const CHUNK_BYTES = 1 << 20;

/** As many as Node has threads for files. */
const SYNCS_AT_ONCE = 4;

/**
 * Blobs in a folder, laid out alike in the server's data and in a backup: `ab/<hash>`. Unlike the server's own
 * driver it changes nothing when it is opened, so it may look at a folder that a server is writing to.
 */
export interface BlobFolder {
  /** What is wrong with a blob, or null. Reads all its bytes; `onBytes` hears of them. */
  check(blob: BlobEntry, onBytes: (count: number) => void): Promise<BlobFault | null>;
  /** Whether it is there and as long as the rows say; reads no bytes. */
  glance(blob: BlobEntry): Promise<BlobFault | null>;
  /** Copies a blob here, unless its bytes turn out wrong. Durable after `sync`. */
  copyFrom(source: BlobFolder, blob: BlobEntry, onBytes: (count: number) => void): Promise<BlobFault | null>;
  /** Puts the names of all that was copied on the disk. */
  sync(): Promise<void>;
  /** All hashes, in order. */
  list(): AsyncGenerator<string>;
  remove(hash: string): Promise<void>;
  /** When a blob was last written, in milliseconds since 1970. */
  modified(hash: string): Promise<number>;
  /** For `copyFrom` of another folder. */
  open(hash: string): Promise<FileHandle>;
}

export function blobFolder(root: string, newHasher: NewHasher): BlobFolder {
  const pathOf = (hash: string) => join(root, hash.slice(0, 2), hash);
  const touched = new Set<string>();

  const folder: BlobFolder = {
    open: (hash) => open(pathOf(hash), 'r'),

    check: (blob, onBytes) => readThrough(folder, newHasher, blob, async (chunk) => onBytes(chunk.length)),

    async glance({ hash, size }) {
      try {
        return (await stat(pathOf(hash))).size === size ? null : 'wrong size';
      } catch (error) {
        return isMissing(error) ? 'missing' : 'unreadable';
      }
    },

    async copyFrom(source, blob, onBytes) {
      const target = pathOf(blob.hash);
      const unfinished = join(root, 'tmp', newId());
      await mkdir(dirname(unfinished), { recursive: true, mode: 0o700 });
      await mkdir(dirname(target), { recursive: true, mode: 0o700 });
      try {
        const file = await open(unfinished, 'wx', 0o600);
        let fault: BlobFault | null;
        try {
          fault = await readThrough(source, newHasher, blob, async (chunk) => {
            await file.writeFile(chunk);
            onBytes(chunk.length);
          });
          if (fault === null) await file.sync();
        } finally {
          await file.close();
        }
        if (fault === null) await rename(unfinished, target);
        else await rm(unfinished);
        touched.add(dirname(target)).add(root);
        return fault;
      } catch (error) {
        await rm(unfinished, { force: true });
        throw error;
      }
    },

    async sync() {
      await forEachPooled(touched, SYNCS_AT_ONCE, syncFolder);
      touched.clear();
    },

    async *list() {
      for (const name of await sorted(root, /^[0-9a-f]{2}$/)) yield* await sorted(join(root, name), /^[0-9a-f]{64}$/);
    },

    remove: (hash) => rm(pathOf(hash), { force: true }),
    modified: async (hash) => (await stat(pathOf(hash))).mtimeMs,
  };
  return folder;
}

/** Reads a blob's bytes and compares them with its hash and size. What `use` throws is thrown. */
async function readThrough(
  from: Pick<BlobFolder, 'open'>,
  newHasher: NewHasher,
  { hash, size }: BlobEntry,
  use: (chunk: Buffer) => Promise<void>,
): Promise<BlobFault | null> {
  const file = await readable(() => from.open(hash));
  if (typeof file === 'string') return file;
  try {
    const hasher = await newHasher();
    const buffer = Buffer.alloc(Math.min(CHUNK_BYTES, size + 1));
    let total = 0;
    for (;;) {
      const read = await readable(() => file.read(buffer, 0, buffer.length, null));
      if (typeof read === 'string') return read;
      if (read.bytesRead === 0) break;
      const chunk = buffer.subarray(0, read.bytesRead);
      hasher.update(chunk);
      total += chunk.length;
      await use(chunk);
    }
    if (hasher.hex() !== hash) return 'wrong bytes';
    return total === size ? null : 'wrong size';
  } finally {
    await file.close();
  }
}

async function readable<T>(read: () => Promise<T>): Promise<T | BlobFault> {
  try {
    return await read();
  } catch (error) {
    return isMissing(error) ? 'missing' : 'unreadable';
  }
}

async function sorted(folder: string, names: RegExp): Promise<string[]> {
  try {
    return (await readdir(folder)).filter((name) => names.test(name)).toSorted();
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}
