import { type Box, heightOf, medianOf, type Picture, widthOf } from './picture.ts';
import { type Sums, sumsOf } from './sums.ts';

/** Difference from the background at which a pixel belongs to the content, in steps of brightness. */
const CONTRAST = 28;
/** Content has at least so many pixels in a row or column, as a share of it, and never fewer than one. */
const LEAST_SHARE = 0.002;

type Colour = { light: number; blue: number; red: number };

/** The usual colour along the edge of a box. */
export function backgroundOf(picture: Picture, box: Box): Colour {
  const [left, top] = [Math.floor(box.left), Math.floor(box.top)];
  const [right, bottom] = [Math.ceil(box.right) - 1, Math.ceil(box.bottom) - 1];
  const places: number[] = [];
  const step = Math.max(1, Math.floor((right - left + bottom - top) / 200));
  for (let x = left; x <= right; x += step) places.push(top * picture.width + x, bottom * picture.width + x);
  for (let y = top; y <= bottom; y += step) places.push(y * picture.width + left, y * picture.width + right);
  const usual = (values: Float32Array) => medianOf(places.map((place) => values[place] ?? 0));
  return { light: usual(picture.light.values), blue: usual(picture.blue.values), red: usual(picture.red.values) };
}

/** Pixels of content in each column and row of a box. */
export type Profile = { columns: Uint32Array; rows: Uint32Array };

/** Tells for each pixel whether it differs from the background. */
export function differsFrom(
  { light, blue, red }: Picture,
  background: Colour,
  contrast = CONTRAST,
): (at: number) => boolean {
  return (at) =>
    Math.abs((light.values[at] ?? 0) - background.light) +
      Math.abs((blue.values[at] ?? 0) - background.blue) +
      Math.abs((red.values[at] ?? 0) - background.red) >=
    contrast;
}

/** Counts the pixels that differ from the background. */
function profileOf(picture: Picture, box: Box, background: Colour): Profile {
  const [left, top] = [Math.floor(box.left), Math.floor(box.top)];
  const columns = new Uint32Array(Math.ceil(box.right) - left);
  const rows = new Uint32Array(Math.ceil(box.bottom) - top);
  const differs = differsFrom(picture, background);
  for (let y = 0; y < rows.length; y++) {
    let count = 0;
    for (let x = 0; x < columns.length; x++) {
      if (!differs((top + y) * picture.width + left + x)) continue;
      count++;
      columns[x] = (columns[x] ?? 0) + 1;
    }
    rows[y] = count;
  }
  return { columns, rows };
}

/** Profiles of boxes of one picture before their own background. */
export type Profiles = (box: Box) => Profile;

/** Profiles of one box at a time. */
const single =
  (picture: Picture): Profiles =>
  (box) =>
    profileOf(picture, box, backgroundOf(picture, box));

/**
 * Profiles of many boxes: those with the same background share one count of the whole picture, once their own counts
 * have cost as much.
 */
export function profilesOf(picture: Picture): Profiles {
  const known = new Map<string, { counted: number; sums?: Sums }>();
  let last: { box: Box; profile: Profile } | undefined;

  function profile(box: Box): Profile {
    const background = backgroundOf(picture, box);
    const key = [background.light, background.blue, background.red].join();
    const shared = known.get(key) ?? { counted: 0 };
    known.set(key, shared);
    const [left, top, right, bottom] = [
      Math.floor(box.left),
      Math.floor(box.top),
      Math.ceil(box.right),
      Math.ceil(box.bottom),
    ];
    shared.counted += (right - left) * (bottom - top);
    if (shared.counted < picture.width * picture.height) return profileOf(picture, box, background);
    shared.sums ??= sumsOf(picture.width, picture.height, differsFrom(picture, background));
    const { inRow, inColumn } = shared.sums;
    return {
      columns: Uint32Array.from({ length: right - left }, (_, x) => inColumn(left + x, top, bottom)),
      rows: Uint32Array.from({ length: bottom - top }, (_, y) => inRow(top + y, left, right)),
    };
  }

  return (box) => {
    // A box is trimmed, and cut next.
    if (last?.box !== box) last = { box, profile: profile(box) };
    return last.profile;
  };
}

/** The box of what differs from the background of a box. Undefined if nothing does. */
export function trim(picture: Picture, box: Box, profiles: Profiles = single(picture)): Box | undefined {
  const { columns, rows } = profiles(box);
  const [across, down] = [endsOf(columns, rows.length), endsOf(rows, columns.length)];
  if (!across || !down) return undefined;
  const [left, top] = [Math.floor(box.left), Math.floor(box.top)];
  return { left: left + across[0], right: left + across[1], top: top + down[0], bottom: top + down[1] };
}

/** Runs of columns or rows with content, as pairs of start and exclusive end. */
export function runsOf(counts: Uint32Array, length: number): [number, number][] {
  const least = Math.max(1, LEAST_SHARE * length);
  const runs: [number, number][] = [];
  let start = -1;
  for (let index = 0; index <= counts.length; index++) {
    const isContent = index < counts.length && (counts[index] ?? 0) >= least;
    if (isContent && start < 0) start = index;
    if (!isContent && start >= 0) {
      runs.push([start, index]);
      start = -1;
    }
  }
  return runs;
}

function endsOf(counts: Uint32Array, length: number): [number, number] | undefined {
  const runs = runsOf(counts, length);
  const [first, last] = [runs[0], runs.at(-1)];
  return first && last && [first[0], last[1]];
}

/** Tells whether a box is large enough to be a figure. */
export const isWorthy = (box: Box, picture: Picture, share: number): boolean =>
  Math.min(widthOf(box), heightOf(box)) >= 24 && widthOf(box) * heightOf(box) >= share * picture.width * picture.height;
