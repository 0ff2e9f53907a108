import sharp from 'sharp';
import { fingerprint } from './fingerprint.ts';
import { ghostscript } from './ghostscript.ts';
import type { DrawOrder } from './messages.ts';

const PAGE_FORMATS = new Set(['pdf', 'eps', 'ps']);
/** Density at which the SVG loader draws one user unit as one pixel. */
const SVG_BASE_DENSITY = 72;
const SVG_DENSITIES = { least: 1, most: 100_000 };

sharp.cache(false);
sharp.concurrency(1);
// Only these loaders, and only from memory: a document loaded from a file would have a base address, and the SVG loader
// would open neighbouring files.
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({
  operation: [
    'VipsForeignLoadPngBuffer',
    'VipsForeignLoadJpegBuffer',
    'VipsForeignLoadWebpBuffer',
    'VipsForeignLoadNsgifBuffer',
    'VipsForeignLoadTiffBuffer',
    'VipsForeignLoadSvgBuffer',
  ],
});

/** Draws the thumbnail or computes the fingerprint. Throws or returns null if that is impossible. */
export async function draw(given: Uint8Array, order: DrawOrder): Promise<Uint8Array | null> {
  const { format, size, maxPixels } = order;
  const bytes = PAGE_FORMATS.has(format) ? await ghostscript(given, order) : given;
  if (isGzip(bytes)) return null;

  // Reads only the header: nothing is decoded before the pixel limit below applies.
  const source = await sharp(bytes, { limitInputPixels: false }).metadata();
  const isVector = source.format === 'svg';
  const picture = sharp(bytes, {
    limitInputPixels: maxPixels,
    // Truncated pictures get no thumbnail; warnings are ignored.
    failOn: 'error',
    ...(isVector && { density: vectorDensity(source, size) }),
  }).autoOrient();
  if (order.as === 'fingerprint') return fingerprint(picture);
  picture.resize({ width: size, height: size, fit: 'inside', withoutEnlargement: !isVector });
  return order.as === 'webp' ? picture.webp().toBuffer() : picture.png().toBuffer();
}

/** Whether an SVG is compressed: the loader would inflate it without a limit. */
function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/** The density that draws an SVG at about the requested size, instead of shrinking a large drawing. */
function vectorDensity(source: { width: number; height: number }, size: number): number {
  const density = SVG_BASE_DENSITY * Math.min(size / source.width, size / source.height);
  return Math.min(Math.max(density, SVG_DENSITIES.least), SVG_DENSITIES.most);
}
