import { expect, test } from 'vitest';
import { type Box, pictureOf } from './picture.ts';
import { scenesOf } from './query.ts';
import { isSame } from './regions.ts';

const box = (left: number, top: number, right: number, bottom: number): Box => ({ left, top, right, bottom });

test('figures on a slide are looked up, though no cut from side to side separates their parts', () => {
  const [width, height] = [1200, 700];
  const pixels = new Uint8Array(width * height * 4).fill(255);
  const fill = ({ left, top, right, bottom }: Box): void => {
    for (let y = top; y < bottom; y++) pixels.fill(0, (y * width + left) * 4, (y * width + right) * 4);
    for (let at = 3; at < pixels.length; at += 4) pixels[at] = 255;
  };
  // A wheel of four figures, each of a label and bars that the figure next to it overlaps in rows and columns.
  const figures = [box(40, 40, 640, 300), box(700, 40, 1160, 400), box(500, 440, 1160, 660), box(40, 360, 440, 660)];
  for (const { left, top, right, bottom } of figures) {
    fill(box(left, top, left + 10, bottom));
    for (let x = left + 30; x + 20 <= right; x += 30) fill(box(x, top + (x % 90), x + 20, bottom));
    fill(box(right - 10, top, right, bottom));
  }
  const [scene] = scenesOf(pictureOf(pixels, width, height));
  for (const figure of figures) expect(scene?.probes.some((probe) => isSame(probe.box, figure))).toBe(true);
});
