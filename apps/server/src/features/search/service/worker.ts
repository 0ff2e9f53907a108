/**
 * The child process that reads the words of pictures by OCR. It decodes what the drawing process drew from untrusted
 * files, so it has no secret and no handle of the server.
 */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { getPriority, setPriority } from 'node:os';
import { gunzipSync } from 'node:zlib';
import sharp, { type Sharp } from 'sharp';
import { CORE, type FromOcr, LANGUAGE, type ToOcr } from './ocr-messages.ts';

/** The part of the recognizer that is used here. */
interface Tesseract {
  FS: { writeFile(path: string, bytes: Uint8Array): void };
  TessBaseAPI: new () => {
    /** The mode 1 is that of the neural network. Returns 0. */
    Init(folder: string | null, language: string, mode: number): number;
    SetVariable(name: string, value: string): void;
    /** Takes the picture `/input`. */
    SetImageFile(orientation: number, angle: number): number;
    Recognize(monitor: null): number;
    GetTSVText(page: number): string;
  };
}

/** Only gives way to everything else. */
const NICENESS = 15;
const MOST_PIXELS = 20_000_000;
/** Letters of figures have about 10 pixels, and the recognizer was made for twice as many. */
const ENLARGED = 2;
/** Part of the width in which the label of the y axis is, which reads upwards. */
const LABEL_PART = 0.15;
/** Least certainty of a word, of 100. */
const CERTAIN = 60;
/** Characters of a text. */
const MOST_TEXT = 20_000;
/** Columns of the recognizer's table: four of the place of a line, and its words. */
const [BLOCK, LINE, CERTAINTY, WORD] = [2, 5, 10, 11];

sharp.cache(false);
sharp.concurrency(1);
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({ operation: ['VipsForeignLoadPngBuffer'] });
if (getPriority() < NICENESS) setPriority(NICENESS);

const prepared = prepare();
process.on('disconnect', () => process.exit());
process.on('message', ({ job, png }: ToOcr) => {
  // A failure ends the process, and with it the job.
  void textIn(png).then((text) => process.send?.({ job, text } satisfies FromOcr));
});

async function prepare() {
  const require = createRequire(import.meta.url);
  const create = require(CORE) as (options: object) => Promise<Tesseract>; // it has no types
  const tesseract = await create({ print: () => undefined, printErr: () => undefined });
  tesseract.FS.writeFile('/eng.traineddata', gunzipSync(await readFile(require.resolve(LANGUAGE))));
  const api = new tesseract.TessBaseAPI();
  if (api.Init('/', 'eng', 1) !== 0) throw new Error('the recognizer did not start');
  api.SetVariable('tessedit_pageseg_mode', '3');
  return { tesseract, api };
}

/** The lines of a picture, then those of its left part, turned. */
async function textIn(png: Uint8Array): Promise<string> {
  const { width, height } = await sharp(png, { limitInputPixels: MOST_PIXELS }).metadata();
  const left = { left: 0, top: 0, width: Math.max(1, Math.round(LABEL_PART * width)), height };
  const whole = sharp(png, { limitInputPixels: MOST_PIXELS }).flatten({ background: 'white' }).greyscale();
  const turned = whole.clone().extract(left).rotate(90);
  const lines = [
    ...(await linesIn(whole.resize(ENLARGED * width))),
    ...(await linesIn(sharp(await turned.png().toBuffer()).resize(ENLARGED * height))),
  ];
  return [...new Set(lines)].join('\n').slice(0, MOST_TEXT);
}

async function linesIn(picture: Sharp): Promise<string[]> {
  const { tesseract, api } = await prepared;
  tesseract.FS.writeFile('/input', await picture.png({ compressionLevel: 1 }).toBuffer());
  if (api.SetImageFile(1, 0) !== 0) throw new Error('the recognizer does not read the picture');
  api.Recognize(null);
  const lines = new Map<string, string[]>();
  for (const row of api.GetTSVText(0).split('\n')) {
    const columns = row.split('\t');
    const word = columns[WORD]?.trim() ?? '';
    if (Number(columns[CERTAINTY]) < CERTAIN || !/[\p{L}\p{N}]/u.test(word)) continue;
    const place = columns.slice(BLOCK, LINE).join();
    lines.set(place, [...(lines.get(place) ?? []), word]);
  }
  return [...lines.values()].map((words) => words.join(' '));
}
