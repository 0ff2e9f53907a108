import { text } from 'node:stream/consumers';
import { beforeEach, describe, expect, it } from 'vitest';
import { loadBlake3 } from './blake3.ts';
import type { BlobStore, Blobs, StagedBlob } from './blobs.ts';
import { createCheckedBlobs } from './checked.ts';

const ABC = '6437b3ac38465133ffb63b75273a8db548c558465d79db03fd359c6cd5bd9d85';
const NOW = () => Date.now() + 1000;

/** What every driver of blobs does. */
export function testBlobs(name: string, create: () => Promise<BlobStore>): void {
  describe(`blobs in ${name}`, () => {
    let blobs: Blobs;
    const sizes = new Map<string, number>();
    beforeEach(async () => {
      blobs = createCheckedBlobs(await create(), await loadBlake3());
    });

    async function stage(...chunks: string[]): Promise<StagedBlob> {
      const sink = await blobs.stage();
      for (const chunk of chunks) await sink.write(Buffer.from(chunk));
      const blob = await sink.end();
      sizes.set(blob.hash, blob.size);
      return blob;
    }
    const all = async (before = NOW()) => collect(blobs.list(before));
    const read = async (hash: string, start?: number, end?: number) =>
      text(
        await blobs.open(hash, sizes.get(hash) ?? 0, start === undefined ? undefined : { start, end: end ?? start }),
      );

    it('are kept under their BLAKE3 hash and come back as they were, whole or in part', async () => {
      const blob = await stage('a', 'bc');
      expect(blob).toMatchObject({ hash: ABC, size: 3 });
      await blobs.keep([blob]);
      expect([await read(ABC), await read(ABC, 1, 1), await read(ABC, 1, 2)]).toEqual(['abc', 'b', 'bc']);
    });

    it('can be asked for before an answer begins', async () => {
      await blobs.keep([await stage('abc')]);
      await blobs.check(ABC, 3);
      await expect(blobs.check(ABC, 4)).rejects.toMatchObject({ code: 'data_damaged' });
      await expect(blobs.check('0'.repeat(64), 3)).rejects.toMatchObject({ code: 'unavailable' });
    });

    it('may be empty', async () => {
      const blob = await stage();
      await blobs.keep([blob]);
      expect([blob.size, await read(blob.hash)]).toEqual([0, '']);
    });

    it('are not there before they are kept', async () => {
      const { hash } = await stage('abc');
      await expect(blobs.open(hash, 3)).rejects.toMatchObject({ code: 'unavailable', status: 503 });
      expect(await all()).toEqual([]);
    });

    it('are kept once when the same bytes come twice, at once too', async () => {
      await blobs.keep(await Promise.all([stage('abc'), stage('abc'), stage('')]));
      await blobs.keep([await stage('abc')]);
      expect(await all()).toHaveLength(2);
    });

    it('leave nothing behind when they are discarded or broken off; discarding after keeping does nothing', async () => {
      const kept = await stage('abc');
      await blobs.keep([kept]);
      await blobs.discard(kept);
      await blobs.discard(await stage('x'));
      const sink = await blobs.stage();
      await sink.write(Buffer.from('y'));
      await sink.abort();
      expect(await all()).toEqual([ABC]);
    });

    it('are removed when they are old, and only then', async () => {
      const before = Date.now() - 60_000;
      await blobs.keep([await stage('abc')]);
      expect(await all(before)).toEqual([]);
      expect(await blobs.remove(ABC, before)).toBe(false);
      expect(await read(ABC)).toBe('abc');
      expect(await blobs.remove(ABC, NOW())).toBe(true);
      await expect(blobs.open(ABC, 3)).rejects.toMatchObject({ code: 'unavailable' });
      expect(await blobs.remove(ABC, NOW())).toBe(false);
    });

    it('can be kept again after they were removed', async () => {
      await blobs.keep([await stage('abc')]);
      await blobs.remove(ABC, NOW());
      await blobs.keep([await stage('abc')]);
      expect(await read(ABC)).toBe('abc');
    });

    it('are there for whoever keeps them while they are being removed', async () => {
      for (let round = 0; round < 50; round++) {
        await blobs.keep([await stage('abc')]);
        // Long enough for the first copy to be older than the limit, for the second never.
        const limit = await olderThanEverything();
        const again = await stage('abc');
        await Promise.all([blobs.remove(ABC, limit), blobs.keep([again])]);
        expect(await read(ABC)).toBe('abc');
      }
    });

    it('are named by hashes only', async () => {
      await expect(async () => blobs.open('../../etc/passwd', 3)).rejects.toThrow('not a BLAKE3 hash');
    });
  });
}

async function collect(hashes: AsyncIterable<string>): Promise<string[]> {
  const all: string[] = [];
  for await (const hash of hashes) all.push(hash);
  return all.toSorted();
}

/** A moment after all files made so far and before all made later. */
async function olderThanEverything(): Promise<number> {
  await new Promise((done) => setTimeout(done, 3));
  const limit = Date.now();
  await new Promise((done) => setTimeout(done, 3));
  return limit;
}
