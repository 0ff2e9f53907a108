import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { type FileHandle, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { environmentOf, type Isolation, type Limits, readableFor } from './isolation.ts';
import { type DrawAnswer, type DrawOrder, isWorkerMessage } from './messages.ts';

/** One child that draws, with the Ghostscript that it may start. */
export interface DrawingProcess {
  readonly alive: boolean;
  readonly drawings: number;
  /** Processor time that it has used, as far as it has said. */
  readonly workedMs: number;
  /** Rejects with `TookTooLong` when time is up, and when the process ends: it must be stopped then. */
  draw(order: Omit<DrawOrder, 'id'>, source: FileHandle): Promise<DrawAnswer>;
  stop(): Promise<void>;
}

/** Time by the clock was up: on a busy machine another try may go well. */
export class TookTooLong extends Error {}

/** The child yields to everything else on the machine, so on a busy one its start may take long. */
const START_TIMEOUT_MS = 60_000;
const WORKER_HEAP_MB = 128;

export async function startDrawingProcess(
  script: string,
  isolation: Isolation,
  limits: Limits,
): Promise<DrawingProcess> {
  const tmp = isolation.ownTmp ? null : await mkdtemp(join(tmpdir(), 'gofigr-drawing-'));
  // Not the flags of this process, which may open debuggers or load hooks.
  const node = [process.execPath, `--max-old-space-size=${WORKER_HEAP_MB}`];
  const [execPath = '', ...execArgv] = isolation.wrap(node, limits, readableFor(script));
  const child = fork(script, [], {
    env: {
      ...environmentOf(isolation),
      ...(tmp !== null && { TMPDIR: tmp }),
      // Large pictures stay in memory, where the limit sees them: a killed child would leave its temporary files behind.
      VIPS_DISC_THRESHOLD: '16g',
    },
    execPath,
    execArgv,
    serialization: 'advanced',
    stdio: ['pipe', 'ignore', 'ignore', 'ipc'],
    // Its own process group: Ctrl-C does not reach it, and a Ghostscript it started dies with it.
    detached: true,
  });
  const ready = Promise.withResolvers<void>();
  const ended = Promise.withResolvers<void>();
  let answer = Promise.withResolvers<DrawAnswer>();
  let failure: Error | undefined;
  let drawings = 0;
  let workedMs = 0;

  child.on('message', (message) => {
    if (!isWorkerMessage(message)) return fail(new Error('The picture process sent something else than an answer'));
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
  // A process that has ended reads no more; `exit` says so.
  child.stdin?.on('error', () => undefined);
  // Whoever draws hears of failures; an idle process may end unheard.
  ready.promise.catch(() => undefined);
  answer.promise.catch(() => undefined);

  /** What a killed Ghostscript left in its folder goes with the process. */
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
        // What can't be sent has no answer: that one's time is up then, or the process has ended.
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
  const timer = setTimeout(() => late.reject(new TookTooLong(`No picture within ${milliseconds} ms`)), milliseconds);
  try {
    return await Promise.race([promise, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
