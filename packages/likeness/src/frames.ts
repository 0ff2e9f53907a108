import { type Box, heightOf, type Picture, widthOf } from './picture.ts';

/** Difference of two pixels at an edge: brightness and both colours together. */
const EDGE = 8;
/** Least length of an edge, as a share of the longer side of the query, and the gaps that don't end it. */
const LEAST_LENGTH = 0.1;
const MOST_GAP = 6;
/** Share of a side of a frame that an edge covers. */
const LEAST_COVER = 0.85;
/** Distance in pixels below which two edges are one. */
const NEAR = 3;
/** Frames whose sides differ by less than this share of their size are one. */
const SAME = 0.015;
const MOST_EDGES = 40;
const MOST_FRAMES = 16;

/** A straight edge: its place across, and its ends along. */
type Edge = { at: number; from: number; to: number };

/** Finds upright rectangles with an edge on each side, such as windows and pictures on a slide. Largest first. */
export function framesOf(picture: Picture): Box[] {
  const rows = edgesOf(picture, 'rows');
  const columns = edgesOf(picture, 'columns');
  const least = LEAST_LENGTH * Math.max(picture.width, picture.height);
  const frames: Box[] = [];
  for (const [left, right] of pairsOf(columns, least)) {
    const across = rows.filter((row) => covers(row, left.at, right.at));
    for (const [top, bottom] of pairsOf(across, least))
      if (covers(left, top.at, bottom.at) && covers(right, top.at, bottom.at))
        frames.push({ left: left.at, right: right.at, top: top.at, bottom: bottom.at });
  }
  const distinct: Box[] = [];
  for (const box of frames.toSorted((one, other) => areaOf(other) - areaOf(one)))
    if (distinct.length < MOST_FRAMES && !distinct.some((other) => isSame(box, other))) distinct.push(box);
  return distinct;
}

const areaOf = (box: Box): number => widthOf(box) * heightOf(box);

function isSame(one: Box, other: Box): boolean {
  const [x, y] = [SAME * widthOf(other), SAME * heightOf(other)];
  return (
    Math.max(Math.abs(one.left - other.left), Math.abs(one.right - other.right)) < x &&
    Math.max(Math.abs(one.top - other.top), Math.abs(one.bottom - other.bottom)) < y
  );
}

const covers = (edge: Edge, from: number, to: number): boolean =>
  Math.min(edge.to, to) - Math.max(edge.from, from) >= LEAST_COVER * (to - from);

/** Edges that are far enough apart and beside each other. */
function pairsOf(edges: readonly Edge[], least: number): [Edge, Edge][] {
  return edges.flatMap((one) =>
    edges.flatMap((other): [Edge, Edge][] => {
      const shared = Math.min(one.to, other.to) - Math.max(one.from, other.from);
      return other.at - one.at >= least && shared >= least ? [[one, other]] : [];
    }),
  );
}

/** The longest edges along rows or columns. Pixels two apart are compared, since scaling blurs edges. */
function edgesOf({ light, blue, red, width, height }: Picture, along: 'rows' | 'columns'): Edge[] {
  const isRows = along === 'rows';
  const [lines, length] = isRows ? [height, width] : [width, height];
  const [step, back] = isRows ? [1, width] : [width, 1];
  const least = LEAST_LENGTH * Math.max(width, height);
  const differs = (at: number): boolean => {
    const before = at - 2 * back;
    return (
      Math.abs((light.values[at] ?? 0) - (light.values[before] ?? 0)) +
        Math.abs((blue.values[at] ?? 0) - (blue.values[before] ?? 0)) +
        Math.abs((red.values[at] ?? 0) - (red.values[before] ?? 0)) >
      EDGE
    );
  };
  const found: (Edge & { lines: number })[] = [];
  for (let line = 2; line < lines; line++) {
    let [start, last] = [-1, -1];
    for (let place = 0; place <= length + MOST_GAP; place++) {
      const isEdge = place < length && differs(line * back + place * step);
      if (isEdge) {
        if (start < 0) start = place;
        last = place;
      } else if (start >= 0 && place - last > MOST_GAP) {
        if (last + 1 - start >= least) join(found, line - 0.5, start, last + 1);
        start = -1;
      }
    }
  }
  return found.toSorted((one, other) => other.to - other.from - (one.to - one.from)).slice(0, MOST_EDGES);
}

/** Adds an edge, or moves the same edge of the line before to the middle of both. */
function join(edges: (Edge & { lines: number })[], at: number, from: number, to: number): void {
  const same = edges.findLast(
    (other) => at - other.at < NEAR && Math.abs(other.from - from) < NEAR && Math.abs(other.to - to) < NEAR,
  );
  if (!same) return void edges.push({ at, from, to, lines: 1 });
  same.at = (same.at * same.lines + at) / (same.lines + 1);
  same.lines++;
}
