import { newPlane, type Plane } from './picture.ts';
import { eliminate } from './solve.ts';
import { invert, joinWarps, sample, type Warp } from './warp.ts';

/** Step in cells below which a level ends. */
const SMALL_STEP = 0.03;

/** `fitted`: four numbers, shift and stretch. `projected`: eight, a flat picture in space. */
export type Freedom = 'fitted' | 'projected';

type Alignment = { freedom: Freedom; rounds: number };

/**
 * Improves a mapping from a picture to the query, so that the query resembles the picture (Lucas-Kanade, inverse
 * compositional, with gain and offset of the brightness). The mapping is from shares of the picture to shares of the
 * query. Returns the start if the query resembles it nowhere near.
 */
export function align(picture: Plane, query: Plane, start: Warp, { freedom, rounds }: Alignment): Warp {
  const { width, height } = picture;
  const count = freedom === 'fitted' ? 4 : 8;
  const steps = steepest(picture, count);
  let warp = start;
  let products: Float64Array | undefined;
  for (let round = 0; round < rounds; round++) {
    const seen = sample(query, toPixels(warp, query), width, height);
    const error = errorOf(picture, seen);
    if (!error) return start;
    // The cells that the query lacks hardly change from round to round.
    products ??= productsOf(steps, error, count);
    const change = solve(steps, products, error, count);
    if (!change) return warp;
    const [a, b, c, d, e, f, g, h] = change;
    const step = invert([1 + a, b, c, d, 1 + e, f, g, h]);
    if (!step) return warp;
    warp = joinWarps(warp, step);
    if (Math.max(...change.map(Math.abs)) * Math.max(width, height) < SMALL_STEP) break;
  }
  return isSane(warp, start) ? warp : start;
}

/** Converts shares of a plane to its pixels. */
export const toPixels = ([a, b, c, d, e, f, g, h]: Warp, { width, height }: Plane): Warp => [
  a * width,
  b * width,
  c * width,
  d * height,
  e * height,
  f * height,
  g,
  h,
];

/** Tells whether the corners moved by less than a fifth. */
function isSane(warp: Warp, start: Warp): boolean {
  return [0, 1].every((x) =>
    [0, 1].every((y) => {
      const [now, before] = [warp, start].map(([a, b, c, d, e, f, g, h]) => {
        const w = g * x + h * y + 1;
        return [(a * x + b * y + c) / w, (d * x + e * y + f) / w] as const;
      });
      if (!now || !before) return false;
      const size = Math.max(Math.abs(start[0]), Math.abs(start[4]));
      return Math.hypot(now[0] - before[0], now[1] - before[1]) < 0.25 * size;
    }),
  );
}

/** Change of each cell's brightness with each parameter, one row of `count` numbers per cell. */
function steepest({ width, height, values }: Plane, count: number): Float32Array {
  const rows = new Float32Array(width * height * count);
  for (let y = 1; y < height - 1; y++)
    for (let x = 1; x < width - 1; x++) {
      const at = y * width + x;
      const dx = (((values[at + 1] ?? 0) - (values[at - 1] ?? 0)) / 2) * width;
      const dy = (((values[at + width] ?? 0) - (values[at - width] ?? 0)) / 2) * height;
      const [u, v] = [(x + 0.5) / width, (y + 0.5) / height];
      const to = at * count;
      if (count === 4) {
        rows[to] = dx * u;
        rows[to + 1] = dx;
        rows[to + 2] = dy * v;
        rows[to + 3] = dy;
        continue;
      }
      const turn = -(dx * u + dy * v);
      rows[to] = dx * u;
      rows[to + 1] = dx * v;
      rows[to + 2] = dx;
      rows[to + 3] = dy * u;
      rows[to + 4] = dy * v;
      rows[to + 5] = dy;
      rows[to + 6] = turn * u;
      rows[to + 7] = turn * v;
    }
  return rows;
}

/** Limits of the gain while a picture is aligned: the query may lie far off yet. */
const GAIN = { least: 0.33, most: 3 };

/** The query less the picture after gain and offset. Cells that the query lacks are NaN. Undefined with too few others. */
function errorOf(picture: Plane, seen: Plane): Float32Array | undefined {
  const { count, gain, offset } = gainOf(picture, seen, GAIN);
  if (count < seen.values.length / 5) return undefined;
  const error = newPlane(seen.width, seen.height).values;
  for (let at = 0; at < error.length; at++)
    error[at] = gain * (seen.values[at] ?? 0) + offset - (picture.values[at] ?? 0);
  return error;
}

/**
 * Gain, within limits, and offset that bring the query closest to the picture, by least squares over the `count` cells
 * that the query has.
 */
export function gainOf(
  picture: Plane,
  query: Plane,
  { least, most }: { least: number; most: number },
): { count: number; gain: number; offset: number } {
  let [count, sumP, sumS, cross, squares] = [0, 0, 0, 0, 0];
  for (let at = 0; at < query.values.length; at++) {
    const [s, p] = [query.values[at] ?? 0, picture.values[at] ?? 0];
    if (s !== s) continue;
    count++;
    sumP += p;
    sumS += s;
    cross += p * s;
    squares += s * s;
  }
  const cells = Math.max(1, count);
  const variance = squares - sumS ** 2 / cells;
  const gain = variance > 1 ? Math.min(most, Math.max(least, (cross - (sumP * sumS) / cells) / variance)) : 1;
  return { count, gain, offset: (sumP - gain * sumS) / cells };
}

/** Products of the steps with each other, over the cells that the query has. */
function productsOf(steps: Float32Array, error: Float32Array, count: number): Float64Array {
  const products = new Float64Array(count * count);
  for (let at = 0, from = 0; at < error.length; at++, from += count) {
    const e = error[at] ?? 0;
    if (e !== e) continue;
    for (let row = 0; row < count; row++) {
      const value = steps[from + row] ?? 0;
      if (value === 0) continue;
      for (let column = row; column < count; column++) {
        const to = row * count + column;
        products[to] = (products[to] ?? 0) + value * (steps[from + column] ?? 0);
      }
    }
  }
  return products;
}

/** Least squares: the eight parameters of the change. Undefined if the picture doesn't determine them. */
function solve(steps: Float32Array, products: Float64Array, error: Float32Array, count: number): Warp | undefined {
  const sums = new Float64Array(count);
  for (let at = 0, from = 0; at < error.length; at++, from += count) {
    const e = error[at] ?? 0;
    if (e !== e || e === 0) continue;
    for (let row = 0; row < count; row++) sums[row] = (sums[row] ?? 0) + (steps[from + row] ?? 0) * e;
  }
  const matrix = new Float64Array(count * (count + 1));
  for (let row = 0; row < count; row++) {
    for (let column = 0; column < count; column++)
      matrix[row * (count + 1) + column] = products[Math.min(row, column) * count + Math.max(row, column)] ?? 0;
    matrix[row * (count + 1) + count] = sums[row] ?? 0;
  }
  const found = eliminate(matrix, count);
  if (!found) return undefined;
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = found;
  return count === 4 ? [a, 0, b, 0, c, d, 0, 0] : [a, b, c, d, e, f, g, h];
}
