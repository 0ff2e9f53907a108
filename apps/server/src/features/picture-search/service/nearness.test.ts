import { describe as describePicture } from '@gofigr/likeness';
import { expect, it } from 'vitest';
import { nearestTo } from './nearness.ts';

const [WIDTH, HEIGHT] = [120, 90];

/** A picture of bars: `ink` on `paper`. */
function bars(heights: readonly number[], { ink = [30, 60, 160], paper = [255, 255, 255], width = WIDTH } = {}) {
  const pixels = new Uint8Array(width * HEIGHT * 4);
  for (let y = 0; y < HEIGHT; y++)
    for (let x = 0; x < width; x++) {
      const isBar = HEIGHT - y < (heights[Math.floor((x / width) * heights.length)] ?? 0);
      pixels.set([...(isBar ? ink : paper), 255], (y * width + x) * 4);
    }
  return describePicture(pixels, width, HEIGHT);
}

const BARS = [20, 70, 40, 60, 10, 80];
const descriptors = new Map(
  Object.entries({
    own: bars(BARS),
    equal: bars(BARS),
    changed: bars([20, 70, 40, 50, 20, 80]),
    darker: bars(BARS, { ink: [15, 30, 80], paper: [140, 140, 140] }),
    other: bars([80, 10, 60, 30, 75, 5]),
    wide: bars(BARS, { width: 3 * WIDTH }),
    blank: bars([]),
    damaged: new Uint8Array(3),
  }),
);
const descriptorOf = (hash: string) => descriptors.get(hash);
const nearest = (...hashes: string[]) => nearestTo('own', hashes, descriptorOf);

it('orders pictures by nearness, and leaves out other ones, other shapes, blank and unknown ones', () => {
  const found = nearest('other', 'wide', 'changed', 'blank', 'damaged', 'unknown', 'equal');
  expect(found.map(({ hash }) => hash)).toEqual(['equal', 'changed']);
  expect(found[0]?.score).toBeCloseTo(1, 5);
  expect(found[1]?.score).toBeLessThan(0.99);
});

it('ignores how bright a picture is, by the layout of descriptions', () => {
  expect(nearest('darker')[0]?.score).toBeGreaterThan(0.95);
});

it('finds nothing that is like a picture without a readable description', () => {
  expect(nearestTo('damaged', ['own'], descriptorOf)).toEqual([]);
});
