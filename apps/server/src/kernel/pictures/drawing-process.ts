import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { type FileHandle, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { environmentOf, type Isolation, type Limits, librariesFor, readableFor } from './isolation.ts';
import { type DrawAnswer, type DrawOrder, isWorkerMessage } from './messages.ts';

/** A child process that draws, with the Ghostscript that it may start. */
export interface DrawingProcess {
  readonly alive: boolean;
  readonly drawings: number;
  /** Processor time used, as last reported by the child. */
  readonly workedMs: number;
  /** Rejects with `TookTooLong` when time is up, and when the process ends. The process must be stopped then. */
  draw(order: Omit<DrawOrder, 'id'>, source: FileHandle): Promise<DrawAnswer>;
  stop(): Promise<void>;
}

/** Elapsed time was up: on a busy machine another attempt may succeed. */
export class TookTooLong extends Error {}

/** The child has low priority, so on a busy machine it may start slowly. In milliseconds. */
const START_TIMEOUT_MS = 60_000;
const WORKER_HEAP_MB = 128;

export async function startDrawingProcess(
  script: string,
  isolation: Isolation,
  limits: Limits,
): Promise<DrawingProcess> {
  const tmp = isolation.ownTmp ? null : await mkdtemp(join(tmpdir(), 'gofigr-drawing-'));
  // Without this process's flags, which may open debuggers or load hooks.
  const node = [process.execPath, `--max-old-space-size=${WORKER_HEAP_MB}`];
  const [execPath = '', ...execArgv] = isolation.wrap(node, limits, [
    ...readableFor(script),
    ...librariesFor(script, ['@gofigr/likeness']),
  ]);
  const child = fork(script, [], {
    env: {
      ...environmentOf(isolation),
      ...(tmp !== null && { TMPDIR: tmp }),
      // Keeps large pictures in memory, where the limit applies: a killed child would leave its temporary files behind.
      VIPS_DISC_THRESHOLD: '16g',
    },
    execPath,
    execArgv,
    serialization: 'advanced',
    stdio: ['pipe', 'ignore', 'ignore', 'ipc'],
    // A process group of its own: Ctrl-C doesn't reach it, and its Ghostscript dies with it.
    detached: true,
  });
  const ready = Promise.withResolvers<void>();
  const ended = Promise.withResolvers<void>();
  let answer = Promise.withResolvers<DrawAnswer>();
  let failure: Error | undefined;
  let drawings = 0;
  let workedMs = 0;

  child.on('message', (message) => {
    if (!isWorkerMessage(message)) return fail(new Error('The picture process sent something other than an answer'));
    if ('ready' in message) return ready.resolve();
    if (message.id !== drawings) return;
    workedMs = message.workedMs;
    answer.resolve(message);
  });
  child.on('error', (error) => {
    fail(error);
    // A process that could not be started never exits.
    if (child.pid === undefined) end();
  });
  child.on('exit', (code, signal) => {
    fail(new Error(`The picture process ended (${signal ?? code})`));
    end();
  });
  // An ended process reads no more; `exit` reports it.
  child.stdin?.on('error', () => undefined);
  // Callers of `draw` get failures; an idle process may end without one.
  ready.promise.catch(() => undefined);
  answer.promise.catch(() => undefined);

  /** Removes the child's folder, in which a killed Ghostscript may have left files. */
  function end(): void {
    ended.resolve(tmp === null ? undefined : rm(tmp, { recursive: true, force: true }));
  }

  function fail(error: Error): void {
    failure ??= error;
    ready.reject(error);
    answer.reject(error);
  }

  async function send(order: DrawOrder, source: FileHandle): Promise<void> {
    child.send(order, (error) => error && fail(error));
    if (!child.stdin) return;
    const bytes = source.createReadStream({ start: 0, end: order.bytes - 1, autoClose: false });
    for await (const chunk of bytes) if (!child.stdin.write(chunk)) await once(child.stdin, 'drain');
  }

  return {
    get alive() {
      return failure === undefined;
    },
    get drawings() {
      return drawings;
    },
    get workedMs() {
      return workedMs;
    },
    async draw(order, source) {
      holdParent(child, true);
      try {
        await within(START_TIMEOUT_MS, ready.promise);
        answer = Promise.withResolvers();
        answer.promise.catch(() => undefined);
        drawings += 1;
        const sent = send({ ...order, id: drawings }, source);
        // An order that can't be sent gets no answer: then time runs out or the process has ended.
        sent.catch(() => undefined);
        return await within(order.timeoutMs, answer.promise);
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

/** Keeps the server alive while a child is working; an idle one must not. */
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
    // Windows has no process groups.
    child.kill('SIGKILL');
  }
}

async function within<T>(milliseconds: number, promise: Promise<T>): Promise<T> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new TookTooLong(`No picture within ${milliseconds} ms`)), milliseconds);
  try {
    return await Promise.race([promise, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
