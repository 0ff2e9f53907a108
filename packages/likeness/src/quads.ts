import { fit, newPlane, type Picture, type Plane, wholeOf } from './picture.ts';
import { distance, type Point } from './warp.ts';

/** Corners of a shape with four sides, clockwise from the upper left. */
export type Corners = readonly [Point, Point, Point, Point];

/** Longest side of the picture in which bright areas are looked for. */
const SIDE = 320;
/** Least and largest share of the query that an area covers. */
const LEAST_AREA = 0.08;
const MOST_AREA = 0.97;
/** Share of its four-sided outline that the hull of an area fills, and that the area itself does: it may have holes. */
const LEAST_FILL = 0.88;
const LEAST_COUNT = 0.06;
const MOST_QUADS = 3;
/** Least share of the mean brightness that the light of a side has. */
const LEAST_LIGHT = 0.3;

/** An area with four straight sides. */
export type Quad = { corners: Corners; isBright: boolean };

export const mapCorners = ([p, q, r, s]: Corners, change: (point: Point) => Point): Corners => [
  change(p),
  change(q),
  change(r),
  change(s),
];

/** Finds bright and dark areas with four straight sides, such as windows of a screen and sheets of paper. */
export function quadsOf(picture: Picture): Quad[] {
  const small = fit(picture, wholeOf(picture), SIDE);
  const [scaleX, scaleY] = [picture.width / small.width, picture.height / small.height];
  const smooth = blur(blur(small.light));
  const dark = { ...smooth, values: smooth.values.map((value) => 255 - value) };
  const bright = brightQuadsOf(smooth);
  // A sheet whose dark end is no brighter than the table elsewhere.
  const uneven = brightQuadsOf(evened(smooth)).filter((corners) => !bright.some((other) => isSame(other, corners)));
  const enlarged = (corners: Corners, isBright: boolean): Quad => ({
    corners: mapCorners(corners, ({ x, y }) => ({ x: x * scaleX, y: y * scaleY })),
    isBright,
  });
  return [
    ...[...bright, ...uneven].map((corners) => enlarged(corners, true)),
    ...brightQuadsOf(dark).map((corners) => enlarged(corners, false)),
  ];
}

/** Divides by the plane through all values, as by light that comes from one side. */
function evened({ width, height, values }: Plane): Plane {
  let [mean, across, down] = [0, 0, 0];
  for (let at = 0; at < values.length; at++) {
    const x = at % width;
    const value = (values[at] ?? 0) / values.length;
    mean += value;
    // The sums of squares of places from the middle are a twelfth of their number.
    across += 12 * value * ((x + 0.5) / width - 0.5);
    down += 12 * value * (((at - x) / width + 0.5) / height - 0.5);
  }
  const light = (at: number): number => {
    const x = at % width;
    const [u, v] = [(x + 0.5) / width - 0.5, ((at - x) / width + 0.5) / height - 0.5];
    return Math.max(LEAST_LIGHT, 1 + (across * u + down * v) / Math.max(1, mean));
  };
  return { width, height, values: values.map((value, at) => Math.min(255, value / light(at))) };
}

/** Four-sided areas above the limit that separates dark from bright, largest first. */
function brightQuadsOf(smooth: Plane): Corners[] {
  const limit = otsu(smooth.values);
  const found: { corners: Corners; area: number }[] = [];
  // Between the two classes uneven light may need another limit.
  for (const threshold of [limit, limit + 24])
    for (const outline of componentsOf(smooth, threshold)) {
      const corners = cornersOf(outline.hull);
      if (!corners) continue;
      const area = areaOf(corners);
      const share = area / smooth.values.length;
      if (share < LEAST_AREA || share > MOST_AREA || outline.count < LEAST_COUNT * area) continue;
      if (areaOf(outline.hull) < LEAST_FILL * area) continue;
      if (found.some((other) => isSame(other.corners, corners))) continue;
      found.push({ corners, area });
    }
  return found
    .toSorted((one, other) => other.area - one.area)
    .slice(0, MOST_QUADS)
    .map(({ corners }) => corners);
}

const isSame = (one: Corners, other: Corners): boolean =>
  one.every((corner, index) => distance(corner, other[index] ?? corner) < 4);

function areaOf(points: readonly Point[]): number {
  const sum = points.reduce((total, point, index) => {
    const next = points[(index + 1) % points.length] ?? point;
    return total + point.x * next.y - next.x * point.y;
  }, 0);
  return Math.abs(sum) / 2;
}

/** Means of three neighbours, across and down. */
function blur({ width, height, values }: Plane): Plane {
  const across = newPlane(width, height);
  const result = newPlane(width, height);
  for (let at = 0; at < values.length; at++) {
    const x = at % width;
    const [before, after] = [x > 0 ? at - 1 : at, x < width - 1 ? at + 1 : at];
    across.values[at] = ((values[before] ?? 0) + (values[at] ?? 0) + (values[after] ?? 0)) / 3;
  }
  for (let at = 0; at < values.length; at++) {
    const [before, after] = [at >= width ? at - width : at, at + width < values.length ? at + width : at];
    result.values[at] = ((across.values[before] ?? 0) + (across.values[at] ?? 0) + (across.values[after] ?? 0)) / 3;
  }
  return result;
}

