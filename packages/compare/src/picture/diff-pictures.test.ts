import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { diffPictures } from './diff-pictures.ts';
import type { Picture } from './picture.ts';

const WHITE = [255, 255, 255, 255];
const BLACK = [0, 0, 0, 255];

function blank(width: number, height: number, colour = WHITE): Picture {
  const data = new Uint8ClampedArray(width * height * 4);
  for (let at = 0; at < data.length; at += 4) data.set(colour, at);
  return { width, height, data };
}

function fill(picture: Picture, x: number, y: number, width: number, height: number, colour = BLACK): Picture {
  const data = picture.data.slice();
  for (let row = y; row < y + height; row++)
    for (let column = x; column < x + width; column++) data.set(colour, (row * picture.width + column) * 4);
  return { ...picture, data };
}

/** A disk whose edge is anti-aliased by `sharpness` samples a side. */
function disk(size: number, radius: number, offset = 0, sharpness = 4): Picture {
  const picture = blank(size, size);
  for (let y = 0; y < size; y++)
    for (let x = 0; x < size; x++) {
      let inside = 0;
      for (let sample = 0; sample < sharpness ** 2; sample++) {
        const dx = x + ((sample % sharpness) + 0.5) / sharpness - size / 2 - offset;
        const dy = y + (Math.floor(sample / sharpness) + 0.5) / sharpness - size / 2;
        if (Math.hypot(dx, dy) < radius) inside++;
      }
      picture.data.fill(255 - (255 * inside) / sharpness ** 2, (y * size + x) * 4, (y * size + x) * 4 + 3);
    }
  return picture;
}

