import { GRID, hasColour, LIGHTS, VIEW, type View, viewOf } from './descriptor.ts';
import { type Box, heightOf, type Picture, shrink, sizeFor, wholeOf, widthOf } from './picture.ts';
import { isSame, type Region } from './regions.ts';

/** Weight of colours beside brightness: they are weak, but tell siblings apart. */
const COLOUR_WEIGHT = 2;

/** The view of stored pictures that a probe is compared with, or a window of the whole one. */
export type Target = 'whole' | 'trimmed' | 'window';

/** A place of the query, prepared for the comparison with every stored view. */
export type Probe = {
  target: Target;
  /** The place in the query that corresponds to the target. */
  box: Box;
  /** Place in the target as shares of its sides; all of it unless it is a window. */
  part: Box;
  ratio: number;
  isGrey: boolean;
  /** Normed values, of which those outside of a window are 0. */
  values: Float32Array;
};

const ALL: Box = { left: 0, top: 0, right: 1, bottom: 1 };
/** Sides of windows in cells, for queries that show a part of a picture. Aligning finds those between. */
const WINDOWS = [13, 11];
const SIDE = 512;

/** Probes for whole pictures: each region and its content, without those that are nearly there. */
export function probesOf(sizes: readonly [Picture, ...Picture[]], regions: readonly Region[]): Probe[] {
  const isGrey = !hasColour(sizes.find(({ width, height }) => Math.max(width, height) <= SIDE) ?? sizes[0]);
  const probes: Probe[] = [];
  for (const { box, content } of regions)
    for (const [target, place] of [['whole', box] as const, ['trimmed', content] as const]) {
      if (probes.some((other) => other.target === target && isSame(place, other.box))) continue;
      const seen = sizeFor(sizes, place, 2 * GRID, 2 * GRID);
      const values = normed(viewOf(seen.picture, seen.box), isGrey);
      probes.push({ target, box: place, part: ALL, ratio: widthOf(place) / heightOf(place), isGrey, values });
    }
  return probes;
}

/** Probes for a query that shows a part of a picture: all windows of the usual sizes. */
export function windowProbes(sizes: readonly [Picture, ...Picture[]]): Probe[] {
  const box = wholeOf(sizes[0]);
  const { light } = sizeFor(sizes, box, 2 * GRID, 2 * GRID).picture;
  const ratio = widthOf(box) / heightOf(box);
  return WINDOWS.flatMap((cells) => {
    const seen = shrink(light, wholeOf(light), cells, cells).values;
    const mean = seen.reduce((sum, value) => sum + value, 0) / seen.length;
    const norm = Math.hypot(...seen.map((value) => value - mean)) || 1;
    const places = Array.from({ length: GRID - cells + 1 }, (_, place) => place);
    return places.flatMap((top) =>
      places.map((left): Probe => {
        const values = new Float32Array(LIGHTS);
        for (let y = 0; y < cells; y++)
          for (let x = 0; x < cells; x++)
            values[(top + y) * GRID + left + x] = ((seen[y * cells + x] ?? 0) - mean) / norm;
        const [right, bottom] = [left + cells, top + cells];
        const part = { left: left / GRID, top: top / GRID, right: right / GRID, bottom: bottom / GRID };
        return { target: 'window', box, part, ratio, isGrey: true, values };
      }),
    );
  });
}

function normed(view: View, isGrey: boolean): Float32Array {
  const { mean, grey, all } = normsOf(view);
  const norm = (isGrey ? grey : all) || 1;
  const values = new Float32Array(isGrey ? LIGHTS : VIEW);
  for (let index = 0; index < values.length; index++) {
    const value = view[index] ?? 0;
    values[index] = (index < LIGHTS ? value - mean : value * COLOUR_WEIGHT ** 2) / norm;
  }
  return values;
}

/** Length of a view after its mean brightness is removed, without and with its colours. */
export function normsOf(view: View): { mean: number; grey: number; all: number } {
  let [sum, lights, colours] = [0, 0, 0];
  for (let index = 0; index < LIGHTS; index++) {
    const value = view[index] ?? 0;
    sum += value;
    lights += value ** 2;
  }
  for (let index = LIGHTS; index < VIEW; index++) colours += (view[index] ?? 0) ** 2;
  const mean = sum / LIGHTS;
  const grey = Math.max(0, lights - LIGHTS * mean ** 2);
  return { mean, grey: Math.sqrt(grey), all: Math.sqrt(grey + colours * COLOUR_WEIGHT ** 2) };
}
