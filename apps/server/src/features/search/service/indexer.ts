import type { Db } from '../../../kernel/db/index.ts';
import { dequeue } from '../store.ts';
import type { IndexCalls } from './index-thread.ts';
import { type Round, requestFirstFill } from './round.ts';

/** Pause after a round that found nothing to do, and after one that put older objects into the index. */
const IDLE_MS = 700;
const FILL_PAUSE_MS = 20;
/** Pause after a failure, such as a full disk. */
const FAILED_MS = 10_000;

/** Puts changed objects into the index, and after an upgrade all others. */
export interface Indexer {
  /** Begins to work in the background. */
  start(): void;
  /** Works until nothing is left to do. */
  settle(): Promise<void>;
  close(): Promise<void>;
}

export interface IndexerDeps {
  db: Db;
  /** Does the work, and only reads the database. */
  thread: Pick<IndexCalls, 'round' | 'close'>;
  /** The index begins anew. */
  onCleared(): void;
  report(error: unknown): void;
}

const PAUSES: Readonly<Record<Round['left'], number>> = { queue: 0, fill: FILL_PAUSE_MS, nothing: IDLE_MS };

export function createIndexer({ db, thread, onCleared, report }: IndexerDeps): Indexer {
  let closed = false;
  let timer: NodeJS.Timeout | undefined;
  let working: Promise<Round> | undefined;
  let isAsked = false;

  async function round(): Promise<Round> {
    if (!isAsked) await requestFirstFill(db);
    isAsked = true;
    const worked = await thread.round();
    if (worked.isCleared) onCleared();
    if (worked.done.length > 0) await dequeue(db, worked.done);
    return worked;
  }

  /** One round at a time. */
  async function work(): Promise<Round> {
    await working?.catch(() => undefined);
    working = round();
    return working;
  }

  /** Works once, and returns the pause until it does again. */
  const workOnce = () =>
    work().then(
      ({ left }) => PAUSES[left],
      (error: unknown) => {
        report(error);
        return FAILED_MS;
      },
    );

  function begin(pauseMs: number): void {
    if (closed) return;
    timer = setTimeout(() => void workOnce().then(begin), pauseMs).unref();
  }

  return {
    start: () => begin(IDLE_MS),
    async settle() {
      while ((await work()).left !== 'nothing');
    },
    async close() {
      closed = true;
      clearTimeout(timer);
      await working?.catch(() => undefined);
      await thread.close();
    },
  };
}
