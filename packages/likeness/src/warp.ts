import type { Plane } from './picture.ts';

/**
 * A projective mapping of shares of one rectangle to pixels of a picture: eight numbers, row by row; the ninth is 1.
 */
export type Warp = readonly [number, number, number, number, number, number, number, number];

export type Point = { x: number; y: number };

export const distance = (p: Point, q: Point): number => Math.hypot(p.x - q.x, p.y - q.y);

export function pointAt([a, b, c, d, e, f, g, h]: Warp, x: number, y: number): Point {
  const w = g * x + h * y + 1;
  return { x: (a * x + b * y + c) / w, y: (d * x + e * y + f) / w };
}

/** The mapping of the corners (0,0), (1,0), (1,1) and (0,1) to four points. Undefined if three are on a line. */
export function warpOf(corners: readonly [Point, Point, Point, Point]): Warp | undefined {
  const [p, q, r, s] = corners;
  const [dx1, dx2, dx3] = [q.x - r.x, s.x - r.x, p.x - q.x + r.x - s.x];
  const [dy1, dy2, dy3] = [q.y - r.y, s.y - r.y, p.y - q.y + r.y - s.y];
  const area = dx1 * dy2 - dx2 * dy1;
  if (Math.abs(area) < 1e-6) return undefined;
  const g = (dx3 * dy2 - dx2 * dy3) / area;
  const h = (dx1 * dy3 - dx3 * dy1) / area;
  return [q.x - p.x + g * q.x, s.x - p.x + h * s.x, p.x, q.y - p.y + g * q.y, s.y - p.y + h * s.y, p.y, g, h];
}

/**
 * Samples a plane under a mapping at the centres of width × height cells. Cells outside of the plane become NaN.
 * Neighbouring pixels are interpolated.
 */
export function sample(plane: Plane, warp: Warp, width: number, height: number): Plane {
  const [a, b, c, d, e, f, g, h] = warp;
  if (b === 0 && d === 0 && g === 0 && h === 0) return sampleUpright(plane, [a, c, e, f], width, height);
  const values = new Float32Array(width * height);
  const { values: from, width: stride } = plane;
  const [lastX, lastY] = [plane.width - 1, plane.height - 1];
  for (let row = 0, at = 0; row < height; row++) {
    const v = (row + 0.5) / height;
    for (let column = 0; column < width; column++, at++) {
      const u = (column + 0.5) / width;
      const w = g * u + h * v + 1;
      // Pixels have their centres at halves.
      const x = (a * u + b * v + c) / w - 0.5;
      const y = (d * u + e * v + f) / w - 0.5;
      if (!(x > -1 && y > -1 && x < lastX + 1 && y < lastY + 1)) {
        values[at] = Number.NaN;
        continue;
      }
      const left = x < 0 ? 0 : x > lastX ? lastX : x | 0;
      const top = y < 0 ? 0 : y > lastY ? lastY : y | 0;
      const dx = x < 0 || x > lastX ? 0 : x - left;
      const dy = y < 0 || y > lastY ? 0 : y - top;
      const place = top * stride + left;
      const right = left < lastX ? place + 1 : place;
      const below = top < lastY ? stride : 0;
      const upper = (from[place] ?? 0) * (1 - dx) + (from[right] ?? 0) * dx;
      const lower = (from[place + below] ?? 0) * (1 - dx) + (from[right + below] ?? 0) * dx;
      values[at] = upper * (1 - dy) + lower * dy;
    }
  }
  return { width, height, values };
}

/** As `sample`, for a mapping that only stretches and shifts: it needs each column and row once. */
function sampleUpright(
  plane: Plane,
  [stretchX, shiftX, stretchY, shiftY]: readonly [number, number, number, number],
  width: number,
  height: number,
): Plane {
  const values = new Float32Array(width * height);
  const { values: from, width: stride } = plane;
  const columns = placesOf(stretchX, shiftX, width, stride);
  const rows = placesOf(stretchY, shiftY, height, plane.height);
  for (let row = 0, at = 0; row < height; row++) {
    const top = rows.first[row] ?? -1;
    const [upper, lower, dy] = [top * stride, (rows.next[row] ?? 0) * stride, rows.share[row] ?? 0];
    for (let column = 0; column < width; column++, at++) {
      const left = columns.first[column] ?? -1;
      if (top < 0 || left < 0) {
        values[at] = Number.NaN;
        continue;
      }
      const [right, dx] = [columns.next[column] ?? 0, columns.share[column] ?? 0];
      const above = (from[upper + left] ?? 0) * (1 - dx) + (from[upper + right] ?? 0) * dx;
      const below = (from[lower + left] ?? 0) * (1 - dx) + (from[lower + right] ?? 0) * dx;
      values[at] = above * (1 - dy) + below * dy;
    }
  }
  return { width, height, values };
}

/** For each cell the pixel before its centre, the one after it, and the share of the latter. -1: outside. */
function placesOf(stretch: number, shift: number, cells: number, pixels: number) {
  const [first, next, share] = [new Int32Array(cells), new Int32Array(cells), new Float32Array(cells)];
  const last = pixels - 1;
  for (let cell = 0; cell < cells; cell++) {
    const at = (stretch * (cell + 0.5)) / cells + shift - 0.5;
    if (!(at > -1 && at < last + 1)) {
      first[cell] = -1;
      continue;
    }
    const place = Math.min(last, Math.max(0, at));
    const before = Math.floor(place);
    first[cell] = before;
    next[cell] = Math.min(last, before + 1);
    share[cell] = place - before;
  }
  return { first, next, share };
}

/** Concatenates two mappings: first the inner, then the outer. */
export function joinWarps(outer: Warp, inner: Warp): Warp {
  const [A, B] = [
    [...outer, 1],
    [...inner, 1],
  ];
  const product = Array.from({ length: 9 }, (_, index) => {
    const [row, column] = [Math.floor(index / 3) * 3, index % 3];
    return [0, 1, 2].reduce((sum, step) => sum + (A[row + step] ?? 0) * (B[3 * step + column] ?? 0), 0);
  });
  const [a = 1, b = 0, c = 0, d = 0, e = 1, f = 0, g = 0, h = 0, scale = 1] = product;
  return [a / scale, b / scale, c / scale, d / scale, e / scale, f / scale, g / scale, h / scale];
}

/** The inverse mapping. Undefined if there is none. */
export function invert([a, b, c, d, e, f, g, h]: Warp): Warp | undefined {
  const scale = a * e - b * d;
  if (Math.abs(scale) < 1e-12) return undefined;
  return [
    (e - f * h) / scale,
    (c * h - b) / scale,
    (b * f - c * e) / scale,
    (f * g - d) / scale,
    (a - c * g) / scale,
    (c * d - a * f) / scale,
    (d * h - e * g) / scale,
    (b * g - a * h) / scale,
  ];
}
