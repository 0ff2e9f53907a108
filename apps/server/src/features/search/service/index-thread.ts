import { existsSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import type { FtsIndex } from '../store/fts-index.ts';
import type { SearchDocument } from './search-index.ts';
import type { Vector } from './vectors.ts';

/** The work of the thread: an index in a file, and the words of documents for PostgreSQL. */
export interface IndexCalls extends FtsIndex {
  vectors(documents: readonly SearchDocument[]): Vector[];
}

export interface ToWorker {
  job: number;
  name: keyof IndexCalls;
  given: readonly unknown[];
}

export interface FromWorker {
  job: number;
  result?: unknown;
  error?: string;
}

/** Indexes and searches in a thread, so that requests wait for neither. It starts with the first call. */
export interface IndexThread {
  call<N extends keyof IndexCalls>(name: N, ...given: Parameters<IndexCalls[N]>): Promise<ReturnType<IndexCalls[N]>>;
  close(): Promise<void>;
}

/** `path`: file of the index; null without one. */
export function startIndexThread(path: string | null): IndexThread {
  const waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  let worker: Worker | undefined;
  let jobs = 0;

  function end(reason: Error): void {
    worker = undefined;
    for (const { reject } of waiting.values()) reject(reason);
    waiting.clear();
  }

  function start(): Worker {
    const bundled = new URL('./index-worker.js', import.meta.url);
    const script = existsSync(bundled) ? bundled : new URL('./index-worker.ts', import.meta.url);
    const started = new Worker(script, { workerData: path });
    started.unref();
    started.on('message', ({ job, result, error }: FromWorker) => {
      const call = waiting.get(job);
      waiting.delete(job);
      if (error === undefined) call?.resolve(result);
      else call?.reject(new Error(`The search index failed: ${error}`));
    });
    started.on('error', end);
    started.on('exit', () => end(new Error('The thread of the search index ended.')));
    return started;
  }

  const call: IndexThread['call'] = (name, ...given) => {
    const job = ++jobs;
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    waiting.set(job, { resolve, reject });
    worker ??= start();
    const message: ToWorker = { job, name, given };
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker has no origin
    worker.postMessage(message);
    return promise as Promise<ReturnType<IndexCalls[typeof name]>>; // the worker's answer to this call
  };

  return {
    call,
    async close() {
      if (worker) await call('close').catch(() => undefined);
      await worker?.terminate();
    },
  };
}
