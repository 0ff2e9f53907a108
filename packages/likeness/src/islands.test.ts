import { expect, test } from 'vitest';
import { islandsOf } from './islands.ts';
import type { Box } from './picture.ts';
import { box, pictureWith } from './testing/boxes.ts';

/** A figure of several parts: a label, numbers, a plot in pieces and a scale beside it. */
const figure = (left: number, top: number): Box[] => [
  box(left, top + 60, left + 6, top + 120),
  ...[20, 70, 120].map((y) => box(left + 14, top + y, left + 22, top + y + 6)),
  ...[0, 30, 60].map((x) => box(left + 30 + x, top + 90 - x, left + 52 + x, top + 150)),
  box(left + 122, top, left + 132, top + 150),
];
const ends = (left: number, top: number): Box => box(left, top, left + 132, top + 150);

test('figures of many parts are found, though they are no rows and columns', () => {
  const places = [
    [30, 40],
    [190, 75],
    [350, 30],
    [110, 260],
    [285, 255],
  ] as const;
  const parts = places.flatMap(([left, top]) => figure(left, top));
  const found = islandsOf(pictureWith(520, 450, parts));
  expect(found).toEqual(expect.arrayContaining(places.map(([left, top]) => ends(left, top))));
});

test('groups that stay alone across wider gaps come first', () => {
  const [far, one, other] = [box(20, 20, 100, 100), box(260, 20, 340, 100), box(364, 20, 444, 100)];
  const found = islandsOf(pictureWith(480, 120, [far, one, other]));
  expect(found.slice(0, 2)).toEqual([far, box(260, 20, 444, 100)]);
  expect(found.slice(2)).toEqual(expect.arrayContaining([one, other]));
});

test('white pictures on a pale slide are found with their margins', () => {
  const slide = { ...box(0, 0, 520, 240), shade: 244 };
  const sheets = [box(20, 30, 230, 200), box(270, 50, 500, 210)];
  const drawn = sheets.flatMap(({ left, top }) => figure(left + 20, top + 5));
  const found = islandsOf(
    pictureWith(520, 240, [slide, ...sheets.map((sheet) => ({ ...sheet, shade: 255 })), ...drawn]),
  );
  expect(found).toEqual(expect.arrayContaining(sheets));
});

test('dots in a figure, ever farther from each other, make no further places', () => {
  const axes = [box(30, 30, 34, 170), box(30, 166, 230, 170)];
  const dots = [50, 62, 80, 104, 134, 170].map((left) => box(left, 100, left + 3, 103));
  const other = box(340, 30, 400, 170);
  const found = islandsOf(pictureWith(420, 200, [...axes, ...dots, other]));
  expect(found).toHaveLength(2);
  expect(found).toEqual(expect.arrayContaining([box(30, 30, 230, 170), other]));
});

test('an empty picture, one of one pixel and a full one have none', () => {
  expect(islandsOf(pictureWith(300, 200, []))).toEqual([]);
  expect(islandsOf(pictureWith(1, 1, []))).toEqual([]);
  expect(islandsOf(pictureWith(200, 200, [{ ...box(0, 0, 200, 200) }]))).toEqual([]);
});
