import type { Freedom } from './align.ts';
import { withoutCorners } from './corners.ts';
import { framesOf } from './frames.ts';
import { islandsOf } from './islands.ts';
import { type Box, fit, halvesOf, heightOf, inside, type Picture, times, wholeOf, widthOf } from './picture.ts';
import { type Probe, probesOf, windowProbes } from './probe.ts';
import { mapCorners, type Quad, quadsOf } from './quads.ts';
import { isSame, type Region, regionsOf } from './regions.ts';
import { sheetOf } from './sheet.ts';
import type { Point } from './warp.ts';

/** Longest side of a query; larger ones are shrunk. */
export const QUERY_SIDE = 2048;
/** Longest side of the picture in which regions are looked for. */
const REGION_SIDE = 1024;
/** Groups of content that are looked up before all other regions. */
const MOST_ISLANDS = 16;
/** Areas whose contents are also looked up without their corners, and the least size of one as a share of the query. */
const MOST_BARE = 10;
const LEAST_BARE = 0.1;
/** Longest side of a sheet of paper in which regions are looked for. */
const SHEET_REGION_SIDE = 400;
/** Regions of a sheet that are looked up, and groups of content that come first. */
const SHEET_REGIONS = 8;
const SHEET_ISLANDS = 2;
/** Shorter side of the smallest size of a picture. */
const LEAST_SIDE = 48;
/** Slope of a side up to which an area is upright. */
const UPRIGHT = 0.012;

/** The query itself, or a sheet of paper in it, with the places that may hold a figure. */
export type Scene = {
  /** The picture, then halves of it, down to a few pixels. */
  sizes: readonly [Picture, ...Picture[]];
  freedom: Freedom;
  probes: Probe[];
};

/** Prepares a query: finds places that may hold a figure, also on photographed sheets. */
export function scenesOf(given: Picture): Scene[] {
  const picture = fit(given, wholeOf(given), QUERY_SIDE);
  const small = fit(picture, wholeOf(picture), REGION_SIDE);
  const quads = quadsOf(small);
  // The corners of an area may be found a little outside.
  const areas = [...framesOf(small), ...quads.filter(isUpright).map(boxOf)].map((box) => inside(box, small));
  const islands = islandsOf(small).slice(0, MOST_ISLANDS);
  const regions = [...regionsOf(small, areas, islands), ...bareRegions(small, [...islands, ...areas])];
  const scale = picture.width / small.width;
  const large = ({ x, y }: Point): Point => ({ x: x * scale, y: y * scale });
  const sheets = quads
    .filter((quad) => quad.isBright && !isUpright(quad))
    .flatMap((quad) => sheetOf(picture, mapCorners(quad.corners, large)) ?? []);
  return [
    sceneOf(
      picture,
      regions.map((region) => enlarged(region, scale)),
      'fitted',
    ),
    ...sheets.map((sheet) => sceneOf(sheet, sheetRegions(sheet), 'projected')),
  ];
}

/** The contents of the query and of large areas in it, without what lies in their corners. */
function bareRegions(picture: Picture, areas: readonly Box[]): Region[] {
  const least = LEAST_BARE * picture.width * picture.height;
  const large: Box[] = [];
  for (const box of [wholeOf(picture), ...areas])
    if (widthOf(box) * heightOf(box) >= least && !large.some((other) => isSame(box, other))) large.push(box);
  const contents = large.slice(0, MOST_BARE).flatMap((box) => withoutCorners(picture, box));
  return contents.map((content) => ({ box: content, content }));
}

/** Regions of a sheet, found in a small picture of it, in which noise is averaged out. */
function sheetRegions(sheet: Picture): Region[] {
  const small = fit(sheet, wholeOf(sheet), SHEET_REGION_SIDE);
  const regions = regionsOf(small, [], islandsOf(small).slice(0, SHEET_ISLANDS)).slice(0, SHEET_REGIONS);
  return regions.map((region) => enlarged(region, sheet.width / small.width));
}

/** The query as a part of a figure, cut on any side. */
export function partsOf({ sizes, freedom }: Scene): Scene {
  return { sizes, freedom, probes: windowProbes(sizes) };
}

function sceneOf(picture: Picture, regions: Region[], freedom: Freedom): Scene {
  const sizes = halvesOf(picture, LEAST_SIDE);
  return { sizes, freedom, probes: probesOf(sizes, regions) };
}

const isUpright = ({ corners: [p, q, r, s] }: Quad): boolean =>
  Math.max(Math.abs(p.y - q.y), Math.abs(s.y - r.y)) < UPRIGHT * Math.abs(q.x - p.x) &&
  Math.max(Math.abs(p.x - s.x), Math.abs(q.x - r.x)) < UPRIGHT * Math.abs(s.y - p.y);

const boxOf = ({ corners: [p, q, r, s] }: Quad): Box => ({
  left: (p.x + s.x) / 2,
  right: (q.x + r.x) / 2,
  top: (p.y + q.y) / 2,
  bottom: (s.y + r.y) / 2,
});

const enlarged = ({ box, content }: Region, scale: number): Region => ({
  box: times(box, scale, scale),
  content: times(content, scale, scale),
});
