import sharp, { type Sharp } from 'sharp';
import { CannotDraw } from './cannot-draw.ts';
import { fingerprint } from './fingerprint.ts';
import { likeness } from './likeness.ts';
import { isMeasured, type Measured, readMeasured, scaled } from './measured.ts';
import type { About, DrawOrder } from './messages.ts';
import { drawPage, textIn } from './postscript.ts';
import { readSvg, SVG_BASE_DENSITY, vectorDensity } from './svg.ts';
import { tiffPages } from './tiff.ts';

/** CSS pixels of a user unit of SVG at the loader's density. */
const SVG_PIXELS = 96 / SVG_BASE_DENSITY;
/** Larger pictures are compressed less, since that takes most of the time. */
const LARGE = 2048;

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
    // The library decodes AV1 alone: AVIF, but no HEIC.
    'VipsForeignLoadHeifBuffer',
    'VipsForeignLoadSvgBuffer',
  ],
});

interface Drawn {
  picture: Uint8Array;
  about: About;
}

/** A picture that can be resized, and facts about its source. */
interface Source {
  picture: Sharp;
  about: About;
}

/** A text has no size. */
const ABOUT_TEXT: About = { width: 0, height: 0, pages: 0, vector: true };

/** Draws the thumbnail, computes the fingerprint or reads the text. Throws if that is impossible. */
export async function draw(given: Uint8Array, order: DrawOrder): Promise<Drawn> {
  if (order.as === 'text') {
    if (order.program !== 'ghostscript') throw new CannotDraw('unreadable');
    return { picture: await textIn(given, order), about: ABOUT_TEXT };
  }
  const { picture, about } = await open(given, order);
  const { size, as } = order;
  if (as === 'likeness') return { picture: await likeness(picture), about };
  if (as === 'fingerprint') return { picture: await fingerprint(picture), about };
  picture.resize({ width: size, height: size, fit: 'inside', withoutEnlargement: !about.vector });
  const png = size > LARGE ? { compressionLevel: 2 } : {};
  return { picture: await (as === 'webp' ? picture.webp() : picture.png(png)).toBuffer(), about };
}

async function open(given: Uint8Array, order: DrawOrder): Promise<Source> {
  if (order.program === 'ghostscript') {
    const { png, size } = await drawPage(given, order);
    const { picture, about } = await openRaster(png, { ...order, page: 1 });
    return { picture, about: size ? { ...about, ...size, vector: true } : about };
  }
  if (order.format === 'tiff') return openTiff(given, order);
  if (order.format === 'svg') return openSvg(given, order);
  return openRaster(given, order);
}

async function openSvg(given: Uint8Array, { size, maxPixels, page }: DrawOrder): Promise<Source> {
  if (page !== 1) throw new CannotDraw('no_such_page');
  const { bytes, width, height } = await readSvg(given);
  // Without the parser's own limits, such as 10 MB in one attribute: time and memory are limited anyway.
  const options = { limitInputPixels: maxPixels, unlimited: true, density: vectorDensity({ width, height }, size) };
  const about = { width: width * SVG_PIXELS, height: height * SVG_PIXELS, pages: 1, vector: true };
  return { picture: sharp(bytes, options), about };
}

async function openTiff(given: Uint8Array, order: DrawOrder): Promise<Source> {
  const pages = tiffPages(given);
  const page = pages[order.page - 1];
  if (!page) throw new CannotDraw(pages.length === 0 ? 'unreadable' : 'no_such_page');
  if (page.width * page.height > order.maxPixels) throw new CannotDraw('too_many_pixels');
  if (!isMeasured(page)) {
    const { picture, about } = await openRaster(given, order);
    return { picture, about: { ...about, pages: pages.length } };
  }
  const measured = await readMeasured(given, order.page, page);
  return openMeasured(measured, pages.length);
}

async function openRaster(given: Uint8Array, { page, maxPixels }: DrawOrder): Promise<Source> {
  // Reads only the header: nothing is decoded before the limit of pixels applies.
  const frame = page > 1 ? { page: page - 1 } : {};
  const {
    width,
    height,
    space,
    depth,
    pages = 1,
    orientation = 1,
    format,
  } = await sharp(given, {
    limitInputPixels: false,
    ...frame,
  }).metadata();
  if (width * height > maxPixels) throw new CannotDraw('too_many_pixels');
  // Truncated pictures get no thumbnail; warnings are ignored.
  const picture = sharp(given, { limitInputPixels: maxPixels, failOn: 'error', ...frame });
  // Grey of 16 bits is measured, not drawn.
  if (format === 'png' && space === 'grey16' && depth === 'ushort') {
    const { data } = await picture
      .removeAlpha()
      .toColourspace('grey16')
      .raw({ depth })
      .toBuffer({ resolveWithObject: true });
    const values = new Uint16Array(data.buffer, data.byteOffset, data.length / 2);
    return openMeasured({ values, width, height, bands: 1, inverted: false }, 1);
  }
  const isTurned = orientation >= 5;
  const size = isTurned ? { width: height, height: width } : { width, height };
  return { picture: picture.autoOrient(), about: { ...size, pages, vector: false } };
}

function openMeasured(measured: Measured, pages: number): Source {
  const { bands, width, height } = measured;
  const { grey, range } = scaled(measured);
  const picture = sharp(grey, { raw: { width, height, channels: bands } });
  return { picture, about: { width, height, pages, vector: false, ...(range && { range }) } };
}
