import { mkdirSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { type FtsIndex, openFts } from '../store/fts-index.ts';
import type { FromWorker, IndexCalls, ToWorker } from './index-thread.ts';
import { vectorsOf } from './vectors.ts';

const path = workerData as string | null; // given by index-thread.ts
let opened: FtsIndex | undefined;

/** Opened by the first call, so that a failing disk is the call's error. */
function fts(): FtsIndex {
  if (path === null) throw new Error('there is no index in a file');
  if (!opened) {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    opened = openFts(path);
  }
  return opened;
}

/** SQLite's codes for a damaged file, and for one that is no database. */
const DAMAGED: readonly unknown[] = [11, 26];

/** Removes a damaged index: the next call begins a new one. */
function discardIfDamaged(error: unknown): void {
  if (!(error instanceof Error && 'errcode' in error && DAMAGED.includes(Number(error.errcode) & 0xff))) return;
  opened?.close();
  opened = undefined;
  for (const end of ['', '-wal', '-shm']) rmSync(`${path}${end}`, { force: true });
}

const calls: IndexCalls = {
  write: (documents, goneIds) => fts().write(documents, goneIds),
  find: (asked) => fts().find(asked),
  findParents: (asked) => fts().findParents(asked),
  wordsNear: (keys) => fts().wordsNear(keys),
  readState: () => fts().readState(),
  writeState: (state) => fts().writeState(state),
  clear: () => fts().clear(),
  close: () => opened?.close(),
  vectors: vectorsOf,
};

function answer({ job, name, given }: ToWorker): FromWorker {
  try {
    const call = calls[name] as (...given: unknown[]) => unknown; // with the arguments that index-thread.ts takes
    return { job, result: call(...given) };
  } catch (error) {
    discardIfDamaged(error);
    return { job, error: error instanceof Error ? error.message : String(error) };
  }
}

parentPort?.on('message', (message: ToWorker) => {
  const answered = answer(message);
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker has no origin
  parentPort?.postMessage(answered);
});
