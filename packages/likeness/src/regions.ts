import { type Box, heightOf, type Picture, wholeOf, widthOf } from './picture.ts';
import { type Sums, sumsOf } from './sums.ts';
import { isWorthy, type Profiles, profilesOf, runsOf, trim } from './trim.ts';

/** A place of the query that may hold a figure. */
export type Region = { box: Box; content: Box };

const MOST_REGIONS = 40;
const MOST_DEPTH = 7;
/** Least area of a region, as a share of the query. */
const LEAST_AREA = 0.02;
/** Runs of which all neighbours are also joined: a figure may have as many parts. Of more runs, so many widest gaps count. */
const MOST_JOINED = 6;
/** Share of their size by which regions may differ and be one. */
const SAME = 0.008;
/** Least width of a gap between figures, as a share of the longer side of their box. */
const LEAST_GAP = 0.012;
/** Change of brightness at an edge between areas, and the share of a line that must have it. */
const EDGE = 9;
const EDGE_SHARE = 0.85;

/**
 * Finds boxes that may hold a figure: the query itself, likely places in it, known areas, and parts that gaps or
 * straight edges separate (an XY-cut). The likely places come first, in their order, then the largest of the others.
 */
export function regionsOf(picture: Picture, areas: readonly Box[] = [], likely: readonly Box[] = []): Region[] {
  const found = new Map<string, Region>();
  const look: Look = { profiles: profilesOf(picture), edges: edgesIn(picture) };
  const regionOf = (box: Box): Region => ({ box, content: trim(picture, box, look.profiles) ?? box });
  const add = (box: Box): void => {
    if (!isWorthy(box, picture, LEAST_AREA)) return;
    const region = regionOf(box);
    const key = [box, region.content].flatMap(({ left, top, right, bottom }) => [left, top, right, bottom]).join();
    if (!found.has(key)) found.set(key, region);
  };
  const explore = (queue: { box: Box; depth: number }[]): void => {
    for (let next = queue.shift(); next && found.size < 3 * MOST_REGIONS; next = queue.shift()) {
      const { box, depth } = next;
      if (!isWorthy(box, picture, LEAST_AREA)) continue;
      add(box);
      if (depth >= MOST_DEPTH) continue;
      for (const part of cut(look, box, add)) queue.push({ box: part, depth: depth + 1 });
    }
  };
  for (const box of areas) add(box);
  explore([{ box: wholeOf(picture), depth: 0 }]);
  // Later, since parts of known areas, such as cells of a grid, must not crowd out the other parts of the query.
  explore(areas.map((box) => ({ box, depth: MOST_DEPTH - 1 })));
  const largest = [...found.values()].toSorted((one, other) => areaOf(other.content) - areaOf(one.content));
  return distinct([...likely.map(regionOf), ...largest]).slice(0, MOST_REGIONS);
}

/** The regions without those that nearly equal an earlier one. */
function distinct(regions: readonly Region[]): Region[] {
  const kept: Region[] = [];
  for (const region of regions)
    if (!kept.some(({ box, content }) => isSame(region.box, box) && isSame(region.content, content))) kept.push(region);
  return kept;
}

/** Tells whether two boxes are one for a comparison of a few cells. */
export function isSame(one: Box, other: Box): boolean {
  const [x, y] = [SAME * widthOf(other), SAME * heightOf(other)];
  return (
    Math.max(Math.abs(one.left - other.left), Math.abs(one.right - other.right)) <= x &&
    Math.max(Math.abs(one.top - other.top), Math.abs(one.bottom - other.bottom)) <= y
  );
}

const areaOf = (box: Box): number => widthOf(box) * heightOf(box);

/** Counts that are made once for all boxes of a picture. */
type Look = {
  profiles: Profiles;
  /** Pixels that differ from the one above, and from the one to the left. */
  edges: { rows: Sums; columns: Sums };
};

function edgesIn({ light: { values }, width, height }: Picture): Look['edges'] {
  const differs = (back: number) => (at: number) => Math.abs((values[at] ?? 0) - (values[at - back] ?? 0)) > EDGE;
  return { rows: sumsOf(width, height, differs(width)), columns: sumsOf(width, height, differs(1)) };
}

