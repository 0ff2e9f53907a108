import { createHash } from 'node:crypto';
import {
  COMPARED_SIDE,
  describe,
  find,
  type Match,
  pictureOf,
  Shortlist,
  type Stored,
  scenesOf,
  storedOf,
} from '@gofigr/likeness';
import sharp, { type Sharp } from 'sharp';
import { crowdOf } from './crowd.ts';
import type { Figures } from './figures.ts';
import type { Random } from './random.ts';

/** Side of the thumbnails that the server keeps and compares. */
const THUMBNAIL = 512;
const MOST_KEPT = 200;

/** Hits that one search of the shortlist is asked for, as by the server. */
const HITS = 400;

/** Processor time and time by the clock of a whole answer, and processor time of the shortlist alone. */
export type Answer = { matches: Match[]; workMs: number; clockMs: number; searchMs: number };

/** Indexes figures as the server does, equal pictures once. */
export async function indexOf(figures: Figures) {
  const shortlist = new Shortlist();
  const stored = new Map<string, { bytes: Buffer; descriptor: Uint8Array; thumbnail: Buffer }>();
  const seen = new Set<string>();
  let indexMs = 0;
  for (const { key, bytes } of figures) {
    const hash = createHash('sha256').update(bytes).digest('hex');
    if (seen.has(hash)) continue;
    seen.add(hash);
    const before = workMs();
    const small = sharp(bytes).resize({ width: THUMBNAIL, height: THUMBNAIL, fit: 'inside', withoutEnlargement: true });
    const { data, width, height } = await pixelsOf(small);
    const descriptor = describe(data, width, height);
    indexMs += workMs() - before;
    const thumbnail = await sharp(data, { raw: { width, height, channels: 4 } })
      .webp()
      .toBuffer();
    shortlist.set(key, descriptor);
    stored.set(key, { bytes, descriptor, thumbnail });
  }
  const lately = new Map<string, Stored>();

  /** Decodes a thumbnail, as the server does for each answer; a few stay, since tests ask for the same again. */
  async function read(key: string): Promise<Stored | undefined> {
    const known = lately.get(key) ?? (await decode(key));
    if (known) lately.set(key, known);
    const [oldest] = lately.keys();
    if (lately.size > MOST_KEPT && oldest !== undefined) lately.delete(oldest);
    return known;
  }

  async function decode(key: string): Promise<Stored | undefined> {
    const one = stored.get(key);
    if (!one) return undefined;
    const { data, width, height } = await pixelsOf(
      sharp(one.thumbnail).resize({ width: COMPARED_SIDE, height: COMPARED_SIDE, fit: 'inside' }),
    );
    return storedOf(pictureOf(data, width, height), one.descriptor);
  }

  return {
    keys: [...stored.keys()],
    bytes: stored.values().next().value?.descriptor.length ?? 0,
    indexMs: indexMs / stored.size,
    bytesOf: (key: string): Buffer => stored.get(key)?.bytes ?? Buffer.alloc(0),
    async ask(query: Buffer): Promise<Answer> {
      const [before, begun] = [workMs(), performance.now()];
      const { data, width, height } = await pixelsOf(sharp(query));
      const scenes = scenesOf(pictureOf(data, width, height));
      const matches = await find(scenes, shortlist, read);
      const [end, ended] = [workMs(), performance.now()];
      const probes = scenes.flatMap((scene) => scene.probes);
      shortlist.search(probes, HITS);
      return { matches, workMs: end - before, clockMs: ended - begun, searchMs: workMs() - end };
    },
    /** Adds generated descriptions, and returns their number with the figures. */
    crowd(count: number, random: Random): number {
      const descriptors = [...stored.values()].map(({ descriptor }) => descriptor);
      let number = 0;
      for (const descriptor of crowdOf(descriptors, count, random)) shortlist.set(`crowd ${number++}`, descriptor);
      return shortlist.size;
    },
  };
}

async function pixelsOf(picture: Sharp): Promise<{ data: Buffer; width: number; height: number }> {
  const { data, info } = await picture.toColourspace('srgb').ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
}

function workMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
