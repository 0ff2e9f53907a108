import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, afterEach, expect, it } from 'vitest';
import { createPictures, type Pictures, type PicturesOptions, type Turn } from './index.ts';

/** Pictures of a few bytes that would keep the processor busy for minutes or hours. */
const folder = mkdtempSync(join(tmpdir(), 'picture-limits-'));
const EPS = '%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 90 60\n';
const LOOP = `${EPS}{} loop`;
const FILTERS = '<feTurbulence numOctaves="9" baseFrequency="0.9"/><feGaussianBlur stdDeviation="50"/>'.repeat(200);
const FILTERED = `<svg xmlns="http://www.w3.org/2000/svg" width="900" height="900"><filter id="f">${FILTERS}</filter><rect width="900" height="900" filter="url(#f)"/></svg>`;
const NESTED = nestedUses(7);
/** A long time limit: only the work limit ends a drawing, however busy this machine is. */
const PATIENT: PicturesOptions = { workMs: 300, timeoutMs: 60_000 };

let pictures: Pictures;
afterEach(() => pictures.close());
afterAll(() => rmSync(folder, { recursive: true }));

/** Nested uses: ten times as many on each level. */
function nestedUses(levels: number): string {
  let defs = '<g id="g0"><circle r="9"/></g>';
  for (let level = 1; level <= levels; level++)
    defs += `<g id="g${level}">${`<use href="#g${level - 1}" opacity="0.9"/>`.repeat(10)}</g>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="900" height="900"><defs>${defs}</defs><use href="#g${levels}"/></svg>`;
}

const by = (name: string): Turn => ({ author: name, caller: name });

function ask(name: string, bytes: string | Uint8Array, turn: Turn, size = 256) {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return pictures.thumbnail({ path, format: name.split('.')[1] ?? '', size, as: 'png' }, turn);
}

const innocent = () =>
  sharp({ create: { width: 90, height: 60, channels: 3, background: 'blue' } })
    .png()
    .toBuffer();

/** Command lines of running processes that contain this word, if the system shows them. */
function runningWith(word: string): string[] {
  if (!existsSync('/proc/self/cmdline')) return [];
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
      } catch {
        return '';
      }
    })
    .filter((line) => line.includes(word));
}

it('draws a harmless picture while an author waits for three looping files', async () => {
  pictures = createPictures(PATIENT);
  const order: string[] = [];
  const loops = [1, 2, 3].map((n) =>
    ask(`loop-${n}.eps`, LOOP, by('mallory')).then((drawing) => {
      order.push('loop');
      return drawing;
    }),
  );
  const { picture } = await ask('innocent.png', await innocent(), by('ada'));
  order.push('innocent');
  expect(picture).not.toBeNull();
  for (const loop of await Promise.all(loops)) expect(loop).toEqual({ picture: null, reason: 'too_costly' });
  expect(order.indexOf('innocent'), order.join()).toBeLessThan(3);
});

it.each([
  ['uses of uses', 'nested.svg', NESTED],
  ['filters on filters', 'filtered.svg', FILTERED],
  ['a loop', 'loop.eps', LOOP],
])('ends %s (%s) at the limit of work, for all sizes at once', async (_what, name, source) => {
  const events: string[] = [];
  pictures = createPictures({ ...PATIENT, log: (event) => events.push(event) });
  const sizes = [1024, 512, 256, 128].map((size) => ask(name, source, by('mallory'), size));
  for (const drawing of await Promise.all(sizes)) expect(drawing).toEqual({ picture: null, reason: 'too_costly' });
  expect(events.length).toBeLessThanOrEqual(1);
});

it('ends a drawing and its Ghostscript at the time limit, and does not blame the file', async () => {
  // A unique number among Ghostscript's arguments.
  pictures = createPictures({ workMs: 60_000, timeoutMs: 2500, memoryMb: 777 });
  const pending = ask('slow.eps', LOOP, by('mallory'));
  const word = `-K${777 * 1024}`;
  const seen = new Set<number>();
  const watch = setInterval(() => seen.add(runningWith(word).length), 20);
  expect(await pending).toEqual({ picture: null, reason: 'too_slow' });
  clearInterval(watch);
  if (existsSync('/proc/self/cmdline')) expect(Math.max(...seen)).toBeGreaterThan(0);
  await expect.poll(() => runningWith(word)).toEqual([]);
});

it('rejects PostScript that exceeds the memory limit', async () => {
  pictures = createPictures({ memoryMb: 200, timeoutMs: 60_000 });
  const greedy = `${EPS}/keep 1000 array def 0 1 999 { keep exch 60000000 string put } for 0 0 90 60 rectfill showpage`;
  expect((await ask('greedy.eps', greedy, by('mallory'))).picture).toBeNull();
  const modest = `${EPS}/keep 10 array def 0 1 9 { keep exch 60000 string put } for 0 0 90 60 rectfill showpage`;
  expect((await ask('modest.eps', modest, by('mallory'))).picture).not.toBeNull();
});
