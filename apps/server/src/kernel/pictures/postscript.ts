import { ghostscript, type PageOrder, textOfPages } from './ghostscript.ts';

/** Points of PostScript and CSS pixels in an inch. */
const POINTS = 72;
const PIXELS = 96;
/** Dots per inch of pages of unknown size: a figure in one column of a journal (3.5 inches) becomes 525 pixels wide. */
const RESOLUTION = 150;
const MOST_RESOLUTION = 4800;
/** A page is drawn larger than asked, up to so many pixels: thin lines look better when they are shrunk. */
const FINE = 4096;
const BOX = /^%%(?:HiRes)?BoundingBox:\s*(-?[\d.]+)\s+(-?[\d.]+)\s+(-?[\d.]+)\s+(-?[\d.]+)/gm;
/** The box may be at the end, so both ends are searched. */
const END_BYTES = 2 ** 16;
const DOS_EPS = 0xc5d0d3c6;

interface Page {
  png: Uint8Array;
  /** Size at 96 pixels an inch, if it is known before drawing. */
  size?: { width: number; height: number };
}

/** Draws a page of PDF or PostScript: with a known bounding box as large as asked, else at 150 dots per inch. */
export async function drawPage(
  given: Uint8Array,
  order: Omit<PageOrder, 'resolution'> & { size: number },
): Promise<Page> {
  const bytes = postScriptOf(given);
  const box = boxOf(bytes);
  if (!box) return { png: await ghostscript(bytes, { ...order, resolution: RESOLUTION }) };
  const resolutionFor = (side: number) => (POINTS * side) / Math.max(box.width, box.height);
  const fine = Math.min(RESOLUTION, resolutionFor(FINE));
  const resolution = Math.min(Math.max(resolutionFor(order.size), fine), MOST_RESOLUTION);
  const inPixels = (points: number) => Math.max(1, Math.round((points * PIXELS) / POINTS));
  return {
    png: await ghostscript(bytes, { ...order, resolution: Number(resolution.toFixed(3)) }),
    size: { width: inPixels(box.width), height: inPixels(box.height) },
  };
}

/** The text on the first pages of PDF or PostScript. */
export const textIn = (given: Uint8Array, order: Omit<PageOrder, 'resolution' | 'page'>): Promise<Uint8Array> =>
  textOfPages(postScriptOf(given), order);

/** The PostScript in an EPS file with a preview for DOS (Adobe's technical note 5002). */
function postScriptOf(bytes: Uint8Array): Uint8Array {
  const file = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 30 || file.getUint32(0) !== DOS_EPS) return bytes;
  const start = file.getUint32(4, true);
  return bytes.subarray(start, start + file.getUint32(8, true));
}

/** Width and height in points by the last box at the beginning or, for `(atend)`, at the end. Null without a box. */
function boxOf(bytes: Uint8Array): { width: number; height: number } | null {
  const text = (part: Uint8Array) => Buffer.from(part).toString('latin1').replaceAll('\r', '\n');
  if (!text(bytes.subarray(0, 4)).startsWith('%!')) return null;
  for (const part of [bytes.subarray(0, END_BYTES), bytes.subarray(-END_BYTES)]) {
    for (const [, ...numbers] of text(part).matchAll(BOX)) {
      const [left = 0, bottom = 0, right = 0, top = 0] = numbers.map(Number);
      const [width, height] = [right - left, top - bottom];
      if (width > 0 && height > 0 && Number.isFinite(width * height)) return { width, height };
    }
  }
  return null;
}
