import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { newId } from '../ids.ts';
import type { NewHasher } from './blake3.ts';
import type { BlobStore } from './blobs.ts';
import { BadBlob, checkedHash } from './errors.ts';

/** Blobs in memory: for tests, and the yardstick that the other drivers are held to. */
export function createMemoryBlobs(newHasher: NewHasher): BlobStore {
  const waiting = new Map<string, Buffer>();
  const kept = new Map<string, { bytes: Buffer; at: number; state: string }>();

  return {
    async stage() {
      const hasher = await newHasher();
      const chunks: Uint8Array[] = [];
      return {
        write(chunk) {
          hasher.update(chunk);
          chunks.push(chunk);
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
    async keep(all) {
      for (const { hash, staged } of all) {
        const bytes = waiting.get(staged);
        if (!bytes) throw new Error('these bytes are not waiting');
        kept.set(hash, { bytes, at: Date.now(), state: staged });
        waiting.delete(staged);
      }
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
    async file(hash) {
      const path = join(await mkdtemp(join(tmpdir(), 'gofigr-blob-')), checkedHash(hash));
      await writeFile(path, kept.get(hash)?.bytes ?? '');
      return path;
    },
    async *list(before) {
      for (const [hash, { at }] of kept) if (at < before) yield hash;
    },
    async remove(hash, before) {
      const blob = kept.get(checkedHash(hash));
      return blob !== undefined && blob.at < before && kept.delete(hash);
    },
  };
}
