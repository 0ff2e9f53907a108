import { type FileHandle, open } from 'node:fs/promises';
import { OutcomeUnknown } from '../failures.ts';

/**
 * Puts commits on the disk, outside of the main thread: it syncs SQLite's write-ahead log, which has them in order.
 * Commits that come during a sync share the next one.
 */
export interface LogSync {
  /** Call it after each commit. */
  committed(): void;
  /**
   * Resolves when all commits so far are on the disk; undefined if they are. Throws `OutcomeUnknown` if that is not
   * certain.
   */
  synced(): Promise<void> | undefined;
  /** The error of the sync that failed. The disk may have lost any commit since, so the database must be opened again. */
  readonly failure: Error | undefined;
  close(): Promise<void>;
}

/** `onFailure` is called once, with the first error. */
export function createLogSync(path: string, onFailure: () => void, openLog: typeof open = open): LogSync {
  let file: FileHandle | undefined;
  let isDirty = false;
  let running: Promise<void> | undefined;
  let next: Promise<void> | undefined;
  let failure: Error | undefined;

  async function sync(): Promise<void> {
    isDirty = false;
    try {
      // The log exists after the first commit, and as long as a connection is open.
      file ??= await openLog(path, 'r');
      await file.datasync();
    } catch (error) {
      const isFirst = failure === undefined;
      failure ??= new OutcomeUnknown(error);
      if (isFirst) onFailure();
    }
    if (failure) throw failure;
  }

  function start(): Promise<void> {
    next = undefined;
    const mine = sync().finally(() => {
      if (running === mine) running = undefined;
    });
    running = mine;
    return mine;
  }

  function synced(): Promise<void> | undefined {
    if (failure) return Promise.reject(failure);
    if (!isDirty) return running;
    if (!running) return start();
    next ??= running.then(start, start);
    return next;
  }

  return {
    committed() {
      isDirty = true;
    },
    synced,
    get failure() {
      return failure;
    },
    async close() {
      await synced()?.catch(() => undefined);
      await file?.close();
    },
  };
}
