import type { BlobStore, StagedBlob } from './blobs.ts';

/**
 * The same blobs, of which none is listed or removed between `keep` and `discard`: whoever keeps bytes has rows to write
 * that name them. The age of a file protects it too, but not while unused bytes go at once, nor from a clock that jumps.
 */
export function holdKept(blobs: BlobStore): BlobStore {
  /** Hashes that are waited for, by what brought them. */
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
