import { formatOf, metadataOf } from '../../data/index.ts';
import type { DataRow } from '../../revision/index.ts';

/** Formats that can be drawn, best first. */
const DRAWABLE = ['png', 'jpg', 'jpeg', 'webp', 'gif', 'svg', 'tiff', 'pdf', 'eps'];

/** Picture format of a datum; for files it is the extension. */
export function formatToDraw(row: DataRow): string {
  if (row.type === 'file') return /\.([a-z]+)$/.exec(row.name.toLowerCase())?.[1] ?? '';
  return row.type === 'image' ? formatOf(row) : '';
}

/**
 * Chooses the datum to draw: images before files, without a watermark if possible, in the format that is drawn best.
 */
export function pictureOf(data: readonly DataRow[]): DataRow | undefined {
  const rank = (row: DataRow) =>
    DRAWABLE.indexOf(formatToDraw(row)) +
    (metadataOf(row, 'is_watermarked') === true ? DRAWABLE.length : 0) +
    (row.type === 'file' ? 2 * DRAWABLE.length : 0);
  return data
    .filter((row) => DRAWABLE.includes(formatToDraw(row)))
    .toSorted((first, second) => rank(first) - rank(second))[0];
}
