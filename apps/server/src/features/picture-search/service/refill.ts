import { type Db, readValue, writeValue } from '../../../kernel/db/index.ts';
import { newId } from '../../../kernel/ids.ts';
import { countRevisions } from '../store.ts';

/** Names of the values that ask to describe all pictures anew, and tell how far that is. */
const ASKED = 'picture_fill';
const REACHED = 'picture_fill_reached';

export interface Refill {
  /** The last request to describe all pictures anew. */
  asked: string | undefined;
  /** Place in the order of insertion down to which revisions are described anew; null: none, 0: all. */
  below: number | null;
}

/** Asks the servers on a database to describe all pictures anew. */
export const requestRefill = (db: Db): Promise<void> => writeValue(db, ASKED, newId());

export async function readRefill(db: Db): Promise<Refill> {
  const asked = await readValue(db, ASKED);
  const [request, below] = (await readValue(db, REACHED))?.split(' ') ?? [];
  return { asked, below: asked !== undefined && request === asked ? Number(below) : null };
}

/** Saves how far a request is, so that a stopped server goes on there. */
export const saveRefill = (db: Db, { asked, below }: { asked: string; below: number }): Promise<void> =>
  writeValue(db, REACHED, `${asked} ${below}`);

/** Revisions in all, and those that the last request has done; null if nobody has asked. */
export async function refillProgress(db: Db): Promise<{ done: number; all: number } | null> {
  const { asked, below } = await readRefill(db);
  if (asked === undefined) return null;
  return { done: below === null ? 0 : await countRevisions(db, below), all: await countRevisions(db, 0) };
}
