import type { BlobStore, StagedBlob } from './blobs.ts';

/**
 * Protects blobs between `keep` and `discard` from being listed or removed, while the publisher writes rows that refer
 * to them. A file's age protects it too, but not while unused bytes are removed immediately, nor from a clock that
 * jumps.
 */
export function holdKept(blobs: BlobStore): BlobStore {
  /** Held hashes, by the staged bytes. */
  const holders = new Map<string, string>();
  const holds = new Map<string, number>();

  function hold({ staged, hash }: StagedBlob): void {
    if (holders.has(staged)) return;
    holders.set(staged, hash);
    holds.set(hash, (holds.get(hash) ?? 0) + 1);
  }

  function release({ staged, hash }: StagedBlob): void {
    if (!holders.delete(staged)) return;
    const left = (holds.get(hash) ?? 1) - 1;
    if (left > 0) holds.set(hash, left);
    else holds.delete(hash);
  }

  return {
    ...blobs,
    keep(staged) {
      for (const blob of staged) hold(blob);
      return blobs.keep(staged);
    },
    discard(staged) {
      release(staged);
      return blobs.discard(staged);
    },
    async *list() {
      for await (const blob of blobs.list()) if (!holds.has(blob.hash)) yield blob;
    },
    async remove(hash, before) {
      return !holds.has(hash) && blobs.remove(hash, before);
    },
  };
}
