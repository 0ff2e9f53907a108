import { align, gainOf, toPixels } from './align.ts';
import { decode } from './descriptor.ts';
import {
  type Box,
  halvesOf,
  heightOf,
  type Picture,
  type Plane,
  shrink,
  sizeFor,
  wholeOf,
  widthOf,
} from './picture.ts';
import type { Probe } from './probe.ts';
import type { Scene } from './query.ts';
import { sample, type Warp } from './warp.ts';

/** Limits of the gain between aligned pictures. */
const GAIN = { least: 0.6, most: 2.5 };

/** Longest sides at which a picture is aligned, coarse first, and at which it is scored. */
const ROUGH = 48;
const COARSE = 96;
/** Longest side of the thumbnails that are compared: larger ones are only slower. */
export const COMPARED_SIDE = 320;
const FINE = [192, COMPARED_SIDE];
/** Photos have no finer details. */
const FINE_PHOTO = [208];
/** Margin around a place of the query, as a share of it, into which the picture may move. */
const MARGIN = 0.08;
/** Side of a tile in cells. */
const TILE = 16;
/** Deviation of brightness below which a tile is empty. */
const EMPTY = 3;
/** Difference of colour that counts as much as no correlation. */
const WRONG_COLOUR = 60;
const LEAST_COVER = 0.25;
/** Shorter side of the smallest size of a stored picture. */
const LEAST_SIDE = 40;

/** A stored picture: sizes of its thumbnail, and facts of its description. */
export type Stored = { sizes: readonly [Picture, ...Picture[]]; content: Box; hasColour: boolean };

/** Prepares a thumbnail for comparisons. Undefined if its description can't be read. */
export function storedOf(picture: Picture, descriptor: Uint8Array): Stored | undefined {
  const description = decode(descriptor);
  return description && { ...description, sizes: halvesOf(picture, LEAST_SIDE) };
}

/** How well a place of the query and a picture agree. */
export type Agreement = {
  /** From 0 to 1: correlation of brightness over tiles with content, less differences of colour. */
  score: number;
  /** Agreement of the worst tiles: low if the pictures differ in one place only. */
  worst: number;
  /** Share of the picture that the query shows. */
  cover: number;
};

const NONE: Agreement = { score: 0, worst: 0, cover: 0 };

/** A place of the query beside a stored picture, aligned as far as `side`. */
export type Pairing = {
  scene: Scene;
  probe: Probe;
  stored: Stored;
  /** The part of the query that is compared. */
  patch: Box;
  /** From shares of the picture to shares of the patch. */
  warp: Warp;
  agreement: Agreement;
};

/** Pairs the place of a probe with a picture, such as its thumbnail, by its position alone. */
export function pair(scene: Scene, probe: Probe, stored: Stored): Pairing {
  const [query] = scene.sizes;
  const { box, part, target } = probe;
  const place = target === 'trimmed' ? stored.content : part;
  const [width, height] = [widthOf(box) / widthOf(place), heightOf(box) / heightOf(place)];
  const [left, top] = [box.left - place.left * width, box.top - place.top * height];
  const patch = within({ left, top, right: left + width, bottom: top + height }, query);
  const [across, down] = [widthOf(patch), heightOf(patch)];
  const warp: Warp = [
    width / across,
    0,
    (left - patch.left) / across,
    0,
    height / down,
    (top - patch.top) / down,
    0,
    0,
  ];
  return { scene, probe, stored, patch, warp, agreement: NONE };
}

/** Aligns a pairing by a larger size than before, as far as both have it, and scores it there. */
export const alignAt = (pairing: Pairing, precision: 'rough' | 'coarse' | 'fine'): Pairing => {
  if (precision === 'fine') return refine(pairing, pairing.scene.freedom === 'projected' ? FINE_PHOTO : FINE, 3);
  return refine(pairing, [precision === 'rough' ? ROUGH : COARSE], 6);
};

function refine(pairing: Pairing, sides: readonly number[], rounds: number): Pairing {
  const { scene, probe, stored, patch } = pairing;
  const { freedom } = scene;
  const longest = Math.max(stored.sizes[0].width, stored.sizes[0].height);
  let { warp } = pairing;
  const [across, down] = [widthOf(patch) * warp[0], heightOf(patch) * warp[4]];
  const most = Math.min(longest, Math.max(across, down));
  const able = sides.filter((side) => side <= most);
  const last = sides.at(-1) ?? most;
  if (last > most) able.push(Math.max(Math.round(most), 16));
  let best: { picture: Plane; query: Plane } | undefined;
  let end: Level | undefined;
  for (const side of able) {
    end = levelOf(pairing, side);
    best = { picture: end.stored('light'), query: end.shown('light') };
    warp = align(best.picture, best.query, warp, { freedom, rounds });
  }
  if (!best || !end) return pairing;
  const { width, height } = best.picture;
  const seen = (plane: Plane): Plane => sample(plane, toPixels(warp, plane), width, height);
  const isColoured = !probe.isGrey && stored.hasColour;
  const { stored: pictureOf, shown } = end;
  const colours = (isColoured ? (['blue', 'red'] as const) : []).map((name) => ({
    picture: pictureOf(name),
    query: seen(shown(name)),
  }));
  return { ...pairing, warp, agreement: scoreOf(best.picture, seen(best.query), colours) };
}

