import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { Worker } from 'node:worker_threads';

/** `copy`: copies the log into the database file. `startLog`: begins the log again, if all of it was copied. */
export type CheckpointStep = 'copy' | 'startLog';

/** The text of an error, or null. */
export type StepResult = string | null;

export interface CheckpointDeps {
  /** The database file. */
  path: string;
  /** Pages in the log now. */
  pages(): number;
  /** Keeps others from writing until the work ends. */
  alone(work: () => Promise<void>): Promise<void>;
  onFailure(error: Error): void;
}

/** Copies the write-ahead log into the database file from time to time, in a thread of its own. */
export interface Checkpoints {
  /** Call it after each commit. */
  committed(): void;
  close(): Promise<void>;
}

/** Pages of 4 kB in the log from which it is copied. */
const MOST_PAGES = 2000;

/** Commits between two counts of the pages: a count costs 0.1 ms. */
const COMMITS_PER_COUNT = 50;

export function createCheckpoints({ path, pages, alone, onFailure }: CheckpointDeps): Checkpoints {
  let commits = 0;
  let worker: Worker | undefined;
  let running: Promise<void> | undefined;

  async function run(step: CheckpointStep): Promise<void> {
    worker ??= startWorker(path);
    worker.postMessage(step);
    const [result] = (await once(worker, 'message')) as [StepResult]; // sent by checkpoint-worker.ts
    if (result !== null) throw new Error(`The database's log could not be copied: ${result}`);
  }

  async function checkpoint(): Promise<void> {
    try {
      // Most of it beside other writers. They wait only for the rest, without which the log would never begin again.
      await run('copy');
      await alone(async () => {
        await run('copy');
        await run('startLog');
      });
    } catch (error) {
      void worker?.terminate();
      worker = undefined;
      onFailure(error instanceof Error ? error : new Error(String(error)));
    } finally {
      running = undefined;
    }
  }

  return {
    committed() {
      commits += 1;
      if (running || commits < COMMITS_PER_COUNT) return;
      commits = 0;
      if (pages() >= MOST_PAGES) running = checkpoint();
    },
    async close() {
      await running;
      await worker?.terminate();
    },
  };
}

function startWorker(path: string): Worker {
  // The bundled worker is next to the bundled server; from source it is the TypeScript file.
  const bundled = new URL('./checkpoint-worker.js', import.meta.url);
  const script = existsSync(bundled) ? bundled : new URL('./checkpoint-worker.ts', import.meta.url);
  const worker = new Worker(script, { workerData: path });
  worker.unref();
  return worker;
}
