import { expect, test } from 'vitest';
import {
  adapt,
  FIT,
  type Frame,
  fitScale,
  isLockedText,
  largestScale,
  layout,
  lockedIn,
  lockedOf,
  lockedText,
  moveBy,
  overflows,
  pinch,
  pinchOf,
  scaleOf,
  viewOf,
  zoomTo,
} from './zoom.ts';

const frame = (width: number, height: number, density = 1): Frame => ({
  // With the margins.
  area: { width: 1016, height: 516 },
  natural: { width, height },
  density,
});

test.each([
  [8000, 6000],
  [300, 9000],
  [40, 30],
])('a picture of %i × %i fits, and can be seen pixel by pixel', (width, height) => {
  const shape = frame(width, height);
  const all = layout(FIT, shape);
  expect(Math.max(all.width / 1000, all.height / 500)).toBeCloseTo(1);
  expect(overflows(FIT, shape)).toBe(false);
  for (const scale of [1, 2, 32]) expect(scaleOf(zoomTo(FIT, shape, scale), shape)).toBe(scale);
  expect(scaleOf(zoomTo(FIT, shape, 1e9), shape)).toBe(largestScale(shape));
  expect(largestScale(shape)).toBeGreaterThanOrEqual(32);
});

test('at 100 % a pixel of the picture is a dot of the screen', () => {
  expect(layout(zoomTo(FIT, frame(640, 480, 2), 1), frame(640, 480, 2))).toMatchObject({ width: 320, height: 240 });
  expect(fitScale(frame(640, 480, 2))).toBeCloseTo((2 * 500) / 480);
});

test('the point under the pointer stays there', () => {
  const shape = frame(4000, 2000);
  const at = { x: 308, y: 108 };
  const shareAt = (view: typeof FIT) => {
    const { left, top, width, height } = layout(view, shape);
    return [(at.x - left) / width, (at.y - top) / height];
  };
  const closer = zoomTo(FIT, shape, 2, at);
  const [x = 0, y = 0] = shareAt(closer);
  expect(x).toBeCloseTo(0.3, 3);
  expect(y).toBeCloseTo(0.2, 3);
  expect(zoomTo(closer, shape, fitScale(shape), at)).toEqual(FIT);
});

test('moves within the picture only', () => {
  const shape = frame(4000, 2000);
  const view = zoomTo(FIT, shape, 1);
  expect(layout(moveBy(view, shape, { x: 1e6, y: 0 }), shape).left).toBe(0);
  expect(layout(moveBy(view, shape, { x: -1e6, y: 0 }), shape).left).toBe(1016 - 4000);
  expect(moveBy(FIT, shape, { x: 50, y: 50 })).toEqual(FIT);
});

test('the same place is shown of another picture and in another area', () => {
  const view = moveBy(zoomTo(FIT, frame(4000, 2000), 1), frame(4000, 2000), { x: 200, y: 0 });
  expect(adapt(view, frame(4000, 2000))).toEqual(view);
  expect(scaleOf(adapt(view, frame(8000, 4000)), frame(8000, 4000))).toBe(1);
  expect(adapt(view, frame(8000, 4000)).x).toBeCloseTo(view.x);
  expect(adapt(FIT, frame(8000, 4000))).toEqual(FIT);
});

test('locked views show the same share of pictures of any size, and an address keeps them', () => {
  const [small, large] = [frame(400, 300), frame(8000, 2000, 2)];
  const view = moveBy(zoomTo(FIT, small, 3 * fitScale(small)), small, { x: 80, y: -40 });
  const locked = lockedIn(lockedText(lockedOf(view, small)));
  const other = viewOf(locked, large);
  expect(scaleOf(other, large) / fitScale(large)).toBeCloseTo(3, 3);
  expect(other.x).toBeCloseTo(view.x, 3);
  expect(viewOf(locked, small).y).toBeCloseTo(view.y, 3);
  expect(lockedText(lockedOf(FIT, small))).toBeUndefined();
  expect(viewOf(lockedIn(undefined), small)).toEqual(FIT);
});

test('no address shows less than a part of the picture', () => {
  for (const text of ['1e9', '99999999,0.5,0.5', '2,7,0', '0,1,1', '']) {
    const view = viewOf(lockedIn(text), frame(400, 300));
    const { left, top, width, height } = layout(view, frame(400, 300));
    expect(scaleOf(view, frame(400, 300))).toBeLessThanOrEqual(largestScale(frame(400, 300)));
    expect(left < 1016 && top < 516 && left + width > 0 && top + height > 0).toBe(true);
  }
  for (const text of ['2,0.5', '1,0.5,0.5);x', '2,-1,0', 'NaN,0,0', 2]) expect(isLockedText(text)).toBe(false);
});

test('two fingers zoom and move at once, and the points under them stay there', () => {
  const shape = frame(4000, 2000);
  const view = zoomTo(FIT, shape, 1);
  const before = [
    { x: 400, y: 200 },
    { x: 500, y: 300 },
  ];
  const now = [
    { x: 380, y: 220 },
    { x: 580, y: 420 },
  ];
  const found = pinchOf(before, now);
  expect(found).toEqual({ factor: 2, at: { x: 450, y: 250 }, by: { x: 30, y: 70 } });
  const after = pinch(view, shape, found!);
  const shareAt = (one: typeof FIT, { x, y }: { x: number; y: number }) => {
    const { left, top, width, height } = layout(one, shape);
    return [(x - left) / width, (y - top) / height];
  };
  expect(scaleOf(after, shape)).toBe(2);
  for (const finger of [0, 1]) {
    const [was, is] = [shareAt(view, before[finger]!), shareAt(after, now[finger]!)];
    for (const axis of [0, 1]) expect(is[axis]).toBeCloseTo(was[axis]!, 3);
  }
});

test('one finger only moves', () => {
  expect(pinchOf([{ x: 1, y: 2 }], [{ x: 4, y: 6 }])).toMatchObject({ factor: 1, by: { x: 3, y: 4 } });
  expect(pinchOf([], [])).toBeUndefined();
});
