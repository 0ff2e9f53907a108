import { existsSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import type { DatabasePlace } from '../../../kernel/db/index.ts';
import type { ReadStart, StoredBytes } from './content.ts';
import type { Round } from './round.ts';
import type { ReadIndex } from './search-index.ts';

/** Places of all that the thread reads. It only reads the database, apart from the tables of an index in it. */
export interface IndexPlaces {
  database: DatabasePlace;
  /** File of the index; null: in the database. */
  file: string | null;
  /** Folder of the server's own blobs; null: in a bucket. */
  blobFolder: string | null;
}

/** The calls of the thread, by their names. */
export interface IndexCalls extends ReadIndex {
  /** Puts the next objects into the index. */
  round(): Promise<Round>;
  close(): Promise<void>;
}

/** A call, or the first bytes of a datum that the thread asked for. */
export type ToWorker =
  | { job: number; name: keyof IndexCalls; given: readonly unknown[] }
  | { read: number; bytes?: Uint8Array; error?: string };

/** The result of a call, or a datum whose first bytes the thread needs. */
export type FromWorker =
  | { job: number; result?: unknown; error?: string }
  | { read: number; row: StoredBytes; most: number };

/**
 * Indexes and searches in a thread with a connection of its own, so that requests wait for neither. It starts with the
 * first call, and again after a failure. `readStart` reads bytes that are not in the server's own files.
 */
export function startIndexThread(places: IndexPlaces, readStart: ReadStart): IndexCalls {
  const waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  let worker: Worker | undefined;
  let jobs = 0;

  function end(reason: Error): void {
    worker = undefined;
    for (const { reject } of waiting.values()) reject(reason);
    waiting.clear();
  }

  function settle({ job, result, error }: Extract<FromWorker, { job: number }>): void {
    const asked = waiting.get(job);
    waiting.delete(job);
    if (error === undefined) asked?.resolve(result);
    else asked?.reject(new Error(`The search index failed: ${error}`));
  }

  function start(): Worker {
    const bundled = new URL('./index-worker.js', import.meta.url);
    const script = existsSync(bundled) ? bundled : new URL('./index-worker.ts', import.meta.url);
    const started = new Worker(script, { workerData: places });
    started.unref();
    started.on('message', (message: FromWorker) => {
      if ('read' in message) void lend(started, message);
      else settle(message);
    });
    started.on('error', end);
    started.on('exit', () => end(new Error('The thread of the search index ended.')));
    return started;
  }

  async function lend(to: Worker, { read, row, most }: Extract<FromWorker, { read: number }>): Promise<void> {
    const answer = await readStart(row, most).then(
      (bytes): ToWorker => ({ read, bytes }),
      (error: unknown): ToWorker => ({ read, error: String(error) }),
    );
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker has no origin
    to.postMessage(answer);
  }

  function call<N extends keyof IndexCalls>(name: N, ...given: Parameters<IndexCalls[N]>): ReturnType<IndexCalls[N]> {
    const job = ++jobs;
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    waiting.set(job, { resolve, reject });
    worker ??= start();
    const message: ToWorker = { job, name, given };
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker has no origin
    worker.postMessage(message);
    return promise as ReturnType<IndexCalls[N]>; // the worker's answer to this call
  }

  return {
    round: () => call('round'),
    find: (asked) => call('find', asked),
    findParents: (asked) => call('findParents', asked),
    wordsNear: (keys) => call('wordsNear', keys),
    readState: () => call('readState'),
    async close() {
      if (worker) await call('close').catch(() => undefined);
      await worker?.terminate();
    },
  };
}