/** Both pictures at one size, by the name of a plane. */
type Level = Record<'stored' | 'shown', (name: 'light' | 'blue' | 'red') => Plane>;

function levelOf({ scene, stored, patch, warp }: Pairing, side: number): Level {
  const [full] = stored.sizes;
  const scale = side / Math.max(full.width, full.height);
  const columns = Math.max(8, Math.round(full.width * scale));
  const rows = Math.max(8, Math.round(full.height * scale));
  // The patch shows less or more than the whole picture.
  const across = Math.max(8, Math.round(columns / Math.abs(warp[0])));
  const down = Math.max(8, Math.round(rows / Math.abs(warp[4])));
  const own = sizeFor(stored.sizes, wholeOf(full), columns, rows);
  const query = sizeFor(scene.sizes, patch, across, down);
  return {
    stored: (name) => shrink(own.picture[name], own.box, columns, rows),
    shown: (name) => shrink(query.picture[name], query.box, across, down),
  };
}

/** A box with its margin, as far as the query reaches. */
function within(box: Box, query: Picture): Box {
  const [x, y] = [MARGIN * widthOf(box), MARGIN * heightOf(box)];
  return {
    left: Math.max(0, box.left - x),
    top: Math.max(0, box.top - y),
    right: Math.min(query.width, box.right + x),
    bottom: Math.min(query.height, box.bottom + y),
  };
}

function scoreOf(picture: Plane, query: Plane, colours: { picture: Plane; query: Plane }[]): Agreement {
  const tiles: { value: number; weight: number }[] = [];
  let covered = 0;
  const { gain, offset } = gainOf(picture, query, GAIN);
  for (let top = 0; top < picture.height; top += TILE)
    for (let left = 0; left < picture.width; left += TILE) {
      const tile = statsOf(picture, query, left, top, gain, offset);
      covered += tile.count;
      if (tile.count < (TILE * TILE) / 3) continue;
      const [one, two] = [Math.sqrt(tile.varianceP), Math.sqrt(tile.varianceS)];
      const likeness = (tile.covariance + EMPTY ** 2) / (Math.max(one, two) * Math.min(one, two) + EMPTY ** 2);
      const shift = Math.max(0, Math.abs(tile.meanP - tile.meanS) - 4) / WRONG_COLOUR;
      const wrong = colourOf(colours, left, top) / WRONG_COLOUR;
      const value = Math.max(0, likeness) - shift - wrong;
      tiles.push({ value: Math.max(0, value), weight: Math.max(one, two) + 8 * (wrong + shift) });
    }
  const cover = covered / picture.values.length;
  const weight = tiles.reduce((sum, tile) => sum + tile.weight, 0);
  if (weight === 0 || cover < LEAST_COVER) return { score: 0, worst: 0, cover };
  // A correlation of 1 is a little more with floating point numbers.
  const score = Math.min(1, tiles.reduce((sum, tile) => sum + tile.value * tile.weight, 0) / weight);
  const full = tiles.filter((tile) => tile.weight > 2 * EMPTY).map(({ value }) => value);
  const sorted = full.toSorted((a, b) => a - b).slice(0, Math.max(1, Math.ceil(full.length / 20)));
  return { score, worst: sorted.reduce((sum, value) => sum + value, 0) / sorted.length, cover };
}

type Stats = { count: number; meanP: number; meanS: number; varianceP: number; varianceS: number; covariance: number };

function statsOf(picture: Plane, query: Plane, left: number, top: number, gain: number, offset: number): Stats {
  let [count, sumP, sumS, squaresP, squaresS, cross] = [0, 0, 0, 0, 0, 0];
  const [right, bottom] = [Math.min(left + TILE, picture.width), Math.min(top + TILE, picture.height)];
  for (let y = top; y < bottom; y++)
    for (let x = left; x < right; x++) {
      const at = y * picture.width + x;
      const [p, raw] = [picture.values[at] ?? 0, query.values[at] ?? 0];
      if (raw !== raw) continue;
      const s = gain * raw + offset;
      count++;
      sumP += p;
      sumS += s;
      squaresP += p * p;
      squaresS += s * s;
      cross += p * s;
    }
  const number = Math.max(1, count);
  const [meanP, meanS] = [sumP / number, sumS / number];
  return {
    count,
    meanP,
    meanS,
    varianceP: Math.max(0, squaresP / number - meanP ** 2),
    varianceS: Math.max(0, squaresS / number - meanS ** 2),
    covariance: cross / number - meanP * meanS,
  };
}

/** Mean difference of colour in a tile, less what compression and blur cause. */
function colourOf(colours: { picture: Plane; query: Plane }[], left: number, top: number): number {
  let worst = 0;
  for (const { picture, query } of colours) {
    let [sum, count] = [0, 0];
    for (let y = top; y < Math.min(top + TILE, picture.height); y++)
      for (let x = left; x < Math.min(left + TILE, picture.width); x++) {
        const at = y * picture.width + x;
        const s = query.values[at] ?? 0;
        if (s !== s) continue;
        sum += (picture.values[at] ?? 0) - s;
        count++;
      }
    worst = Math.max(worst, Math.abs(sum) / Math.max(1, count));
  }
  return Math.max(0, worst - 2);
}
