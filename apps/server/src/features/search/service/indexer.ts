import type { Stores } from '../../../kernel/blobs/index.ts';
import { type Db, readValue, writeValue } from '../../../kernel/db/index.ts';
import { newId } from '../../../kernel/ids.ts';
import { dequeue, nextQueued, objectsBefore, parentsOfRevisions } from '../store.ts';
import { documentsOf } from './documents.ts';
import type { SearchIndex } from './search-index.ts';

/** Objects of one round, so that others wait for a few milliseconds at most. Few at a time would cost more for each. */
const ROUND = 100;
/** Pause after a round that found nothing to do, and after one that put older objects into the index. */
const IDLE_MS = 700;
const FILL_PAUSE_MS = 20;
/** Pause after a failure, such as a full disk. */
const FAILED_MS = 10_000;

/** The name of the value whose change asks to fill the index anew. */
const FILL = 'search_fill';

/** Asks the servers on a database to fill the index anew. */
export const requestFill = (db: Db): Promise<void> => writeValue(db, FILL, newId());

/** Puts changed objects into the index, and after an upgrade all others. */
export interface Indexer {
  /** Begins to work in the background. */
  start(): void;
  /** Works until nothing is left to do. */
  settle(): Promise<void>;
  close(): Promise<void>;
}

export interface IndexerDeps {
  blobs: Pick<Stores, 'of'>;
  index: SearchIndex;
  /** The index begins anew. */
  onCleared(): void;
  report(error: unknown): void;
}

/** Result of a round: `queue` and `fill` name what may have more to do. */
type Left = 'queue' | 'fill' | 'nothing';

const PAUSES: Readonly<Record<Left, number>> = { queue: 0, fill: FILL_PAUSE_MS, nothing: IDLE_MS };

export function createIndexer({ blobs, index, onCleared, report }: IndexerDeps): Indexer {
  let closed = false;
  let timer: NodeJS.Timeout | undefined;
  let working: Promise<Left> | undefined;

  /** Returns whether there may be more in the queue. */
  async function indexQueued(on: Db): Promise<boolean> {
    const queued = await nextQueued(on, ROUND);
    if (queued.length === 0) return false;
    const ids = new Set(queued.map(({ object_id }) => object_id));
    // A figure has the words of its newest revision.
    for (const id of await parentsOfRevisions(on, [...ids])) ids.add(id);
    const { documents, goneIds } = await documentsOf({ db: on, blobs }, [...ids]);
    await index.write(on, documents, goneIds);
    await dequeue(
      on,
      queued.map(({ seq }) => seq),
    );
    return queued.length === ROUND;
  }

  async function fill(on: Db, filledFor: string, from: number | null): Promise<Left> {
    if (from === 0) return 'nothing';
    const { ids, lowest } = await objectsBefore(on, from, ROUND);
    const { documents } = await documentsOf({ db: on, blobs }, ids);
    await index.write(on, documents, []);
    await index.writeState(on, { filledFor, filledFrom: lowest });
    return lowest === 0 ? 'nothing' : 'fill';
  }

  async function roundOn(on: Db): Promise<Left> {
    const wanted = await readValue(on, FILL);
    if (wanted === undefined) {
      await requestFill(on);
      return 'fill';
    }
    const state = await index.readState();
    if (state.filledFor !== wanted) {
      await index.clear(on);
      await index.writeState(on, { filledFor: wanted, filledFrom: null });
      onCleared();
      return 'fill';
    }
    return (await indexQueued(on)) ? 'queue' : fill(on, wanted, state.filledFrom);
  }

  async function round(): Promise<Left> {
    let left: Left = 'nothing';
    await index.alone(async (on) => {
      left = await roundOn(on);
    });
    return left;
  }

  /** One round at a time. */
  async function work(): Promise<Left> {
    await working?.catch(() => undefined);
    working = round();
    return working;
  }

  /** Works once, and returns the pause until it does again. */
  const workOnce = () =>
    work().then(
      (left) => PAUSES[left],
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
      while ((await work()) !== 'nothing');
    },
    async close() {
      closed = true;
      clearTimeout(timer);
      await working?.catch(() => undefined);
      await index.close();
    },
  };
}
