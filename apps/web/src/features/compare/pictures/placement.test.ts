import { diffPictures, type Picture } from '@gofigr/compare';
import { expect, test } from 'vitest';
import { ALIGNMENTS } from '../search.ts';
import { placementOf } from './placement.ts';

const WIDE = { width: 400, height: 100 };
const HIGH = { width: 200, height: 300 };

test('pictures of one size fill the area', () => {
  const whole = { left: 0, top: 0, width: 100, height: 100 };
  for (const align of ALIGNMENTS) expect(placementOf(WIDE, WIDE, align)).toEqual({ area: WIDE, a: whole, b: whole });
});

test('unlike pictures keep their pixels at the top left or in the centre', () => {
  const { area, a, b } = placementOf(WIDE, HIGH, 'top-left');
  expect(area).toEqual({ width: 400, height: 300 });
  expect(a).toEqual({ left: 0, top: 0, width: 100, height: 100 / 3 });
  expect(b).toEqual({ left: 0, top: 0, width: 50, height: 100 });
  expect(placementOf(WIDE, HIGH, 'centre').b).toEqual({ left: 25, top: 0, width: 50, height: 100 });
});

test.each(ALIGNMENTS)('the page shows the area that the library compares: %s', (align) => {
  const blank = ({ width, height }: typeof WIDE): Picture => ({
    width,
    height,
    data: new Uint8Array(width * height * 4),
  });
  const { area } = diffPictures(blank(WIDE), blank(HIGH), { align }).summary;
  expect(placementOf(WIDE, HIGH, align).area).toEqual(area);
});
