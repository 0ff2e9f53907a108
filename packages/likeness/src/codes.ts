import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';

/** Most codes that one picture is asked for. */
const MOST_CODES = 20;
/** Longest side up to which a picture is also read at twice its size, where smaller codes can be read. */
const MOST_ENLARGED = 2600;

type Pixels = { data: Uint8Array | Uint8ClampedArray; width: number; height: number };

/** Hands over the program of the reader, `zxing_reader.wasm`, so that it isn't fetched. */
export function prepareCodes(program: ArrayBuffer): void {
  prepareZXingModule({ overrides: { wasmBinary: program } });
}

/** Reads the texts of the QR codes in a picture of red, green, blue and opacity. */
export async function readCodes(picture: Pixels): Promise<string[]> {
  const texts = await textsOf(picture);
  if (texts.length > 0 || Math.max(picture.width, picture.height) > MOST_ENLARGED) return texts;
  return textsOf(twice(picture));
}

async function textsOf({ data, width, height }: Pixels): Promise<string[]> {
  const pixels = { data: new Uint8ClampedArray(data), width, height, colorSpace: 'srgb' as const };
  const codes = await readBarcodes(pixels, { formats: ['QRCode'], maxNumberOfSymbols: MOST_CODES });
  return codes.map(({ text }) => text);
}

/** Enlarges the brightness of a picture. Modules of 1.5 pixels can only be read with interpolation. */
function twice({ data, width, height }: Pixels): Pixels {
  const light = new Uint8Array(width * height);
  for (let at = 0, from = 0; at < light.length; at++, from += 4) light[at] = lightOf(data, from);
  const to = new Uint32Array(4 * light.length);
  for (let y = 0, at = 0; y < 2 * height; y++) {
    const row = (y >> 1) * width;
    const next = Math.min(height - 1, Math.max(0, (y >> 1) + (y % 2 === 0 ? -1 : 1))) * width;
    for (let x = 0; x < 2 * width; x++, at++) {
      const near = x >> 1;
      const far = Math.min(width - 1, Math.max(0, near + (x % 2 === 0 ? -1 : 1)));
      // The centre of each new pixel is a quarter of a pixel away from the nearest old one.
      const sum =
        9 * (light[row + near] ?? 0) +
        3 * (light[row + far] ?? 0) +
        3 * (light[next + near] ?? 0) +
        (light[next + far] ?? 0);
      to[at] = OPAQUE | ((sum >> 4) * GREY);
    }
  }
  return { data: new Uint8Array(to.buffer), width: 2 * width, height: 2 * height };
}

const OPAQUE = 0xff_00_00_00;
const GREY = 0x01_01_01;

/** Brightness of a pixel on white (BT.601). */
function lightOf(data: Pixels['data'], at: number): number {
  const opacity = (data[at + 3] ?? 0) / 255;
  const light = 0.299 * (data[at] ?? 0) + 0.587 * (data[at + 1] ?? 0) + 0.114 * (data[at + 2] ?? 0);
  return Math.round(light * opacity + 255 * (1 - opacity));
}