/** The limit that separates dark from bright pixels best (Otsu 1979). */
function otsu(values: Float32Array): number {
  const counts = new Float64Array(256);
  for (const value of values) {
    const bin = Math.min(255, Math.max(0, Math.round(value)));
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  const total = counts.reduce((sum, count, value) => sum + count * value, 0);
  let [below, sumBelow, best, limit] = [0, 0, 0, 127];
  for (let value = 0; value < 256; value++) {
    below += counts[value] ?? 0;
    sumBelow += value * (counts[value] ?? 0);
    const above = values.length - below;
    if (below === 0 || above === 0) continue;
    const between = below * above * (sumBelow / below - (total - sumBelow) / above) ** 2;
    if (between > best) [best, limit] = [between, value];
  }
  return limit;
}

/** Convex outlines of the connected areas above a limit that are large enough. */
function componentsOf({ width, height, values }: Plane, limit: number): { hull: Point[]; count: number }[] {
  const seen = new Uint8Array(values.length);
  const stack = new Int32Array(values.length);
  const found: { hull: Point[]; count: number }[] = [];
  for (let start = 0; start < values.length; start++) {
    if (seen[start] || (values[start] ?? 0) <= limit) continue;
    let [top, count] = [1, 0];
    stack[0] = start;
    seen[start] = 1;
    const left = new Float32Array(height).fill(Number.POSITIVE_INFINITY);
    const right = new Float32Array(height).fill(-1);
    while (top > 0) {
      const at = stack[--top] ?? 0;
      count++;
      const x = at % width;
      const y = (at - x) / width;
      if (x < (left[y] ?? 0)) left[y] = x;
      if (x > (right[y] ?? 0)) right[y] = x;
      for (let side = 0; side < 4; side++) {
        if ((side === 0 && x === 0) || (side === 1 && x === width - 1)) continue;
        const next = at + (side === 0 ? -1 : side === 1 ? 1 : side === 2 ? -width : width);
        if (next < 0 || next >= values.length || seen[next] || (values[next] ?? 0) <= limit) continue;
        seen[next] = 1;
        stack[top++] = next;
      }
    }
    if (count < (LEAST_AREA / 2) * values.length) continue;
    const points = Array.from({ length: height }, (_, y) => y).flatMap((y) => {
      const [low, high] = [left[y] ?? 0, right[y] ?? -1];
      return high < 0
        ? []
        : [low, high + 1].flatMap((x) => [
            { x, y },
            { x, y: y + 1 },
          ]);
    });
    found.push({ hull: hullOf(points), count });
  }
  return found;
}

/** Convex hull, clockwise on the screen (Andrew's monotone chain). */
function hullOf(points: Point[]): Point[] {
  const sorted = points.toSorted((one, other) => one.x - other.x || one.y - other.y);
  const half = (order: Point[]): Point[] => {
    const chain: Point[] = [];
    for (const point of order) {
      for (
        let [before, last] = [chain.at(-2), chain.at(-1)];
        before && last;
        [before, last] = [chain.at(-2), chain.at(-1)]
      ) {
        if ((last.x - before.x) * (point.y - before.y) - (last.y - before.y) * (point.x - before.x) > 0) break;
        chain.pop();
      }
      chain.push(point);
    }
    return chain.slice(0, -1);
  };
  return [...half(sorted), ...half(sorted.toReversed())];
}

/** Corners of the four-sided outline: the hull, whose least sides are removed by prolonging their neighbours. */
function cornersOf(hull: readonly Point[]): Corners | undefined {
  const points = [...hull];
  while (points.length > 4) {
    let best: { index: number; point: Point; cost: number } | undefined;
    for (let index = 0; index < points.length; index++) {
      const at = (step: number) => points[(index + step + points.length) % points.length] ?? { x: 0, y: 0 };
      const point = crossing(at(-1), at(0), at(1), at(2));
      if (!point) continue;
      const cost = areaOf([at(0), point, at(1)]);
      if (!best || cost < best.cost) best = { index, point, cost };
    }
    if (!best) return undefined;
    const next = (best.index + 1) % points.length;
    points[best.index] = best.point;
    points.splice(next, 1);
  }
  return points.length === 4 ? inOrder(points) : undefined;
}

/** The point where the prolonged lines ab and dc meet beyond the side bc. */
function crossing(a: Point, b: Point, c: Point, d: Point): Point | undefined {
  const [ux, uy, vx, vy] = [b.x - a.x, b.y - a.y, c.x - d.x, c.y - d.y];
  const area = ux * vy - uy * vx;
  if (Math.abs(area) < 1e-9) return undefined;
  const along = ((c.x - b.x) * vy - (c.y - b.y) * vx) / area;
  const back = ((c.x - b.x) * uy - (c.y - b.y) * ux) / area;
  return along >= 0 && back >= 0 ? { x: b.x + along * ux, y: b.y + along * uy } : undefined;
}

/** Starts at the corner nearest to the upper left, then goes clockwise. */
function inOrder(points: readonly Point[]): Corners | undefined {
  const sum = points.map(({ x, y }) => x + y);
  const first = sum.indexOf(Math.min(...sum));
  const turned = [0, 1, 2, 3].map((step) => points[(first + step) % 4] ?? { x: 0, y: 0 });
  const [p, q, r, s] = turned;
  if (!p || !q || !r || !s) return undefined;
  const isClockwise = (q.x - p.x) * (s.y - p.y) - (q.y - p.y) * (s.x - p.x) > 0;
  return isClockwise ? [p, q, r, s] : [p, s, r, q];
}
