import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { NewHasher } from '../../../kernel/blobs/blake3.ts';
import { BadBlob, type BlobStore, createFileBlobs } from '../../../kernel/blobs/index.ts';
import { isMissing, syncFolder } from '../../../kernel/files.ts';
import { newId } from '../../../kernel/ids.ts';
import { forEachPooled } from './streams.ts';

/** A blob that rows refer to, with its recorded size. */
export interface BlobEntry {
  hash: string;
  size: number;
}

/** Damage of a blob. */
export type BlobFault = 'missing' | 'unreadable' | 'wrong bytes' | 'wrong size';

/** The number of Node's threads for file operations. */
const SYNCS_AT_ONCE = 4;

/** Source of blobs: the server's storage, or a backup. */
export type Source = Pick<BlobStore, 'open'>;

/** Checks that a blob exists and has its recorded size, without reading its bytes. */
export async function glance(source: Source, { hash, size }: BlobEntry): Promise<BlobFault | null> {
  const blob = await readable(() => source.open(hash));
  if (typeof blob === 'string') return blob;
  await blob.close();
  return blob.size === size ? null : 'wrong size';
}

/**
 * Checks a blob by reading all its bytes; returns its damage or null. Passes the bytes to `use`, whose errors it
 * throws.
 */
export async function check(
  source: Source,
  newHasher: NewHasher,
  { hash, size }: BlobEntry,
  use: (chunk: Uint8Array) => unknown,
): Promise<BlobFault | null> {
  const blob = await readable(() => source.open(hash));
  if (typeof blob === 'string') return blob;
  const bytes = blob.read();
  try {
    const chunks: AsyncIterator<Uint8Array> = bytes[Symbol.asyncIterator]();
    const hasher = await newHasher();
    let total = 0;
    for (;;) {
      const next = await readable(() => chunks.next());
      if (typeof next === 'string') return next;
      if (next.done) break;
      hasher.update(next.value);
      total += next.value.length;
      await use(next.value);
    }
    if (hasher.hex() !== hash) return 'wrong bytes';
    return total === size ? null : 'wrong size';
  } finally {
    bytes.destroy();
    await blob.close();
  }
}

/** The blobs of a backup, in the same layout as the server's files: `ab/<hash>`. */
export interface BlobFolder extends Source {
  /** Copies a blob here, unless its bytes are wrong. Durable after `sync`. */
  copyFrom(source: Source, blob: BlobEntry, onBytes: (count: number) => void): Promise<BlobFault | null>;
  /** Syncs the names of all copied files to disk. */
  sync(): Promise<void>;
  list: BlobStore['list'];
  remove(hash: string): Promise<void>;
}

export function blobFolder(root: string, newHasher: NewHasher): BlobFolder {
  const pathOf = (hash: string) => join(root, hash.slice(0, 2), hash);
  const files = createFileBlobs(root, newHasher);
  const touched = new Set<string>();

  return {
    open: files.open,
    list: files.list,

    async copyFrom(source, blob, onBytes) {
      const target = pathOf(blob.hash);
      const unfinished = join(root, 'tmp', newId());
      await mkdir(dirname(unfinished), { recursive: true, mode: 0o700 });
      await mkdir(dirname(target), { recursive: true, mode: 0o700 });
      try {
        const file = await open(unfinished, 'wx', 0o600);
        let fault: BlobFault | null;
        try {
          fault = await check(source, newHasher, blob, async (chunk) => {
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

    remove: (hash) => rm(pathOf(hash), { force: true }),
  };
}

async function readable<T>(read: () => Promise<T>): Promise<T | BlobFault> {
  try {
    return await read();
  } catch (error) {
    return isMissing(error) || (error instanceof BadBlob && error.problem === 'missing') ? 'missing' : 'unreadable';
  }
}
