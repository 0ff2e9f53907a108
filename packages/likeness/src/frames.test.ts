import { expect, test } from 'vitest';
import { framesOf } from './frames.ts';
import { box, pictureWith } from './testing/boxes.ts';

test('a window and the picture below its title are found', () => {
  const window = { ...box(60, 40, 460, 340), shade: 60 };
  const shown = { ...box(60, 70, 460, 340), shade: 255 };
  const desk = { ...box(0, 0, 500, 400), shade: 120 };
  const found = framesOf(pictureWith(500, 400, [desk, window, shown]));
  expect(found).toEqual(expect.arrayContaining([box(60, 40, 460, 340), box(60, 70, 460, 340)]));
});

test('pictures side by side are found, though they differ little from the slide', () => {
  const slide = { ...box(0, 0, 600, 300), shade: 240 };
  const [one, other] = [box(20, 60, 280, 250), box(310, 80, 580, 240)];
  const found = framesOf(pictureWith(600, 300, [slide, { ...one, shade: 255 }, { ...other, shade: 255 }]));
  expect(found).toEqual(expect.arrayContaining([one, other]));
});

test('an empty picture and one of lines in one direction have no frames', () => {
  const lines = Array.from({ length: 6 }, (_, line) => ({ ...box(0, 40 * line, 300, 40 * line + 20), shade: 0 }));
  expect(framesOf(pictureWith(300, 240, []))).toEqual([]);
  expect(framesOf(pictureWith(300, 240, lines))).toEqual([]);
});
