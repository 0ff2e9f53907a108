import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { prepareCodes, readCodes } from '@gofigr/likeness';
import sharp from 'sharp';
import { prepareZXingModule, writeBarcode } from 'zxing-wasm/writer';
import { onSlide, scaled } from './queries.ts';
import type { Random } from './random.ts';

const LETTERS = 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789';
/** Pixels of a module, and modules of white around the code, as in the watermarks of the Python package. */
const MODULE = 3;
const QUIET = 4;

/** Tells whether the code of a figure's watermark is read from a slide that shows it at half size. */
export async function isReadFromSlide(figure: Buffer, random: Random, others: () => Buffer): Promise<boolean> {
  const short = Array.from({ length: 8 }, () => LETTERS[random.below(LETTERS.length)]).join('');
  const link = `https://gofigr.example.org/r/${short}`;
  const slide = await onSlide(await scaled(await marked(figure, link), 0.5), random, others);
  const { data, info } = await sharp(slide).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  return (await readCodes({ data, width: info.width, height: info.height })).includes(link);
}

async function marked(figure: Buffer, link: string): Promise<Buffer> {
  const { symbol } = await writeBarcode(link, { format: 'QRCode', ecLevel: 'M' });
  const raw = { width: symbol.width, height: symbol.height, channels: 1 as const };
  const space = QUIET * MODULE;
  const size = symbol.width * MODULE + 2 * space;
  const code = await sharp(Buffer.from(symbol.data), { raw })
    .resize({ width: symbol.width * MODULE, kernel: 'nearest' })
    .extend({ left: space, right: space, top: space, bottom: space, background: 'white' })
    .png()
    .toBuffer();
  const { width, height } = await sharp(figure).metadata();
  return sharp(figure)
    .extend({ bottom: size, background: 'white' })
    .composite([{ input: code, left: width - size, top: height }])
    .png()
    .toBuffer();
}

/** Loads the programs that read and write codes. */
export async function prepare(): Promise<void> {
  const [reader, writer] = await Promise.all(['reader', 'writer'].map(programOf));
  if (reader) prepareCodes(reader);
  if (writer) prepareZXingModule({ overrides: { wasmBinary: writer } });
}

async function programOf(name: string): Promise<ArrayBuffer> {
  const file = createRequire(import.meta.url).resolve(`zxing-wasm/${name}/zxing_${name}.wasm`);
  return Uint8Array.from(await readFile(file)).buffer;
}
