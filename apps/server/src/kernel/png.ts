import { crc32 } from 'node:zlib';
import { invalid } from './errors.ts';

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** Longest side in pixels. Browsers unpack a picture completely, however small they draw it. */
const LONGEST_SIDE = 4096;

/** Bits per sample that each color type may have. */
const DEPTHS: Readonly<Record<number, readonly number[]>> = {
  0: [1, 2, 4, 8, 16],
  2: [8, 16],
  3: [1, 2, 4, 8],
  4: [8, 16],
  6: [8, 16],
};

/**
 * Checks a picture that clients draw as PNG, in clean base64. Throws `invalid_request` unless it is a complete PNG file
 * of reasonable size with nothing after it.
 */
export function checkedPng(field: string, text: string): string {
  const bytes = /^[A-Za-z0-9+/\s]*={0,2}\s*$/.test(text) ? Buffer.from(text, 'base64') : Buffer.alloc(0);
  const header = headerOf(bytes);
  if (header === null) throw invalid(field, 'must be a PNG picture in base64');
  const { width, height } = header;
  if (width > LONGEST_SIDE || height > LONGEST_SIDE)
    throw invalid(field, `must have at most ${LONGEST_SIDE} pixels on each side`);
  return bytes.toString('base64');
}

/** Returns the size of a PNG in pixels, or null if the file is damaged or something else. */
function headerOf(bytes: Buffer): { width: number; height: number } | null {
  if (!bytes.subarray(0, SIGNATURE.length).equals(SIGNATURE)) return null;
  let header: Buffer | undefined;
  let hasPixels = false;
  for (let at = SIGNATURE.length; at + 12 <= bytes.length; ) {
    const length = bytes.readUInt32BE(at);
    const end = at + 12 + length;
    if (end > bytes.length) return null;
    const type = bytes.toString('latin1', at + 4, at + 8);
    const isFirst = header === undefined;
    if (isFirst !== (type === 'IHDR') || crc32(bytes.subarray(at + 4, end - 4)) !== bytes.readUInt32BE(end - 4))
      return null;
    header ??= bytes.subarray(at + 8, end - 4);
    if (type === 'IDAT' && length > 0) hasPixels = true;
    if (type === 'IEND') return end === bytes.length && hasPixels ? sizeIn(header) : null;
    at = end;
  }
  return null;
}

function sizeIn(header: Buffer): { width: number; height: number } | null {
  if (header.length !== 13) return null;
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  const depths = DEPTHS[header.readUInt8(9)] ?? [];
  return width > 0 && height > 0 && depths.includes(header.readUInt8(8)) ? { width, height } : null;
}
