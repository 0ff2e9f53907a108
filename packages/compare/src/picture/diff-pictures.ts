import { diff } from '@blazediff/core';
import { Budget } from '../limits.ts';
import { boxesOf, CELL, type Grid, gridOf, type Rectangle } from './boxes.ts';
import { type Align, alignPictures, checkPicture, type Picture, type Size } from './picture.ts';

export type PictureOptions = {
  /** Difference of two colours that counts, from 0 to 1. Default: 0.1. */
  threshold?: number;
  /** Placement of pictures of unlike sizes. Default: top-left. */
  align?: Align;
  budget?: Budget;
};

export type PictureDiff = {
  /** Tells whether all visible pixels and the sizes are the same. */
  equal: boolean;
  a: Size;
  b: Size;
  /** Size of the compared area. All counts and boxes mean this area. */
  area: Size;
  align: Align | 'same';
  threshold: number;
  /** Pixels that differ beyond the threshold and not only by anti-aliasing. */
  changed: number;
  /** Pixels that differ in any way. */
  differing: number;
  /** `changed` in per cent of the area. */
  percent: number;
  /** Rectangles around the changed pixels, largest first. */
  boxes: Rectangle[];
};

/** The difference, and a transparent picture of the area with the changed pixels in red. */
export type PictureResult = { summary: PictureDiff; mask: Size & { data: Uint8ClampedArray<ArrayBuffer> } };

/** Most boxes of a result. */
const BOXES = 200;

/** Compares two pictures pixel by pixel. Throws `Skip` beyond the limits. */
export function diffPictures(a: Picture, b: Picture, options: PictureOptions = {}): PictureResult {
  for (const picture of [a, b]) checkPicture(picture);
  const { threshold = 0.1, budget = new Budget() } = options;
  const aligned = alignPictures(a, b, options.align ?? 'top-left', budget);
  const { width, height } = aligned.a;
  const [pixels, otherPixels] = [inPlace(aligned.a.data), inPlace(aligned.b.data)];
  budget.check();
  const mask = new Uint8ClampedArray(width * height * 4);
  const { differing, grid } = differingIn(pixels, otherPixels, { width, height });
  const changed = differing === 0 ? 0 : diff(pixels, otherPixels, mask, width, height, { threshold, diffMask: true });
  return {
    summary: {
      equal: differing === 0 && aligned.align === 'same',
      a: { width: a.width, height: a.height },
      b: { width: b.width, height: b.height },
      area: { width, height },
      align: aligned.align,
      threshold,
      changed,
      differing,
      percent: (100 * changed) / (width * height),
      boxes: changed === 0 ? [] : boxesOf(new Uint32Array(mask.buffer), { width, height }, grid).slice(0, BOXES),
    },
    mask: { width, height, data: mask },
  };
}

/** Both pictures are read as 32-bit words, which begin at multiples of four. */
const inPlace = (data: Uint8Array | Uint8ClampedArray): Uint8Array | Uint8ClampedArray =>
  data.byteOffset % 4 === 0 ? data : data.slice();

/** Counts pixels with another colour, and marks their cells. Of fully transparent ones, the colour isn't visible. */
function differingIn(a: Picture['data'], b: Picture['data'], size: Size): { differing: number; grid: Grid } {
  const words = (data: Uint8Array | Uint8ClampedArray) =>
    new Uint32Array(data.buffer, data.byteOffset, data.length / 4);
  const [pixels, others] = [words(a), words(b)];
  const grid = gridOf(size);
  let differing = 0;
  for (let y = 0; y < size.height; y++) {
    const firstCell = Math.floor(y / CELL) * grid.columns;
    for (let x = 0; x < size.width; x++) {
      const index = y * size.width + x;
      if (pixels[index] === others[index]) continue;
      const alpha = index * 4 + 3;
      if (a[alpha] === 0 && b[alpha] === 0) continue;
      differing++;
      grid.marked[firstCell + Math.floor(x / CELL)] = 1;
    }
  }
  return { differing, grid };
}
