import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { beforeAll, expect, test } from 'vitest';
import { prepareZXingModule, writeBarcode } from 'zxing-wasm/writer';
import { prepareCodes, readCodes } from './codes.ts';

const LINK = 'https://gofigr.example.org/r/k7Qx2mPq';

const programOf = async (name: string): Promise<ArrayBuffer> =>
  Uint8Array.from(await readFile(createRequire(import.meta.url).resolve(`zxing-wasm/${name}`))).buffer;

beforeAll(async () => {
  prepareCodes(await programOf('reader/zxing_reader.wasm'));
  prepareZXingModule({ overrides: { wasmBinary: await programOf('writer/zxing_writer.wasm') } });
});

/** A page with a code whose modules have so many pixels. */
async function page(text: string, module: number) {
  const { symbol } = await writeBarcode(text, { format: 'QRCode', ecLevel: 'M' });
  const [width, height] = [600, 400];
  const data = new Uint8Array(width * height * 4).fill(255);
  for (let y = 0; y < symbol.height * module; y++)
    for (let x = 0; x < symbol.width * module; x++) {
      const value = symbol.data[Math.floor(y / module) * symbol.width + Math.floor(x / module)] ?? 255;
      data.fill(value, ((y + 200) * width + x + 300) * 4, ((y + 200) * width + x + 300) * 4 + 3);
    }
  return { data, width, height };
}

test.each([4, 2])('reads a code with modules of %i pixels', async (module) => {
  expect(await readCodes(await page(LINK, module))).toEqual([LINK]);
});

/** Averages of 2 × 2 pixels. */
function halved({ data, width, height }: { data: Uint8Array; width: number; height: number }) {
  const half = new Uint8Array((width / 2) * (height / 2) * 4);
  for (let at = 0; at < half.length; at++) {
    const [pixel, channel] = [at >> 2, at % 4];
    const from = (2 * Math.floor(pixel / (width / 2)) * width + 2 * (pixel % (width / 2))) * 4 + channel;
    const sum = [from, from + 4, from + 4 * width, from + 4 * width + 4].reduce(
      (all, one) => all + (data[one] ?? 0),
      0,
    );
    half[at] = sum / 4;
  }
  return { data: half, width: width / 2, height: height / 2 };
}

test.each(['k7Qx2mPq', 'Zb3nVw9T', 'aa11bb22', 'YtRe5kLm'])(
  'reads the code of %s at half size: 1.5 pixels',
  async (name) => {
    const link = LINK.replace('k7Qx2mPq', name);
    expect(await readCodes(halved(await page(link, 3)))).toEqual([link]);
  },
);

test('reads no code in an empty picture', async () => {
  expect(await readCodes({ data: new Uint8Array(40_000).fill(255), width: 100, height: 100 })).toEqual([]);
});
