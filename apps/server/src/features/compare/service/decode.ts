import { type Content, type Datum, LIMITS } from '@gofigr/compare';
import sharp from 'sharp';
import { decodeTable } from './decode-table.ts';

const PIXELS = new Set(['png', 'jpg', 'jpeg', 'webp', 'gif', 'tif', 'tiff']);

/** Bytes beyond which a datum isn't read. */
const MOST_BYTES = 64 * 2 ** 20;

sharp.cache(false);
sharp.concurrency(1);
// Only these loaders, and only from memory; as in kernel/pictures, whose files the sandbox hides from this child.
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({
  operation: [
    'VipsForeignLoadPngBuffer',
    'VipsForeignLoadJpegBuffer',
    'VipsForeignLoadWebpBuffer',
    'VipsForeignLoadNsgifBuffer',
    'VipsForeignLoadTiffBuffer',
  ],
});

/** Tells why a datum can't be compared, before its bytes are read. */
export function refusalOf({ type, format = '', size }: Datum): string | undefined {
  if (size > MOST_BYTES) return `it has more than ${MOST_BYTES / 2 ** 20} MB`;
  if (type === 'image' && format !== 'svg' && !PIXELS.has(format))
    return `pictures of this format are compared by their bytes`;
  return undefined;
}

/** Decodes the bytes of a datum. */
export async function decode(datum: Datum, bytes: Uint8Array<ArrayBuffer>): Promise<Content> {
  const { type, format = '' } = datum;
  if (type === 'dataframe') return decodeTable(datum, bytes);
  try {
    if (type === 'image' && format !== 'svg') return await decodePicture(bytes);
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch {
    return { skipped: type === 'image' ? 'the picture can not be decoded' : 'the text can not be decoded' };
  }
}

async function decodePicture(bytes: Uint8Array): Promise<Content> {
  const { pages = 1 } = await sharp(bytes, { limitInputPixels: false }).metadata();
  if (pages > 1) return { skipped: 'it has several pages' };
  const picture = sharp(bytes, { limitInputPixels: LIMITS.pixels, failOn: 'error' }).autoOrient();
  const { data, info } = await picture.toColourspace('srgb').ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  return { picture: { width: info.width, height: info.height, data } };
}
