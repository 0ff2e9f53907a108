import { expect, test } from 'vitest';
import { fit, pictureOf, wholeOf } from './picture.ts';
import { quadsOf } from './quads.ts';
import { invert, joinWarps, pointAt, warpOf } from './warp.ts';

/** A bright quadrilateral on a dark table, lit from one side; it may have a dark picture in it. */
function sheet(corners: readonly [number, number][], width: number, height: number, dark = { from: 0, to: 0 }) {
  const data = new Uint8Array(width * height * 4).fill(255);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const isInside = corners.every(([ax, ay], index) => {
        const [bx, by] = corners[(index + 1) % corners.length] ?? [0, 0];
        return (bx - ax) * (y - ay) - (by - ay) * (x - ax) >= 0;
      });
      const isDark = Math.min(x, y) > dark.from && Math.max(x, y) < dark.to;
      data.fill((isInside && !isDark ? 200 : 60) + (40 * x) / width, (y * width + x) * 4, (y * width + x) * 4 + 3);
    }
  return pictureOf(data, width, height);
}

test('finds the corners of a sheet of paper', () => {
  const corners: [number, number][] = [
    [120, 90],
    [520, 60],
    [560, 400],
    [90, 380],
  ];
  const [quad] = quadsOf(sheet(corners, 640, 480));
  expect(quad?.isBright).toBe(true);
  for (const [index, corner] of (quad?.corners ?? []).entries()) {
    const [x, y] = corners[index] ?? [0, 0];
    expect(Math.hypot(corner.x - x, corner.y - y)).toBeLessThan(6);
  }
});

test.each<[string, [number, number][], { from: number; to: number }]>([
  [
    'nearly',
    [
      [90, 60],
      [420, 50],
      [430, 440],
      [60, 430],
    ],
    { from: 100, to: 400 },
  ],
  [
    'up to a narrow margin',
    [
      [56, 56],
      [446, 50],
      [440, 440],
      [50, 440],
    ],
    { from: 66, to: 430 },
  ],
])('finds a sheet that a dark picture covers %s', (_, corners, dark) => {
  const bright = quadsOf(sheet(corners, 480, 480, dark)).find(({ isBright }) => isBright);
  for (const [index, { x, y }] of (bright?.corners ?? []).entries())
    expect(Math.hypot(x - (corners[index]?.[0] ?? 0), y - (corners[index]?.[1] ?? 0))).toBeLessThan(6);
  expect(bright).toBeDefined();
});

test('finds a sheet whose dark end is darker than the table is elsewhere', () => {
  const [width, height] = [640, 480];
  const corners: [number, number][] = [
    [90, 60],
    [560, 90],
    [540, 420],
    [60, 400],
  ];
  const even = sheet(corners, width, height).light.values;
  const pixels = new Uint8Array(width * height * 4).fill(255);
  for (const [at, value] of even.entries()) {
    const light = 1.2 - (0.95 * (at % width)) / width;
    pixels.fill(Math.min(255, light * (value > 120 ? 210 : 105)), at * 4, at * 4 + 3);
  }
  const quads = quadsOf(pictureOf(pixels, width, height)).filter(({ isBright }) => isBright);
  const farthest = quads.map(({ corners: found }) =>
    Math.max(
      ...found.map(({ x, y }, index) => Math.hypot(x - (corners[index]?.[0] ?? 0), y - (corners[index]?.[1] ?? 0))),
    ),
  );
  expect(Math.min(...farthest)).toBeLessThan(8);
});

test('finds no sheet in a picture of one colour', () => {
  const even = pictureOf(new Uint8Array(40 * 40 * 4).fill(255), 40, 40);
  expect(quadsOf(fit(even, wholeOf(even), 40))).toEqual([]);
});

test('a mapping meets its corners, and its inverse undoes it', () => {
  const corners = [
    { x: 3, y: 2 },
    { x: 90, y: 8 },
    { x: 80, y: 70 },
    { x: 5, y: 60 },
  ] as const;
  const warp = warpOf(corners);
  const back = warp && invert(warp);
  if (!warp || !back) throw new Error('no mapping');
  const places = [
    [0, 0],
    [1, 0],
    [1, 1],
    [0, 1],
  ] as const;
  for (const [index, [x, y]] of places.entries()) {
    const point = pointAt(warp, x, y);
    expect(Math.hypot(point.x - (corners[index]?.x ?? 0), point.y - (corners[index]?.y ?? 0))).toBeLessThan(1e-9);
    const same = pointAt(joinWarps(back, warp), x + 0.25, y + 0.5);
    expect(Math.hypot(same.x - x - 0.25, same.y - y - 0.5)).toBeLessThan(1e-9);
  }
  expect(warpOf([corners[0], corners[0], corners[0], corners[0]])).toBeUndefined();
});
