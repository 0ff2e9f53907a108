import { fromArrayBuffer } from 'geotiff';
import sharp from 'sharp';
import type { About } from './messages.ts';
import type { TiffPage } from './tiff.ts';

/** Values of a page, row by row: `bands` of them for each point. */
export interface Measured {
  values: ArrayLike<number>;
  bands: 1 | 3;
  width: number;
  height: number;
  /** The least value is drawn white. */
  inverted: boolean;
}

const UNSIGNED = 1;
const SIGNED = 2;
const FLOAT = 3;
const WHITE_IS_ZERO = 0;
const RGB = 2;

/** Tells whether the values of a page are no colours, so that they need a range to be drawn. */
export function isMeasured({ bits, sampleFormat, photometric }: TiffPage): boolean {
  return photometric <= RGB && bits >= 8 && (bits > 8 || sampleFormat === SIGNED || sampleFormat === FLOAT);
}

/** Reads the values of a page of a TIFF file. */
export async function readMeasured(bytes: Uint8Array, number: number, page: TiffPage): Promise<Measured> {
  const { width, height, samples, photometric } = page;
  const shape = { width, height, inverted: photometric === WHITE_IS_ZERO };
  const fast = await readFast(bytes, number, page);
  if (fast) return { ...shape, values: fast, bands: photometric === RGB ? 3 : 1 };
  // A copy: the library takes whole buffers only.
  const file = await fromArrayBuffer(new Uint8Array(bytes).buffer);
  const image = await file.getImage(number - 1);
  if (photometric === RGB && samples >= 3) {
    const values = await image.readRasters({ samples: [0, 1, 2], interleave: true });
    return { ...shape, values: values as unknown as ArrayLike<number>, bands: 3 }; // Interleaved: one array.
  }
  const [values = []] = await image.readRasters({ samples: [0] });
  return { ...shape, values: values, bands: 1 }; // Not interleaved: arrays of numbers.
}

/**
 * Reads the values by the picture library, which decodes 30 times as fast. Null for what it can't read: doubles, odd
 * numbers of bits, several bands. It inverts files where zero is white, and clips signed values unless they are called
 * unsigned.
 */
async function readFast(bytes: Uint8Array, number: number, page: TiffPage): Promise<ArrayLike<number> | null> {
  const { bits, sampleFormat, samples, photometric, sampleFormatAt } = page;
  const options = { page: number - 1, limitInputPixels: false };
  const read = (source: Uint8Array, space: string, depth: 'ushort' | 'float' | 'double') =>
    sharp(source, options).pipelineColourspace(space).toColourspace(space).raw({ depth }).toBuffer();
  if (photometric === WHITE_IS_ZERO) return null;
  if (photometric === RGB && samples === 3 && bits === 16 && sampleFormat === UNSIGNED)
    return words(await read(bytes, 'rgb16', 'ushort'));
  if (samples !== 1 || photometric === RGB) return null;
  if (bits === 16 && sampleFormat === UNSIGNED) return words(await read(bytes, 'grey16', 'ushort'));
  if (bits === 16 && sampleFormat === SIGNED && sampleFormatAt !== null) {
    const { buffer, byteOffset, length } = words(await read(asUnsigned(bytes, sampleFormatAt), 'grey16', 'ushort'));
    return new Int16Array(buffer, byteOffset, length);
  }
  if (bits !== 32) return null;
  if (sampleFormat === FLOAT) {
    const floats = await read(bytes, 'b-w', 'float');
    return new Float32Array(floats.buffer, floats.byteOffset, floats.length / 4);
  }
  const doubles = await read(bytes, 'b-w', 'double');
  return new Float64Array(doubles.buffer, doubles.byteOffset, doubles.length / 8);
}

const words = ({ buffer, byteOffset, length }: Buffer): Uint16Array => new Uint16Array(buffer, byteOffset, length / 2);

function asUnsigned(bytes: Uint8Array, at: number): Uint8Array {
  const copy = new Uint8Array(bytes);
  new DataView(copy.buffer).setUint16(at, UNSIGNED, copy[0] === 0x49);
  return copy;
}

/** Scales values to 0–255 by the least and the most finite one, as ImageJ does. Others become black or white. */
export function scaled({ values, inverted }: Pick<Measured, 'values' | 'inverted'>): {
  grey: Uint8ClampedArray;
  range?: About['range'];
} {
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  for (let at = 0; at < values.length; at++) {
    const value = values[at] ?? 0;
    if (value < least && value !== Number.NEGATIVE_INFINITY) least = value;
    if (value > most && value !== Number.POSITIVE_INFINITY) most = value;
  }
  const grey = new Uint8ClampedArray(values.length);
  if (least > most) return { grey };
  // Halves, because the difference of doubles may be infinite.
  const span = most / 2 - least / 2;
  for (let at = 0; at < values.length; at++) {
    const value = values[at] ?? 0;
    // NaN becomes 0.
    const share = span === 0 && value === least ? 0.5 : (value / 2 - least / 2) / span;
    grey[at] = 255 * (inverted ? 1 - share : share);
  }
  return { grey, range: { least, most } };
}
