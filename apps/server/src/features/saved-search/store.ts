import type { Selectable, Updateable } from 'kysely';
import type { Db, SavedSearchTable, Trx } from '../../kernel/db/index.ts';

export type SavedSearchRow = Selectable<SavedSearchTable>;

export const searchesOf = (db: Db, userId: string): Promise<SavedSearchRow[]> =>
  db.selectFrom('saved_searches').selectAll().where('user_id', '=', userId).execute();

export async function countSearches(db: Db, userId: string): Promise<number> {
  const { count } = await db
    .selectFrom('saved_searches')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('user_id', '=', userId)
    .executeTakeFirstOrThrow();
  return count;
}

export async function insertSearch(trx: Trx, row: SavedSearchRow): Promise<void> {
  await trx.insertInto('saved_searches').values(row).execute();
}

/** Changes a search of a user. Returns it, or undefined if the user has no such one. */
export const updateSearch = (
  db: Db,
  userId: string,
  id: string,
  fields: Updateable<SavedSearchTable>,
): Promise<SavedSearchRow | undefined> =>
  db
    .updateTable('saved_searches')
    // A change of nothing is one of the ID.
    .set({ id, ...fields })
    .where('user_id', '=', userId)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirst();

/** Returns false if the user has no such search. */
export async function deleteSearch(db: Db, userId: string, id: string): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('saved_searches')
    .where('user_id', '=', userId)
    .where('id', '=', id)
    .executeTakeFirst();
  return numDeletedRows > 0n;
}
