import { existsSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { formatOf, HEAD_BYTES } from '@gofigr/contract/formats';
import { createLogOnce, type Log } from '../log-once.ts';
import { type DrawingProcess, startDrawingProcess, TookTooLong } from './drawing-process.ts';
import { findIsolation, type Isolation } from './isolation.ts';
import type { Drawing, DrawOrder, Reason } from './messages.ts';
import { type Caps, createTurns, type Turn, type Waiting } from './turns.ts';

/** Lends a file until `work` ends. */
export type Lend = <T>(work: (path: string) => Promise<T>) => Promise<T>;

export interface ThumbnailRequest {
  /** File of the picture. Equal requests share one drawing. */
  path: string;
  /** Lends the file when its turn comes; `path` is then only a name for it. If it throws, the drawing rejects with that. */
  lend?: Lend;
  /** The declared format, such as `png` or `svg`. The bytes count before it. */
  format: string;
  /** Side of the square that the picture is fitted into, in pixels. */
  size: number;
  as: 'png' | 'webp';
  /** Page to draw, from 1; without it the first. */
  page?: number;
}

/** A file whose text is read. */
export type TextRequest = Pick<ThumbnailRequest, 'path' | 'lend' | 'format'>;

export interface Pictures {
  /**
   * Draws a picture to fit inside size×size. It is never larger than its source, except vector drawings, which fill the
   * square. Null with a reason if the bytes can't be drawn. Rejects with `PicturesBusy` if too many wait, and after
   * `close`.
   */
  thumbnail(request: ThumbnailRequest, turn: Turn): Promise<Drawing>;
  /** A PNG's fingerprint of 256 bits: similar pictures differ in few of them. Otherwise like `thumbnail`. */
  fingerprint(path: string, turn: Turn): Promise<Drawing>;
  /** A WebP's description for the search by picture. Otherwise like `thumbnail`. */
  likeness(path: string, turn: Turn): Promise<Drawing>;
  /**
   * The text of a PDF or PostScript file as UTF-8, at most 100 kB of its first pages. Other files are `unreadable`.
   * Otherwise like `thumbnail`.
   */
  text(request: TextRequest, turn: Turn): Promise<Drawing>;
  /** Tells whether there is room for another picture of this turn. */
  hasRoom(turn: Turn): boolean;
  /** Protections against hostile pictures that this machine can't provide. */
  missingProtection(): Promise<string[]>;
  /** Ends the child processes; waiting calls reject. */
  close(): Promise<void>;
}

/** Too many pictures wait. It says nothing about this one. */
export class PicturesBusy extends Error {}

export interface PicturesOptions {
  workerUrl?: URL | string;
  isolation?: Promise<Isolation>;
  /** Pictures drawn concurrently. */
  processes?: number;
  /** Time limit for one picture, including waiting for the machine. Then the child and its Ghostscript are killed. */
  timeoutMs?: number;
  /** Limit of processor time for one picture. */
  workMs?: number;
  maxPixels?: number;
  /** Limits of waiting pictures; further ones reject immediately. */
  caps?: Partial<Caps>;
  /** Number of pictures after which a child is replaced. */
  recycleAfter?: number;
  memoryMb?: number;
  /** Gets each cause of failures once, then once a minute with its repetitions. */
  log?: Log;
}

type Request = Pick<DrawOrder, 'format' | 'size' | 'as' | 'page'> & { path: string; lend?: Lend };

interface Job extends Waiting {
  request: Request;
  drawing: Promise<Drawing>;
  resolve: (drawing: Drawing) => void;
  reject: (error: Error) => void;
}

const MAX_SIZE = 8192;
const MAX_SOURCE_BYTES = 200 * 2 ** 20;
const DRAW_TIMEOUT_MS = 10_000;
/** Less than the time limit: on an idle machine this ends a loop, and distinguishes it from waiting. */
const DRAW_WORK_MS = 6000;
/** Work of this many drawings is the system's limit of a process; it is replaced after half of it. */
const WORK_OF_A_LIFE = 4;
const CAPS: Caps = { all: 400, author: 100, caller: 60, picture: 8, running: 1 };
const cannot = (reason: Reason): Drawing => ({ picture: null, reason });

/** Draws pictures one at a time in each of a few child processes, which start on demand. */
export function createPictures(options: PicturesOptions = {}): Pictures {
  const {
    workerUrl = findWorker(),
    isolation = findIsolation(),
    processes = 2,
    timeoutMs = DRAW_TIMEOUT_MS,
    workMs = DRAW_WORK_MS,
    maxPixels = 100_000_000,
    recycleAfter = 500,
    memoryMb = 768,
    log = () => undefined,
  } = options;
  const script = typeof workerUrl === 'string' ? workerUrl : fileURLToPath(workerUrl);
  const limits = { cpuSeconds: Math.ceil((WORK_OF_A_LIFE * workMs) / 1000), memoryMb };
  const warnings = createLogOnce(log);
  const turns = createTurns<Job>({ ...CAPS, ...options.caps });
  const joined = new Map<string, Job>();
  const slots = Array.from({ length: processes }, (): Slot => ({ work: Promise.resolve() }));
  let closed = false;

  async function enqueue(request: Request, turn: Turn): Promise<Drawing> {
    if (closed) throw closedError();
    if (!isSize(request.size)) return cannot('unreadable');

    const key = JSON.stringify([request.path, request.format, request.page, request.size, request.as]);
    const same = joined.get(key);
    if (same) {
      if (same.turn.ahead) same.turn = turn;
      return same.drawing;
    }
    const { promise, resolve, reject } = Promise.withResolvers<Drawing>();
    const job = { request, path: request.path, turn, drawing: promise, resolve, reject };
    if (!turns.add(job)) {
      warnings.report('queue_full', 'pictures.queue_full', { waiting: turns.waiting });
      throw new PicturesBusy('Too many pictures are waiting to be drawn');
    }
    joined.set(key, job);
    work();
    return promise.finally(() => joined.delete(key));
  }

  function work(): void {
    for (const slot of slots) {
      if (slot.job) continue;
      slot.job = turns.next();
      if (!slot.job) return;
      slot.work = workOn(slot, slot.job);
    }
  }

  async function workOn(slot: Slot, job: Job): Promise<void> {
    const { path, lend = (lent) => lent(path) } = job.request;
    try {
      const drawing = await lend((file) => drawn(slot, job.request, file));
      job.resolve(drawing);
      // Its other sizes would cost as much and also fail.
      if (!drawing.picture && drawing.reason === 'too_costly')
        for (const other of turns.drop(path)) other.resolve(drawing);
    } catch (error) {
      job.reject(error instanceof Error ? error : new Error(String(error)));
    }
    turns.done(job);
    slot.job = undefined;
    work();
  }

  async function drawn(slot: Slot, request: Request, path: string): Promise<Drawing> {
    const { format, page, size, as } = request;
    let source: FileHandle | undefined;
    try {
      source = await open(path);
      const file = await source.stat();
      if (!file.isFile() || file.size === 0) return cannot('unreadable');
      if (file.size > MAX_SOURCE_BYTES) return cannot('too_large');
      const found = formatOf({ type: 'image', format, head: await headOf(source) });
      if (!found?.drawable) return cannot('unreadable');
      const drawing = { format: found.name, program: found.drawable, page, size, as, bytes: file.size };
      const order = { ...drawing, maxPixels, memoryMb, workMs, timeoutMs };
      return await drawnBy(slot, order, source).catch((error: unknown) => failed(slot, request, error));
    } catch {
      // The file is missing or unreadable.
      return cannot('unreadable');
    } finally {
      await source?.close();
    }
  }

  async function drawnBy(slot: Slot, order: Omit<DrawOrder, 'id'>, source: FileHandle): Promise<Drawing> {
    if (!slot.process?.alive) slot.process = await startDrawingProcess(script, await isolation, limits);
    if (closed) throw closedError();
    const { drawing } = await slot.process.draw(order, source);
    const { drawings, workedMs } = slot.process;
    const isWorn = drawings >= recycleAfter || workedMs > (limits.cpuSeconds * 1000) / 2;
    if (isWorn) await stop(slot);
    return drawing;
  }

  async function failed(slot: Slot, { path, format }: Request, error: unknown): Promise<Drawing> {
    const reason = String(error);
    if (!closed) warnings.report(reason, 'pictures.worker_failed', { reason, path, format });
    const hadBegun = (slot.process?.drawings ?? 0) > 0;
    await stop(slot);
    return cannot(hadBegun && !(error instanceof TookTooLong) ? 'too_costly' : 'too_slow');
  }

  async function stop(slot: Slot): Promise<void> {
    const { process } = slot;
    slot.process = undefined;
    await process?.stop();
  }

  return {
    thumbnail: ({ page = 1, ...request }, turn) => enqueue({ ...request, page }, turn),
    hasRoom: (turn) => turns.hasRoom({ turn, path: '' }),
    fingerprint: (path, turn) => enqueue({ path, format: 'png', page: 1, size: 1, as: 'fingerprint' }, turn),
    likeness: (path, turn) => enqueue({ path, format: 'webp', page: 1, size: 1, as: 'likeness' }, turn),
    text: (request, turn) => enqueue({ ...request, page: 1, size: 1, as: 'text' }, turn),
    missingProtection: async () => (await isolation).missing,
    async close() {
      closed = true;
      for (const job of [...slots.flatMap((slot) => slot.job ?? []), ...turns.drop()]) job.reject(closedError());
      await Promise.all(slots.map(stop));
      // A starting process is stopped by its own work.
      await Promise.all(slots.map((slot) => slot.work));
      warnings.close();
    },
  };
}

interface Slot {
  process?: DrawingProcess | undefined;
  job?: Job | undefined;
  work: Promise<void>;
}

/** The bundled worker is next to the bundled server; from source it is the TypeScript file. */
function findWorker(): URL {
  const bundled = new URL('./pictures-worker.js', import.meta.url);
  return existsSync(bundled) ? bundled : new URL('./worker.ts', import.meta.url);
}

async function headOf(source: FileHandle): Promise<Uint8Array> {
  const { buffer, bytesRead } = await source.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
  return buffer.subarray(0, bytesRead);
}

function isSize(size: number): boolean {
  return Number.isInteger(size) && size >= 1 && size <= MAX_SIZE;
}

/** Nothing failed: the server is stopping. */
function closedError(): PicturesBusy {
  return new PicturesBusy('Pictures are closed');
}
