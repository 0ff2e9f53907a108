import { expect, test } from 'vitest';
import { framesOf } from './frames.ts';
import { pictureOf } from './picture.ts';
import { isSame, regionsOf } from './regions.ts';

/** Black bars on white, from `left` to `right`. */
function bars(width: number, height: number, places: readonly (readonly [left: number, right: number])[]) {
  const pixels = new Uint8Array(width * height * 4).fill(255);
  for (const [left, right] of places)
    for (let y = 40; y < height - 40; y++) pixels.fill(0, (y * width + left) * 4, (y * width + right) * 4);
  for (let at = 3; at < pixels.length; at += 4) pixels[at] = 255;
  return pictureOf(pixels, width, height);
}

const endsOf = (picture: ReturnType<typeof bars>) =>
  regionsOf(picture).map(({ content }) => [content.left, content.right]);

test('two figures of two parts each are found in one row', () => {
  const picture = bars(400, 200, [
    [20, 60],
    [80, 160],
    [220, 260],
    [280, 360],
  ] as const);
  expect(endsOf(picture)).toEqual(
    expect.arrayContaining([
      [20, 160],
      [220, 360],
    ]),
  );
});

test('two figures of many parts are found by the wider gap between them', () => {
  const part = (left: number) => [0, 1, 2, 3, 4].map((index) => [left + 40 * index, left + 40 * index + 28] as const);
  const picture = bars(500, 200, [...part(20), ...part(260)]);
  expect(endsOf(picture)).toEqual(
    expect.arrayContaining([
      [20, 208],
      [260, 448],
    ]),
  );
});

test('a figure is found beside a grid of lines with dots in all cells', () => {
  const [width, height, cell] = [1000, 500, 40];
  const pixels = new Uint8Array(width * height * 4).fill(255);
  const isGrid = (x: number, y: number) => x >= 40 && x <= 440 && y >= 40 && y <= 440;
  for (let y = 0, at = 0; y < height; y++)
    for (let x = 0; x < width; x++, at += 4) {
      const [column, row] = [(x - 40) % cell, (y - 40) % cell];
      const isDot = Math.hypot(column - 8 - ((x * 7 + y) % 3), row - 15) < 6;
      const isFigure = y >= 120 && y < 400 && ((x >= 600 && x < 640) || (x >= 660 && x < 900));
      if (isFigure || (isGrid(x, y) && (column === 0 || row === 0 || isDot))) pixels.fill(0, at, at + 3);
    }
  const picture = pictureOf(pixels, width, height);
  const frames = framesOf(picture);
  expect(frames).toHaveLength(16);
  const contents = regionsOf(picture, frames).map(({ content }) => [content.left, content.right]);
  expect(contents).toContainEqual([600, 900]);
  expect(contents.length).toBeLessThanOrEqual(40);
});

test('likely places come first in their order, however many larger ones there are', () => {
  const part = (index: number) => [20 + 100 * index, 20 + 100 * index + 20 + 8 * index] as const;
  const picture = bars(1000, 200, [0, 1, 2, 3, 4, 5, 6, 7, 8].map(part));
  const areas = Array.from({ length: 60 }, (_, index) => ({
    left: 12 * index,
    right: 1000,
    top: 0,
    bottom: 200 - index,
  }));
  const likely = [
    { left: 20, right: 60, top: 0, bottom: 200 },
    { left: 120, right: 260, top: 40, bottom: 160 },
  ];
  const regions = regionsOf(picture, areas, likely);
  expect(regions.slice(0, 2).map(({ box }) => box)).toEqual(likely);
  expect(regions).toHaveLength(40);
});

test('places that nearly equal each other count once, the largest first', () => {
  const picture = bars(800, 200, [
    [20, 60],
    [70, 110],
    [300, 500],
    [503, 700],
  ]);
  const whole = { left: 0, top: 0, right: 800, bottom: 200 };
  const regions = regionsOf(picture, [whole, { ...whole, left: 2, right: 797 }]);
  const sizes = regions.map(({ content: { left, top, right, bottom } }) => (right - left) * (bottom - top));
  expect(sizes).toEqual(sizes.toSorted((one, other) => other - one));
  const isTwin = (one: (typeof regions)[number], other: (typeof regions)[number]) =>
    one !== other && isSame(one.box, other.box) && isSame(one.content, other.content);
  expect(regions.filter((one) => regions.some((other) => isTwin(one, other)))).toEqual([]);
});