/** Cuts a box at its edges or else at its widest gaps. Boxes of several neighbouring parts are only added. */
function cut({ profiles, edges }: Look, box: Box, add: (box: Box) => void): Box[] {
  const atEdges = cutAtEdges(edges, box);
  if (atEdges.length > 0) return atEdges;
  const { columns, rows } = profiles(box);
  const across = joinRuns(runsOf(columns, rows.length), LEAST_GAP * Math.max(columns.length, rows.length));
  const down = joinRuns(runsOf(rows, columns.length), LEAST_GAP * Math.max(columns.length, rows.length));
  const [left, top] = [Math.floor(box.left), Math.floor(box.top)];
  const column = ([from, to]: Run): Box => ({ ...box, left: left + from, right: left + to });
  const row = ([from, to]: Run): Box => ({ ...box, top: top + from, bottom: top + to });
  const [first, last] = [across[0], across.at(-1)];
  const [upper, lower] = [down[0], down.at(-1)];
  if (!first || !last || !upper || !lower) return [];
  const content = { left: left + first[0], right: left + last[1], top: top + upper[0], bottom: top + lower[1] };
  if (across.length === 1 && down.length === 1) return areaOf(content) < areaOf(box) ? [content] : [];
  for (const joined of neighbours(across)) add(column(joined));
  for (const joined of neighbours(down)) add(row(joined));
  const parts = widestGap(across) >= widestGap(down) ? across.map(column) : down.map(row);
  return parts;
}

type Run = [number, number];

function joinRuns(runs: Run[], least: number): Run[] {
  const joined: Run[] = [];
  for (const run of runs) {
    const last = joined.at(-1);
    if (last && run[0] - last[1] < least) last[1] = run[1];
    else joined.push([...run]);
  }
  return joined;
}

const gapsOf = (runs: Run[]): number[] => runs.slice(1).map((run, index) => run[0] - (runs[index]?.[1] ?? 0));

const widestGap = (runs: Run[]): number => Math.max(0, ...gapsOf(runs));

/** Unions of two or more neighbouring runs, without all of them. Of many runs, only those that the widest gaps separate. */
function neighbours(runs: Run[]): Run[] {
  if (runs.length > MOST_JOINED) {
    const widest = [...new Set(gapsOf(runs))].toSorted((one, other) => other - one).slice(0, MOST_JOINED);
    return widest.flatMap((gap) => joinRuns(runs, gap));
  }
  return runs.flatMap((first, from) =>
    runs.slice(from + 1).flatMap((last, more): Run[] => (more + 2 < runs.length ? [[first[0], last[1]]] : [])),
  );
}

/** Cuts a box at rows and columns where nearly every pixel changes, such as below the title of a window. */
function cutAtEdges(edges: Look['edges'], box: Box): Box[] {
  const rows = edgesOf(edges, box, 'rows');
  if (rows.length > 0) {
    const ends = [Math.floor(box.top), ...rows, box.bottom];
    return ends.slice(1).map((bottom, index) => ({ ...box, top: ends[index] ?? 0, bottom }));
  }
  const columns = edgesOf(edges, box, 'columns');
  if (columns.length === 0) return [];
  const ends = [Math.floor(box.left), ...columns, box.right];
  return ends.slice(1).map((right, index) => ({ ...box, left: ends[index] ?? 0, right }));
}

function edgesOf(sums: Look['edges'], box: Box, along: 'rows' | 'columns'): number[] {
  const [left, top, right, bottom] = [box.left, box.top, box.right, box.bottom].map(Math.floor);
  if (left === undefined || top === undefined || right === undefined || bottom === undefined) return [];
  const isRows = along === 'rows';
  const [from, to, start, end] = isRows ? [top, bottom, left, right] : [left, right, top, bottom];
  const lines: number[] = [];
  for (let line = from + 1; line < to; line++) {
    const changed = isRows ? sums.rows.inRow(line, start, end) : sums.columns.inColumn(line, start, end);
    if (changed >= EDGE_SHARE * (end - start)) lines.push(line);
  }
  return lines;
}
