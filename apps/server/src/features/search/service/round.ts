import { type Db, readValue, writeValue } from '../../../kernel/db/index.ts';
import { newId } from '../../../kernel/ids.ts';
import { nextQueued, objectsBefore, parentsOfRevisions } from '../store/documents.ts';
import type { ReadStart } from './content.ts';
import { documentsOf } from './documents.ts';
import type { SearchIndex } from './search-index.ts';

/** Objects of one round, so that searches wait for a few milliseconds at most. Few at a time would cost more for each. */
const ROUND = 100;

/** The name of the value whose change asks to fill the index anew. */
const FILL = 'search_fill';

/** Asks the servers on a database to fill the index anew. */
export const requestFill = (db: Db): Promise<void> => writeValue(db, FILL, newId());

/** Asks for it if nobody ever has. */
export async function requestFirstFill(db: Db): Promise<void> {
  if ((await readValue(db, FILL)) === undefined) await requestFill(db);
}

export interface Round {
  /** The part that may have more to do. */
  left: 'queue' | 'fill' | 'nothing';
  /** Rows of the queue whose objects are in the index, on the disk. */
  done: number[];
  /** The index began anew. */
  isCleared: boolean;
}

interface Sources {
  db: Db;
  index: SearchIndex;
  readStart: ReadStart;
}

/** Puts the next changed objects into the index, or else some older ones. Does nothing while another server is at it. */
export async function workRound({ db, index, readStart }: Sources): Promise<Round> {
  let round: Round = { left: 'nothing', done: [], isCleared: false };
  await index.alone(db, async (on) => {
    round = await roundOn(on);
  });
  return round;

  async function roundOn(on: Db): Promise<Round> {
    const wanted = await readValue(on, FILL);
    if (wanted === undefined) return round;
    const state = await index.readState();
    if (state.filledFor !== wanted) {
      await index.clear(on);
      await index.writeState(on, { filledFor: wanted, filledFrom: null });
      return { left: 'fill', done: [], isCleared: true };
    }
    const done = await indexQueued(on);
    if (done.length === ROUND) return { left: 'queue', done, isCleared: false };
    return { left: await fill(on, wanted, state.filledFrom), done, isCleared: false };
  }

  async function indexQueued(on: Db): Promise<number[]> {
    const queued = await nextQueued(on, ROUND);
    if (queued.length === 0) return [];
    const ids = new Set(queued.map(({ object_id }) => object_id));
    // A figure has the words of its newest revision.
    for (const id of await parentsOfRevisions(on, [...ids])) ids.add(id);
    const { documents, goneIds } = await documentsOf({ db: on, readStart }, [...ids]);
    await index.write(on, documents, goneIds);
    return queued.map(({ seq }) => seq);
  }

  async function fill(on: Db, filledFor: string, from: number | null): Promise<Round['left']> {
    if (from === 0) return 'nothing';
    const { ids, lowest } = await objectsBefore(on, from, ROUND);
    const { documents } = await documentsOf({ db: on, readStart }, ids);
    await index.write(on, documents, []);
    await index.writeState(on, { filledFor, filledFrom: lowest });
    return lowest === 0 ? 'nothing' : 'fill';
  }
}
