/**
 * The child process that searches pictures. It decodes what the drawing process drew from untrusted files, so it has no
 * secret and no handle of the server, and gets all bytes by messages.
 */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { getPriority, setPriority } from 'node:os';
import {
  COMPARED_SIDE,
  find,
  pictureOf,
  prepareCodes,
  readCodes,
  type Scene,
  Shortlist,
  type Stored,
  scenesOf,
  storedOf,
} from '@gofigr/likeness';
import sharp from 'sharp';
import type { FromChild, Likeness, Sighting, ToChild } from './messages.ts';
import { nearestTo } from './nearness.ts';

/** Gives way to the server, but still makes progress if other programs use every core. */
const NICENESS = 5;
const MOST_PIXELS = 20_000_000;
/** Likenesses of one page that are reported. */
const MOST_LIKENESSES = 8;

sharp.cache(false);
sharp.concurrency(1);
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({ operation: ['VipsForeignLoadPngBuffer', 'VipsForeignLoadWebpBuffer'] });
if (getPriority() < NICENESS) setPriority(NICENESS);

/** Descriptions never change: they belong to the hash of their bytes. */
const shortlist = new Shortlist();
const waiting = new Map<string, (thumbnail: Uint8Array | null) => void>();
let described = Promise.withResolvers<void>();
/** The last job whose result nobody needs any more. */
let cancelled = 0;
const codesAreReady = prepare();

process.on('disconnect', () => process.exit());
process.on('message', (message: ToChild) => {
  if ('job' in message) void answer(message);
  else if ('cancelled' in message) cancelled = message.cancelled;
  else if ('thumbnail' in message) waiting.get(message.hash)?.(message.thumbnail);
  else {
    for (const { hash, descriptor } of message.descriptions) shortlist.set(hash, descriptor);
    described.resolve();
  }
});
send({ ready: true });

async function prepare(): Promise<void> {
  const file = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm');
  prepareCodes(Uint8Array.from(await readFile(file)).buffer);
}

async function answer(message: Extract<ToChild, { job: number }>): Promise<void> {
  const { job, allowed } = message;
  try {
    await codesAreReady;
    if ('like' in message) {
      await describeAll([message.like, ...allowed]);
      send({ job, nearest: nearestTo(message.like, allowed, (hash) => shortlist.descriptor(hash)) });
    } else {
      await describeAll(allowed);
      send({ job, sighting: await look(job, message.pages, new Set(allowed)) });
    }
  } catch (error) {
    send({ job, problem: String(error) });
  }
}

/** Asks for the descriptions that are not known yet. */
async function describeAll(hashes: readonly string[]): Promise<void> {
  const lacks = hashes.filter((hash) => !shortlist.has(hash));
  if (lacks.length === 0) return;
  described = Promise.withResolvers();
  send({ lacks });
  await described.promise;
}

async function look(job: number, pages: readonly Uint8Array[], mayFind: ReadonlySet<string>): Promise<Sighting> {
  const sighting: Sighting = { codes: [], likenesses: [] };
  for (const [index, bytes] of pages.entries()) {
    if (cancelled === job) break;
    const page = index + 1;
    const { data, width, height } = await pixelsOf(bytes);
    for (const text of await readCodes({ data, width, height })) sighting.codes.push({ page, text });
    const scenes = scenesOf(pictureOf(data, width, height));
    sighting.likenesses.push(...(await likenessesOf(job, page, scenes, mayFind)));
  }
  sighting.likenesses.sort((one, other) => Number(other.isExact) - Number(one.isExact) || other.score - one.score);
  return sighting;
}

async function likenessesOf(
  job: number,
  page: number,
  scenes: readonly Scene[],
  mayFind: ReadonlySet<string>,
): Promise<Likeness[]> {
  // Nothing is compared any more once the job is cancelled.
  const readFor = async (hash: string) => (cancelled === job ? undefined : read(hash));
  const matches = await find(scenes, shortlist, readFor, (hash) => mayFind.has(hash));
  return matches
    .filter(({ certainty }) => certainty !== 'unknown')
    .slice(0, MOST_LIKENESSES)
    .map(({ key, score, certainty }) => ({ page, hash: key, score, isExact: certainty === 'exact' }));
}

async function read(hash: string): Promise<Stored | undefined> {
  const { promise, resolve } = Promise.withResolvers<Uint8Array | null>();
  waiting.set(hash, resolve);
  send({ need: hash });
  const thumbnail = await promise;
  waiting.delete(hash);
  const descriptor = shortlist.descriptor(hash);
  if (!thumbnail || !descriptor) return undefined;
  const { data, width, height } = await pixelsOf(thumbnail, COMPARED_SIDE);
  return storedOf(pictureOf(data, width, height), descriptor);
}

/** Pixels of a picture, at most so many pixels wide and high. */
async function pixelsOf(bytes: Uint8Array, side?: number): Promise<{ data: Buffer; width: number; height: number }> {
  const picture = sharp(bytes, { limitInputPixels: MOST_PIXELS }).toColourspace('srgb').ensureAlpha();
  if (side !== undefined) picture.resize({ width: side, height: side, fit: 'inside', withoutEnlargement: true });
  const { data, info } = await picture.raw().toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
}

function send(message: FromChild): void {
  process.send?.(message);
}
