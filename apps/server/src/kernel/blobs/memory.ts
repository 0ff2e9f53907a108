import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { newId } from '../ids.ts';
import type { NewHasher } from './blake3.ts';
import { type BlobStore, NOTHING_TO_WRITE } from './blobs.ts';
import { BadBlob, checkedHash } from './errors.ts';

/** Blobs in memory: for tests, and the reference for the other drivers. */
export function createMemoryBlobs(newHasher: NewHasher): BlobStore {
  const waiting = new Map<string, Buffer>();
  const kept = new Map<string, { bytes: Buffer; at: number; state: string }>();

  const holders = new Set<string>();
  let id: string | undefined;

  return {
    location: 'memory',
    prepare: async () => undefined,
    readId: async () => id,
    async writeId(given) {
      id = given;
    },
    tryOut: async () => undefined,
    async hold() {
      const holder = newId();
      holders.add(holder);
      return async () => void holders.delete(holder);
    },
    isHeld: async () => holders.size > 0,
    async stage() {
      const hasher = await newHasher();
      const chunks: Uint8Array[] = [];
      return {
        write(chunk) {
          hasher.update(chunk);
          chunks.push(Buffer.from(chunk));
        },
        async end() {
          const bytes = Buffer.concat(chunks);
          const staged = newId();
          waiting.set(staged, bytes);
          return { hash: hasher.hex(), size: bytes.length, staged };
        },
        async abort() {
          chunks.length = 0;
        },
      };
    },
    async *readStaged({ staged }) {
      const bytes = waiting.get(staged);
      if (!bytes) throw new Error('these bytes are not waiting');
      yield bytes;
    },
    async keep(all) {
      for (const { hash, staged } of all) {
        const bytes = waiting.get(staged);
        if (!bytes) throw new Error('these bytes are not waiting');
        kept.set(hash, { bytes, at: Date.now(), state: staged });
        waiting.delete(staged);
      }
      return NOTHING_TO_WRITE;
    },
    async discard({ staged }) {
      waiting.delete(staged);
    },
    async open(hash) {
      const blob = kept.get(checkedHash(hash));
      if (!blob) throw new BadBlob(hash, 'missing');
      const { bytes, state } = blob;
      return {
        size: bytes.length,
        state,
        read: (range) => Readable.from([range ? bytes.subarray(range.start, range.end + 1) : bytes]),
        close: async () => undefined,
      };
    },
    async withLocalFile(hash, work) {
      const blob = kept.get(checkedHash(hash));
      if (!blob) throw new BadBlob(hash, 'missing');
      const folder = await mkdtemp(join(tmpdir(), 'gofigr-blob-'));
      try {
        const path = join(folder, hash);
        await writeFile(path, blob.bytes);
        return await work(path);
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    },
    async *list() {
      for (const [hash, { at }] of [...kept].toSorted(([a], [b]) => (a < b ? -1 : 1))) yield { hash, at };
    },
    async remove(hash, before) {
      const blob = kept.get(checkedHash(hash));
      return blob !== undefined && blob.at < before && kept.delete(hash);
    },
  };
}
