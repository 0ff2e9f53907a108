import type { PictureDiff, Skipped } from '@gofigr/compare';
import type { Alignment } from '../search.ts';

/** A picture as a file, or drawn already: workers can't draw SVG. */
export type Source = Blob | ImageBitmap;

export interface Asked {
  a: Source;
  b: Source;
  threshold: number;
  align: Alignment;
}

/** A part of the compared area with changed pixels in red on transparent ground, and its place in pixels. */
export interface Tile {
  x: number;
  y: number;
  bitmap: ImageBitmap;
}

/** The difference, and the parts of the area in which pixels changed. */
export interface Difference {
  summary: PictureDiff;
  tiles: Tile[];
}

export type Answer = Difference | Skipped | { error: string };
