import { setTimeout as sleep } from 'node:timers/promises';
import type { Db } from '../../kernel/db/index.ts';
import { removePiece } from './store.ts';

/** Pause between two looks for removed objects, in milliseconds. Another process may have removed them. */
const LOOK_MS = 1000;

interface RemovalDeps {
  db: Db;
  onFailure(error: unknown): void;
}

/** Deletes the rows of removed objects, in pieces, as long as the server runs. Also those that a crash left. */
export function createRemoval({ db, onFailure }: RemovalDeps): { close(): Promise<void> } {
  let isClosed = false;
  let running: Promise<void> | undefined;
  const look = () => {
    running ??= removeAll(db, () => isClosed)
      .catch(onFailure)
      .finally(() => {
        running = undefined;
      });
  };
  const timer = setInterval(look, LOOK_MS).unref();
  return {
    async close() {
      isClosed = true;
      clearInterval(timer);
      await running;
    },
  };
}

/** Deletes the rows of all removed objects. Other requests get as much time as it takes itself. */
export async function removeAll(db: Db, isStopped = () => false): Promise<void> {
  for (let start = performance.now(); !isStopped() && (await removePiece(db)); start = performance.now())
    await sleep(performance.now() - start);
}