describe('the difference of two pictures', () => {
  test('is empty for a picture and itself', () => {
    const { summary, mask } = diffPictures(disk(100, 30), disk(100, 30));
    expect(summary).toMatchObject({ equal: true, changed: 0, differing: 0, percent: 0, boxes: [], align: 'same' });
    expect(mask.data.every((byte) => byte === 0)).toBe(true);
  });

  test('counts changed pixels, and has one box for each place', () => {
    const a = blank(400, 300);
    const b = fill(fill(fill(a, 10, 10, 20, 10), 300, 200, 40, 50), 341, 251, 9, 9);
    const { summary, mask } = diffPictures(a, b);
    expect(summary).toMatchObject({ equal: false, changed: 200 + 2000 + 81, differing: 2281 });
    expect(summary.percent).toBeCloseTo((100 * 2281) / 120_000);
    expect(summary.boxes).toEqual([
      { x: 300, y: 200, width: 50, height: 60 },
      { x: 10, y: 10, width: 20, height: 10 },
    ]);
    const red = Array.from({ length: 120_000 }, (_, index) => mask.data[index * 4 + 3]).filter((alpha) => alpha !== 0);
    expect(red).toHaveLength(2281);
  });

  test('does not wrap a box around the edge', () => {
    const a = blank(128, 128);
    const { boxes } = diffPictures(a, fill(fill(a, 0, 64, 3, 3), 125, 32, 3, 3)).summary;
    expect(boxes).toHaveLength(2);
  });

  test('ignores anti-aliasing, but says that pixels differ', () => {
    const { summary } = diffPictures(disk(200, 70), disk(200, 70, 0, 2));
    expect(summary.differing).toBeGreaterThan(100);
    expect(summary.changed).toBeLessThan(summary.differing / 5);
    expect(summary.equal).toBe(false);
    const shifted = diffPictures(disk(200, 70), disk(200, 70, 6)).summary;
    // Two crescents, each 6 wide and 140 high, without their anti-aliased edges.
    expect(shifted.changed).toBeGreaterThan(1200);
    expect(shifted.changed).toBeLessThan(1700);
  });

  test('follows the threshold, and never calls a small difference equal', () => {
    const b = fill(blank(50, 50), 5, 5, 10, 10, [250, 250, 250, 255]);
    expect(diffPictures(blank(50, 50), b).summary).toMatchObject({ equal: false, changed: 0, differing: 100 });
    expect(diffPictures(blank(50, 50), b, { threshold: 0 }).summary).toMatchObject({ changed: 100 });
  });

  test('aligns unlike sizes as asked, and says so', () => {
    const a = fill(blank(100, 100), 40, 40, 20, 20);
    const b = fill(blank(120, 100), 50, 40, 20, 20);
    const at = (align: 'top-left' | 'centre' | 'scaled') => diffPictures(a, b, { align }).summary;
    expect(at('top-left')).toMatchObject({ equal: false, align: 'top-left', area: { width: 120, height: 100 } });
    // Ten columns of each square differ, and twenty columns that only the second picture has.
    expect(at('top-left').changed).toBe(2 * 10 * 20 + 20 * 100);
    expect(at('centre')).toMatchObject({ align: 'centre', changed: 20 * 100 });
    expect(at('scaled')).toMatchObject({ align: 'scaled', area: { width: 100, height: 100 } });
    const half = diffPictures(disk(100, 30), disk(200, 60), { align: 'scaled' }).summary;
    expect(half).toMatchObject({ equal: false, changed: 0 });
  });

  test('ignores the colour of transparent pixels', () => {
    const clear = (colour: number) => blank(20, 20, [colour, colour, colour, 0]);
    expect(diffPictures(clear(0), clear(255)).summary).toMatchObject({ equal: true, differing: 0, changed: 0 });
    expect(diffPictures(clear(0), blank(20, 20)).summary).toMatchObject({ equal: false, differing: 400 });
  });

  test('reads bytes at any place of a buffer', () => {
    const { data } = disk(30, 10);
    const moved = new Uint8Array(data.length + 1);
    moved.set(data, 1);
    const picture = { width: 30, height: 30, data: moved.subarray(1) };
    expect(diffPictures(picture, disk(30, 10)).summary.equal).toBe(true);
  });

  test('counts every pixel that has another colour', () => {
    const pixels = fc.array(fc.constantFrom([0, 0, 0, 255], [255, 0, 0, 255], [0, 0, 255, 128]), {
      minLength: 60,
      maxLength: 60,
    });
    fc.assert(
      fc.property(pixels, pixels, (a, b) => {
        const picture = (some: readonly (readonly number[])[]) => ({
          width: 10,
          height: 6,
          data: Uint8ClampedArray.from(some.flat()),
        });
        const { summary } = diffPictures(picture(a), picture(b), { threshold: 0 });
        const expected = a.filter((pixel, index) => pixel !== b[index]).length;
        expect(summary.differing).toBe(expected);
        expect(summary.changed).toBeLessThanOrEqual(expected);
        expect(summary.equal).toBe(expected === 0);
      }),
    );
  });

  test('has boxes around all changed pixels, and each side of a box touches one', () => {
    const size = { width: 90, height: 70 };
    const places = fc.array(fc.tuple(fc.nat(size.width - 1), fc.nat(size.height - 1)), { maxLength: 12 });
    fc.assert(
      fc.property(places, (some) => {
        const a = blank(size.width, size.height);
        const b = some.reduce((picture, [x, y]) => fill(picture, x, y, 1, 1), a);
        const { boxes } = diffPictures(a, b).summary;
        for (const [x, y] of some) {
          const isInside = boxes.some(
            (box) => x >= box.x && x < box.x + box.width && y >= box.y && y < box.y + box.height,
          );
          expect(isInside).toBe(true);
        }
        for (const { x, y, width, height } of boxes) {
          expect(some.some(([column]) => column === x)).toBe(true);
          expect(some.some(([column]) => column === x + width - 1)).toBe(true);
          expect(some.some(([, row]) => row === y)).toBe(true);
          expect(some.some(([, row]) => row === y + height - 1)).toBe(true);
        }
      }),
    );
  });

  test('is refused beyond the limits', () => {
    const huge = { width: 10_000, height: 5_001, data: new Uint8Array(0) };
    expect(() => diffPictures(huge, huge)).toThrow('it has 50,010,000 pixels, more than 50,000,000');
    const long = { width: 1, height: 65_536, data: new Uint8Array(0) };
    expect(() => diffPictures(long, long)).toThrow('it has 65,536 pixels on one side, more than 65,535');
    expect(() => diffPictures({ ...blank(4, 4), width: 5 }, blank(4, 4))).toThrow('the bytes do not fit the size');
  });
});
