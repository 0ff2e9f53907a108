import type { Db } from '../../../kernel/db/index.ts';
import type { Part } from '../../../kernel/objects/index.ts';

/** A revision and its number in the sequence. */
export interface Numbered {
  id: string;
  seq: number;
}

/** The newest objects of a part, after a number in the sequence. */
export const newestOf = (db: Db, { ids }: Part, after: number, limit: number): Promise<Numbered[]> =>
  db
    .selectFrom('objects')
    .select(['id', 'seq'])
    .where('id', 'in', ids)
    .where('seq', '>', after)
    .orderBy('seq', 'desc')
    .limit(limit)
    .execute();

export const metadataOf = (db: Db, revisionIds: readonly string[]): Promise<{ id: string; metadata: string }[]> =>
  db.selectFrom('revisions').select(['id', 'metadata']).where('id', 'in', revisionIds).execute();

export interface Held {
  owner_id: string;
  type: string;
  name: string;
  metadata: string;
}

export const dataIn = (db: Db, revisionIds: readonly string[]): Promise<Held[]> =>
  db.selectFrom('data').select(['owner_id', 'type', 'name', 'metadata']).where('owner_id', 'in', revisionIds).execute();
