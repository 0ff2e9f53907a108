import { expect, test } from 'vitest';
import { withoutCorners } from './corners.ts';
import { type Box, wholeOf } from './picture.ts';
import { box, pictureWith } from './testing/boxes.ts';

/** Axes with a label below and one beside them. */
const PLOT = [box(80, 40, 84, 200), box(80, 196, 320, 200), box(50, 100, 60, 140), box(150, 214, 230, 224)];
const ENDS = box(50, 40, 320, 224);
const bare = (...more: Box[]): Box[] => {
  const picture = pictureWith(420, 260, [...PLOT, ...more]);
  return withoutCorners(picture, wholeOf(picture));
};

test.each([
  ['buttons below on the right', [box(330, 222, 350, 240), box(356, 222, 376, 240), box(382, 222, 402, 240)]],
  ['a logo above on the left', [box(10, 6, 50, 26)]],
  ['a button above on the right', [box(390, 10, 410, 30)]],
  ['a date below on the left', [box(6, 240, 60, 250)]],
])('%s are left out of the content', (_, more) => {
  expect(bare(...more)).toContainEqual(ENDS);
});

test('two corners are left out together', () => {
  expect(bare(box(10, 6, 50, 26), box(390, 230, 410, 250))).toContainEqual(ENDS);
});

test('contents without anything in a corner have no other ends', () => {
  expect(bare()).toEqual([]);
});

test('what reaches out of a corner stays', () => {
  expect(bare(box(200, 230, 410, 250))).toEqual([]);
});

test('an empty picture and one of a single part have none', () => {
  const one = box(20, 20, 40, 40);
  for (const boxes of [[], [one]]) {
    const picture = pictureWith(100, 100, boxes);
    expect(withoutCorners(picture, wholeOf(picture))).toEqual([]);
  }
});
