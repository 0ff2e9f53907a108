import { fit, mapPlanes, newPlane, type Picture, type Plane, wholeOf } from './picture.ts';
import { type Corners, mapCorners } from './quads.ts';
import { eliminate } from './solve.ts';
import { distance, sample, warpOf } from './warp.ts';

/** Longest side of a rectified sheet. */
const SHEET = 1024;
/** Least side of a sheet that can be recognised. */
const LEAST_SIDE = 48;
/** Outermost share of a sheet that is cut off: the table beside it shows there. */
const RIM = 0.012;

/** Rectifies a sheet of paper in a photo, and evens out its light. Undefined if it is too narrow. */
export function sheetOf(picture: Picture, corners: Corners): Picture | undefined {
  const sheet = rectify(picture, corners);
  return sheet && flatten(sheet);
}

function rectify(picture: Picture, outer: Corners): Picture | undefined {
  const corners = inset(outer);
  const warp = warpOf(corners);
  if (!warp) return undefined;
  const [p, q, r, s] = corners;
  const width = (distance(p, q) + distance(s, r)) / 2;
  const height = (distance(p, s) + distance(q, r)) / 2;
  const scale = Math.min(1, SHEET / Math.max(width, height));
  const [columns, rows] = [Math.round(width * scale), Math.round(height * scale)];
  if (Math.min(columns, rows) < LEAST_SIDE) return undefined;
  return mapPlanes(picture, (plane) => filled(sample(plane, warp, columns, rows)));
}

/** Moves corners towards their centre. */
function inset(corners: Corners): Corners {
  const [x, y] = [averageOf(corners.map((corner) => corner.x)), averageOf(corners.map((corner) => corner.y))];
  return mapCorners(corners, (corner) => ({
    x: corner.x + 2 * RIM * (x - corner.x),
    y: corner.y + 2 * RIM * (y - corner.y),
  }));
}

const averageOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Corners outside of the query repeat its last value. */
function filled(plane: Plane): Plane {
  let last = 0;
  for (let at = 0; at < plane.values.length; at++) {
    const value = plane.values[at] ?? 0;
    if (value === value) last = value;
    else plane.values[at] = last;
  }
  return plane;
}

const ROUNDS = 5;
const TERMS = 6;
/** Share of the paper's brightness above which a pixel is paper, and the outermost part that surely is. */
const PAPER = 0.93;
const RING = 0.05;
const WHITE = 255;

/** Divides by the brightness of the paper, a quadratic surface through its bright pixels, in red, green and blue. */
function flatten(picture: Picture): Picture {
  const { width, height } = picture;
  const lightSurface = surfaceOf(picture.light, (u, v) => Math.min(u, v, 1 - u, 1 - v) < RING);
  const isPaper = (index: number, u: number, v: number) =>
    (picture.light.values[index] ?? 0) > PAPER * lightSurface(u, v);
  const tint = (plane: Plane): number => {
    let [sum, count] = [0, 0];
    for (let at = 0; at < plane.values.length; at += 7) {
      const x = at % width;
      if (!isPaper(at, (x + 0.5) / width, ((at - x) / width + 0.5) / height)) continue;
      sum += (plane.values[at] ?? 0) / Math.max(20, picture.light.values[at] ?? 0);
      count++;
    }
    return sum / Math.max(1, count);
  };
  const [blueTint, redTint] = [tint(picture.blue), tint(picture.red)];
  const even = (plane: Plane, shade: number): Plane => {
    const result = newPlane(width, height);
    for (let y = 0, at = 0; y < height; y++)
      for (let x = 0; x < width; x++, at++) {
        const gain = WHITE / Math.max(20, lightSurface((x + 0.5) / width, (y + 0.5) / height));
        const value = (plane.values[at] ?? 0) - shade * (picture.light.values[at] ?? 0);
        result.values[at] = Math.min(WHITE, value * gain);
      }
    return result;
  };
  return {
    width,
    height,
    light: even(picture.light, 0),
    blue: even(picture.blue, blueTint),
    red: even(picture.red, redTint),
  };
}

/** A quadratic surface through the pixels of a ring, then through all bright ones, by repeated least squares. */
function surfaceOf(plane: Plane, isRing: (u: number, v: number) => boolean): (u: number, v: number) => number {
  const small = fit({ ...plane, light: plane, blue: plane, red: plane }, wholeOf(plane), 96).light;
  const { width, height, values } = small;
  let terms: number[] | undefined;
  const at = (u: number, v: number): number =>
    terms ? termsOf(u, v).reduce((sum, term, index) => sum + term * (terms?.[index] ?? 0), 0) : 0;
  for (let round = 0; round < ROUNDS; round++) {
    const before = terms && at;
    const matrix = new Float64Array(TERMS * (TERMS + 1));
    for (let y = 0; y < height; y++)
      for (let x = 0; x < width; x++) {
        const [u, v] = [(x + 0.5) / width, (y + 0.5) / height];
        const value = values[y * width + x] ?? 0;
        if (before ? value < PAPER * before(u, v) : !isRing(u, v)) continue;
        const row = termsOf(u, v);
        for (let i = 0; i < TERMS; i++) {
          for (let j = 0; j < TERMS; j++) add(matrix, i, j, (row[i] ?? 0) * (row[j] ?? 0));
          add(matrix, i, TERMS, (row[i] ?? 0) * value);
        }
      }
    const found = eliminate(matrix, TERMS);
    if (!found) break;
    terms = found;
  }
  const mean = terms ? 0 : WHITE;
  return (u, v) => mean + at(u, v);
}

const add = (matrix: Float64Array, row: number, column: number, value: number): void => {
  const at = row * (TERMS + 1) + column;
  matrix[at] = (matrix[at] ?? 0) + value;
};

const termsOf = (u: number, v: number): number[] => [1, u, v, u * u, u * v, v * v];
