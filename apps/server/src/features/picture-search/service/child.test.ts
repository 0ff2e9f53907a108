import { describe as describePicture } from '@gofigr/likeness';
import sharp from 'sharp';
import { afterAll, expect, it } from 'vitest';
import { createSearchChild } from './child.ts';

const SIZE = 320;

/** A field of squares in seven shades, which no other one resembles. */
const pixelsOf = (seed: number): Buffer =>
  Buffer.from(
    Array.from({ length: SIZE * SIZE * 4 }, (_, at) => {
      const [x, y] = [Math.floor(((at >> 2) % SIZE) / 20), Math.floor((at >> 2) / SIZE / 20)];
      return at % 4 === 3 ? 255 : 30 * (1 + ((x + 3 * y + seed * x * y) % 7));
    }),
  );
const encoded = (seed: number) => sharp(pixelsOf(seed), { raw: { width: SIZE, height: SIZE, channels: 4 } });

const hashes = Array.from({ length: 6 }, (_, seed) => `picture ${seed + 1}`);
const seedOf = (hash: string): number => Number(hash.slice(8));
let read: string[] = [];
let leaving = new AbortController();
let leavesAfter = Number.POSITIVE_INFINITY;
const child = createSearchChild({
  descriptions: async (lacking) =>
    lacking.map((hash) => ({ hash, descriptor: describePicture(pixelsOf(seedOf(hash)), SIZE, SIZE) })),
  thumbnail: async (hash) => {
    read.push(hash);
    if (read.length === leavesAfter) leaving.abort();
    return encoded(seedOf(hash)).webp().toBuffer();
  },
});
afterAll(() => child.close());

async function search(leaves: number) {
  [read, leavesAfter, leaving] = [[], leaves, new AbortController()];
  const page = await encoded(3).png().toBuffer();
  return child.search([page, page], hashes, leaving.signal);
}

it('finds pictures on each page, and leaves out the rest when the caller is gone [18.45]', async () => {
  const { likenesses } = await search(Number.POSITIVE_INFINITY);
  expect(likenesses.map(({ hash, page }) => [hash, page])).toEqual([
    ['picture 3', 1],
    ['picture 3', 2],
  ]);
  expect(read.length).toBeGreaterThan(5);
  const left = await search(1);
  expect(left.likenesses.map(({ page }) => page)).not.toContain(2);
  // The child has asked for some ahead, and may have asked for another one.
  expect(read.length).toBeLessThanOrEqual(5);
  expect((await search(Number.POSITIVE_INFINITY)).likenesses).toHaveLength(2);
});

it('compares a stored picture with others', async () => {
  const [first] = await child.nearest('picture 3', ['picture 5', 'picture 3']);
  expect(first).toMatchObject({ hash: 'picture 3' });
});
