import { type Box, fit, type Picture, pictureOf, shrink, wholeOf } from './picture.ts';
import { trim } from './trim.ts';

/** Side of the grid of brightness, and of each grid of colour. */
export const GRID = 16;
const COLOUR_GRID = 8;
/** Values of one view of a picture: brightness, then two differences of colour. */
export const LIGHTS = GRID * GRID;
export const VIEW = LIGHTS + 2 * COLOUR_GRID * COLOUR_GRID;
/** Layout: version, flags, logarithm of the ratio of the sides, four edges of the content, then two views. */
const VERSION = 1;
export const HEADER = 16;
export const DESCRIPTOR_BYTES = HEADER + 2 * VIEW;
/** Descriptions are computed from a picture of this size, so they don't depend on the resolution of its source. */
export const DESCRIBED_SIDE = 512;
/** Steps of the logarithm of the ratio of the sides in one doubling. */
const RATIO_STEPS = 1000;
const EDGE_STEPS = 65_535;
const COLOURED = 1;

/** Difference of colour from which a picture isn't grey. */
const LEAST_COLOUR = 6;

/** A view as numbers: brightness less 128, and differences of colour, each from -128 to 127. */
export type View = Int8Array;

export type Description = {
  /** Width by height. */
  ratio: number;
  hasColour: boolean;
  /** Content as shares of width and height. */
  content: Box;
  whole: View;
  trimmed: View;
};

/** Describes a picture in less than 1 kB. The pixels are red, green, blue and opacity. */
export function describe(pixels: Uint8Array | Uint8ClampedArray, width: number, height: number): Uint8Array {
  return encode(descriptionOf(pictureOf(pixels, width, height)));
}

function descriptionOf(picture: Picture): Description {
  const small = fit(picture, wholeOf(picture), DESCRIBED_SIDE);
  const box = trim(small, wholeOf(small)) ?? wholeOf(small);
  return {
    ratio: picture.width / picture.height,
    hasColour: hasColour(small),
    content: {
      left: box.left / small.width,
      right: box.right / small.width,
      top: box.top / small.height,
      bottom: box.bottom / small.height,
    },
    whole: viewOf(small, wholeOf(small)),
    trimmed: viewOf(small, box),
  };
}

/** Averages a box in a grid. */
export function viewOf(picture: Picture, box: Box): View {
  const view = new Int8Array(VIEW);
  const { values } = shrink(picture.light, box, GRID, GRID);
  for (let index = 0; index < LIGHTS; index++) view[index] = toByte((values[index] ?? 0) - 128);
  for (const [place, plane] of [picture.blue, picture.red].entries()) {
    const colours = shrink(plane, box, COLOUR_GRID, COLOUR_GRID).values;
    for (let index = 0; index < colours.length; index++)
      view[LIGHTS + place * colours.length + index] = toByte(colours[index] ?? 0);
  }
  return view;
}

const toByte = (value: number): number => Math.min(127, Math.max(-128, Math.round(value)));

/** Tells whether more than one pixel in a thousand has a colour. */
export function hasColour(picture: Picture): boolean {
  let count = 0;
  const most = picture.blue.values.length / 1000;
  for (let index = 0; index < picture.blue.values.length; index++)
    if (Math.abs(picture.blue.values[index] ?? 0) + Math.abs(picture.red.values[index] ?? 0) > LEAST_COLOUR * 2)
      count++;
  return count > most;
}

function encode({ ratio, hasColour: coloured, content, whole, trimmed }: Description): Uint8Array {
  const bytes = new Uint8Array(DESCRIPTOR_BYTES);
  const header = new DataView(bytes.buffer);
  header.setUint8(0, VERSION);
  header.setUint8(1, coloured ? COLOURED : 0);
  header.setInt16(2, Math.round(Math.log2(ratio) * RATIO_STEPS));
  for (const [index, share] of [content.left, content.top, content.right, content.bottom].entries())
    header.setUint16(4 + 2 * index, Math.round(share * EDGE_STEPS));
  bytes.set(new Uint8Array(whole.buffer, whole.byteOffset, VIEW), HEADER);
  bytes.set(new Uint8Array(trimmed.buffer, trimmed.byteOffset, VIEW), HEADER + VIEW);
  return bytes;
}

/** Reads a stored description. Undefined if another version wrote it, or if it is damaged. */
export function decode(bytes: Uint8Array): Description | undefined {
  if (bytes.length !== DESCRIPTOR_BYTES || bytes[0] !== VERSION) return undefined;
  const header = new DataView(bytes.buffer, bytes.byteOffset, HEADER);
  const edge = (index: number) => header.getUint16(4 + 2 * index) / EDGE_STEPS;
  // A copy, by its own type: `slice` of Node's buffers makes none.
  const view = (index: number): View =>
    new Int8Array(bytes.buffer, bytes.byteOffset + HEADER + index * VIEW, VIEW).slice();
  return {
    hasColour: header.getUint8(1) === COLOURED,
    ratio: 2 ** (header.getInt16(2) / RATIO_STEPS),
    content: { left: edge(0), top: edge(1), right: edge(2), bottom: edge(3) },
    whole: view(0),
    trimmed: view(1),
  };
}
