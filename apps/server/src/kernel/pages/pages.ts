import { readFile, stat } from 'node:fs/promises';
import { createLogOnce, type Log } from '../log-once.ts';
import { type Lend, PicturesBusy } from '../pictures/index.ts';
import { type Caps, createTurns, type Turn, type Waiting } from '../pictures/turns.ts';
import { charsetOf, drawnHead, type Runtimes, rewritePage } from '../runtimes/index.ts';
import { type BrowserLimits, NoSandbox, PageLimit } from './browser.ts';
import { drawPage } from './draw-page.ts';
import { findChromium } from './find-chromium.ts';
import { WALLS, type Walls } from './walls.ts';

/** A picture of a page as PNG, or the reason why there is none. */
export type Still = { picture: Uint8Array } | { picture: null; why: NoStill };
export type NoStill = 'unavailable' | 'time' | 'memory' | 'size' | 'failed';

export interface Pages {
  /** Draws a page, one at a time. Rejects with `PicturesBusy` if too many wait, and after `close`. */
  still(request: { path: string; lend: Lend }, turn: Turn): Promise<Still>;
  hasRoom(turn: Turn): boolean;
  /** Why this machine can't draw pages; null if it can. It is tried at the first call. */
  problem(): Promise<string | null>;
  close(): Promise<void>;
}

export interface PagesOptions {
  /** The setting `GOFIGR_CHROMIUM`. */
  chromium: string;
  runtimes: Pick<Runtimes, 'openPublic'>;
  walls?: readonly Walls[];
  limits?: BrowserLimits;
  log?: Log;
}

interface Job extends Waiting {
  lend: Lend;
  still: Promise<Still>;
  resolve: (still: Still) => void;
  reject: (error: unknown) => void;
}

interface Means {
  chromium: string;
  walls: Walls;
}

const LIMITS: BrowserLimits = { timeoutMs: 20_000, memoryMb: 1000 };
const CAPS: Caps = { all: 100, author: 30, caller: 20, picture: 4, running: 1 };
const MOST_BYTES = 50 * 2 ** 20;
/** A machine that was busy, or lacked a program, is tried again after so long. */
const TRY_AGAIN_MS = 10 * 60_000;
const NOTHING = '<p>.</p>';

const ABSENT = 'there is no Chromium on this machine';
const UNSAFE = 'Chromium does not run in its own sandbox and without a network here';

/** Draws pages in browsers that start for one page each, without a network. */
export function createPages(options: PagesOptions): Pages {
  const { chromium, runtimes, walls = WALLS, limits = LIMITS, log = () => undefined } = options;
  const turns = createTurns<Job>(CAPS);
  const joined = new Map<string, Job>();
  const warnings = createLogOnce(log);
  let found: Promise<Means | string> | undefined;
  let working: Promise<void> | undefined;
  let closed = false;

  function means(): Promise<Means | string> {
    found ??= findMeans(chromium, walls, { runtimes, limits });
    const current = found;
    void current.then((result) => {
      if (typeof result !== 'string') return;
      setTimeout(() => {
        if (found === current) found = undefined;
      }, TRY_AGAIN_MS).unref();
    });
    return found;
  }

  function work(): void {
    if (working) return;
    const job = turns.next();
    if (!job) return;
    working = run(job).then(() => {
      turns.done(job);
      joined.delete(job.path);
      working = undefined;
      work();
    });
  }

  async function run(job: Job): Promise<void> {
    try {
      job.resolve(await job.lend(draw));
    } catch (error) {
      job.reject(error);
    }
  }

  async function draw(path: string): Promise<Still> {
    const using = await means();
    if (typeof using === 'string') return { picture: null, why: 'unavailable' };
    if ((await stat(path)).size > MOST_BYTES) return { picture: null, why: 'size' };
    const bytes = await readFile(path);
    const page = new TextDecoder(await charsetOf([bytes])).decode(bytes);
    const changes = { table: { files: {}, folders: [] }, head: drawnHead(), hasIntegrity: () => false };
    try {
      if (closed) throw new PicturesBusy('Pages are closed');
      return { picture: await drawPage(rewritePage(page, changes), { ...using, limits, runtimes }) };
    } catch (error) {
      if (error instanceof PicturesBusy) throw error;
      if (error instanceof PageLimit) return { picture: null, why: error.limit };
      warnings.report(String(error), 'pages.failed', { reason: String(error) });
      return { picture: null, why: 'failed' };
    }
  }

  return {
    async still({ path, lend }, turn) {
      if (closed) throw new PicturesBusy('Pages are closed');
      const same = joined.get(path);
      if (same) {
        if (same.turn.ahead) same.turn = turn;
        return same.still;
      }
      const { promise, resolve, reject } = Promise.withResolvers<Still>();
      const job: Job = { path, turn, lend, still: promise, resolve, reject };
      if (!turns.add(job)) throw new PicturesBusy('Too many pages are waiting to be drawn');
      joined.set(path, job);
      work();
      return promise;
    },
    hasRoom: (turn) => turns.hasRoom({ turn, path: '' }),
    async problem() {
      const result = await means();
      return typeof result === 'string' ? result : null;
    },
    async close() {
      closed = true;
      for (const job of turns.drop()) job.reject(new PicturesBusy('Pages are closed'));
      await working;
      warnings.close();
    },
  };
}

/** Finds the first walls in which Chromium draws a page; the reason if there are none. */
async function findMeans(
  setting: string,
  candidates: readonly Walls[],
  { runtimes, limits }: { runtimes: Pick<Runtimes, 'openPublic'>; limits: BrowserLimits },
): Promise<Means | string> {
  if (setting === 'off') return 'GOFIGR_CHROMIUM is off';
  const chromium = findChromium(setting);
  if (chromium === null) return ABSENT;
  for (const walls of candidates) {
    try {
      await drawPage(NOTHING, { chromium, walls, limits, runtimes });
      return { chromium, walls };
    } catch (error) {
      if (error instanceof NoSandbox) return `${UNSAFE}: it was started with --no-sandbox`;
    }
  }
  return UNSAFE;
}
