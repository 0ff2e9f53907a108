import { type ChildProcess, fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type DrawOrder, isWorkerMessage } from './messages.ts';

export interface ThumbnailRequest {
  path: string;
  /** The declared format, such as `png` or `svg`. The bytes decide which picture loader is used. */
  format: string;
  /** Side of the square the picture is fitted into, in pixels. */
  size: number;
  as: 'png' | 'webp';
}

export interface Pictures {
  /**
   * The encoded picture, fitted inside size×size: never larger than its source, except SVG, which is drawn to fill it.
   * Null when the bytes can't be drawn: truncated, unsupported, too large, too slow. Rejects with `PicturesBusy` when too
   * many wait, and after `close`.
   */
  thumbnail(request: ThumbnailRequest, whose?: Whose): Promise<Uint8Array | null>;
  /** What a PNG looks like, as 256 bits: pictures that look alike differ in few of them. Null and rejections as above. */
  fingerprint(path: string, whose?: Whose): Promise<Uint8Array | null>;
  /** Ends the child process; what is still waiting rejects. */
  close(): Promise<void>;
}

/** Whether somebody waits for the picture, or it is made ahead: those wait for all others. */
export type Whose = 'awaited' | 'ahead';

/** Too many pictures wait. It says nothing about this one. */
export class PicturesBusy extends Error {}

export interface PicturesOptions {
  workerUrl?: URL | string;
  /** How long one picture may take, with what it waits for the machine; the child is killed then. */
  timeoutMs?: number;
  /** How long the processor may work on one picture. */
  workMs?: number;
  maxPixels?: number;
  /** How many awaited requests may wait, and how many in all before none is made ahead; further ones reject at once. */
  maxQueue?: number;
  /** After so many pictures the child is replaced by a fresh one. */
  recycleAfter?: number;
  memoryMb?: number;
  log?: (event: string, detail: object) => void;
}

type Request = Pick<DrawOrder, 'path' | 'format' | 'size' | 'as'>;

interface Job {
  request: Request;
  whose: Whose;
  picture: Promise<Uint8Array | null>;
  resolve: (picture: Uint8Array | null) => void;
  reject: (error: Error) => void;
}

const FORMATS = new Set(['png', 'jpg', 'jpeg', 'webp', 'gif', 'tif', 'tiff', 'svg', 'pdf', 'eps', 'ps']);
const MAX_SIZE = 4096;
/** The child yields to everything else on the machine, so on a busy one both may take long. */
const START_TIMEOUT_MS = 60_000;
const DRAW_TIMEOUT_MS = 60_000;
const DRAW_WORK_MS = 20_000;
const WORKER_HEAP_MB = 128;
/** All that the child sees of the environment: programs, temporary files and fonts are found by these. */
const ENVIRONMENT = ['PATH', 'TMPDIR', 'TEMP', 'TMP', 'SystemRoot', 'FONTCONFIG_FILE', 'FONTCONFIG_PATH'];

/** Makes thumbnails, one at a time, in a child process that is started at the first request. */
export function createPictures(options: PicturesOptions = {}): Pictures {
  const {
    workerUrl = findWorker(),
    timeoutMs = DRAW_TIMEOUT_MS,
    workMs = DRAW_WORK_MS,
    maxPixels = 100_000_000,
    maxQueue = 100,
    recycleAfter = 500,
    memoryMb = 1024,
    log = () => undefined,
  } = options;
  const waiting: Job[] = [];
  const joined = new Map<string, Job>();
  let current: Job | undefined;
  let worker: Worker | undefined;
  let closed = false;

  async function enqueue(request: Request, whose: Whose = 'awaited'): Promise<Uint8Array | null> {
    if (closed) throw closedError();
    const format = request.format.toLowerCase();
    if (!FORMATS.has(format) || !isSize(request.size)) return null;

    const key = JSON.stringify([request.path, format, request.size, request.as]);
    const running = joined.get(key);
    if (running) {
      if (whose === 'awaited') running.whose = whose;
      return running.picture;
    }
    refuseIfBusy(whose);
    const { promise, resolve, reject } = Promise.withResolvers<Uint8Array | null>();
    const job = { request: { ...request, format }, whose, picture: promise, resolve, reject };
    joined.set(key, job);
    waiting.push(job);
    void work();
    return promise.finally(() => joined.delete(key));
  }

  function refuseIfBusy(whose: Whose): void {
    const before = whose === 'ahead' ? waiting : waiting.filter((job) => job.whose === 'awaited');
    if (before.length < maxQueue) return;
    log('pictures.queue_full', { waiting: waiting.length });
    throw new PicturesBusy('Too many pictures wait to be drawn');
  }

  /** The next job: the first that somebody waits for, else the first. */
  function next(): Job | undefined {
    const awaited = waiting.findIndex((job) => job.whose === 'awaited');
    return waiting.splice(Math.max(awaited, 0), 1)[0];
  }

  async function work(): Promise<void> {
    if (current) return;
    for (current = next(); current; current = next()) {
      const job = current;
      job.resolve(await drawn(job.request));
    }
  }

  async function drawn(request: Request): Promise<Uint8Array | null> {
    try {
      if (!worker?.alive) worker = startWorker(workerUrl);
      const picture = await worker.draw({ ...request, maxPixels, memoryMb, workMs }, timeoutMs);
      if (worker.drawings >= recycleAfter) await stopWorker();
      return picture;
    } catch (error) {
      if (!closed) log('pictures.worker_failed', { reason: String(error), path: request.path, format: request.format });
      await stopWorker();
      return null;
    }
  }

  async function stopWorker(): Promise<void> {
    const stopped = worker;
    worker = undefined;
    await stopped?.stop();
  }

  return {
    thumbnail: enqueue,
    fingerprint: (path, whose) => enqueue({ path, format: 'png', size: 1, as: 'fingerprint' }, whose),
    async close() {
      closed = true;
      for (const job of [...(current ? [current] : []), ...waiting.splice(0)]) job.reject(closedError());
      await stopWorker();
    },
  };
}

