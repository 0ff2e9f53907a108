import { expect, it } from 'vitest';
import { middleCrop, movedTo, zoomedTo, zoomOf } from './crop.ts';

const size = { width: 400, height: 200 };

it('a crop is a square inside the picture, wherever it is moved', () => {
  const whole = middleCrop(size);
  expect(whole).toEqual({ left: 100, top: 0, side: 200 });
  expect(movedTo(size, whole, -50, 30)).toEqual({ left: 0, top: 0, side: 200 });
  expect(movedTo(size, whole, 999, 0)).toEqual({ left: 200, top: 0, side: 200 });
});

it('zooming keeps the middle, as far as the picture allows', () => {
  const half = zoomedTo(size, middleCrop(size), 2);
  expect(half).toEqual({ left: 150, top: 50, side: 100 });
  expect(zoomOf(size, half)).toBe(2);
  const corner = movedTo(size, half, 0, 0);
  expect(zoomedTo(size, corner, 1)).toEqual({ left: 0, top: 0, side: 200 });
  expect(zoomedTo(size, half, 0.1).side).toBe(200);
  expect(zoomedTo(size, half, 100).side).toBe(25);
});