interface Worker {
  readonly alive: boolean;
  readonly drawings: number;
  /** Rejects when the process ends or time is up; it must be stopped then. */
  draw(order: Omit<DrawOrder, 'id'>, timeoutMs: number): Promise<Uint8Array | null>;
  stop(): Promise<void>;
}

function startWorker(url: URL | string): Worker {
  const child = fork(typeof url === 'string' && !url.startsWith('file:') ? url : fileURLToPath(url), [], {
    env: {
      ...Object.fromEntries(ENVIRONMENT.map((name) => [name, process.env[name]])),
      // Large pictures stay in memory, where the limit sees them: a killed child would leave its temporary files behind.
      VIPS_DISC_THRESHOLD: '16g',
    },
    // Not the flags of this process, which may open debuggers or load hooks.
    execArgv: [`--max-old-space-size=${WORKER_HEAP_MB}`],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    // Its own process group: Ctrl-C does not reach it, and a Ghostscript it started dies with it.
    detached: true,
  });
  const ready = Promise.withResolvers<void>();
  const ended = Promise.withResolvers<void>();
  let answer = Promise.withResolvers<Uint8Array | null>();
  let failure: Error | undefined;
  let drawings = 0;

  child.on('message', (message) => {
    if (!isWorkerMessage(message)) return fail(new Error('The picture process sent something else than an answer'));
    if ('ready' in message) ready.resolve();
    else if (message.id === drawings) answer.resolve(message.picture);
  });
  child.on('error', (error) => {
    fail(error);
    // A process that could not be started never exits.
    if (child.pid === undefined) ended.resolve();
  });
  child.on('exit', (code, signal) => {
    fail(new Error(`The picture process ended (${signal ?? code})`));
    ended.resolve();
  });
  // Whoever draws hears of failures; an idle process may end unheard.
  ready.promise.catch(() => undefined);
  answer.promise.catch(() => undefined);

  function fail(error: Error): void {
    failure ??= error;
    ready.reject(error);
    answer.reject(error);
  }

  return {
    get alive() {
      return failure === undefined;
    },
    get drawings() {
      return drawings;
    },
    async draw(order, timeoutMs) {
      holdParent(child, true);
      try {
        await within(START_TIMEOUT_MS, ready.promise);
        answer = Promise.withResolvers();
        drawings += 1;
        child.send({ ...order, id: drawings } satisfies DrawOrder, (error) => error && fail(error));
        return await within(timeoutMs, answer.promise);
      } finally {
        holdParent(child, false);
      }
    },
    async stop() {
      holdParent(child, true);
      killGroup(child);
      await ended.promise;
    },
  };
}

/** An idle child must not keep the server alive; one at work must. */
function holdParent(child: ChildProcess, hold: boolean): void {
  if (hold) {
    child.ref();
    child.channel?.ref();
  } else {
    child.unref();
    child.channel?.unref();
  }
}

function killGroup(child: ChildProcess): void {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // No process groups on Windows.
    child.kill('SIGKILL');
  }
}

async function within<T>(milliseconds: number, promise: Promise<T>): Promise<T> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error(`No picture within ${milliseconds} ms`)), milliseconds);
  try {
    return await Promise.race([promise, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}

/** Beside the bundled server lies a bundled worker; from source it is the TypeScript file. */
function findWorker(): URL {
  const bundled = new URL('./pictures-worker.js', import.meta.url);
  return existsSync(bundled) ? bundled : new URL('./worker.ts', import.meta.url);
}

function isSize(size: number): boolean {
  return Number.isInteger(size) && size >= 1 && size <= MAX_SIZE;
}

function closedError(): Error {
  return new Error('Pictures are closed');
}
