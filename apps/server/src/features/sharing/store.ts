import type { Db, Trx } from '../../kernel/db/index.ts';
import type { StoredObject } from '../../kernel/objects/index.ts';

export async function isLinkShared(db: Db, id: string): Promise<boolean> {
  return (
    (await db.selectFrom('link_shares').select('object_id').where('object_id', '=', id).executeTakeFirst()) !==
    undefined
  );
}

/** Usernames that the object itself is shared with, in order of sharing. */
export async function usersSharedWith(db: Db, id: string): Promise<string[]> {
  const rows = await db
    .selectFrom('user_shares as s')
    .innerJoin('users as u', 'u.id', 's.user_id')
    .select('u.username')
    .where('s.object_id', '=', id)
    .orderBy('s.created')
    .orderBy('u.username')
    .execute();
  return rows.map(({ username }) => username);
}

/** The user with this name, if the object itself is shared with that user. */
export const findSharedUser = (db: Db, id: string, username: string): Promise<{ id: string } | undefined> =>
  db
    .selectFrom('user_shares as s')
    .innerJoin('users as u', 'u.id', 's.user_id')
    .select('u.id')
    .where('s.object_id', '=', id)
    .where('u.username', '=', username)
    .executeTakeFirst();

/** Returns whether anything changed. */
export async function setLinkShare(trx: Trx, id: string, enabled: boolean, at: number): Promise<boolean> {
  if (enabled === (await isLinkShared(trx, id))) return false;
  if (enabled) await trx.insertInto('link_shares').values({ object_id: id, created: at }).execute();
  else await trx.deleteFrom('link_shares').where('object_id', '=', id).execute();
  return true;
}

/** Returns whether anything changed. */
export async function setUserShare(
  trx: Trx,
  share: { objectId: string; userId: string; enabled: boolean; at: number },
): Promise<boolean> {
  const { objectId, userId, enabled, at } = share;
  if (enabled) {
    const { numInsertedOrUpdatedRows } = await trx
      .insertInto('user_shares')
      .values({ object_id: objectId, user_id: userId, created: at })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    return (numInsertedOrUpdatedRows ?? 0n) > 0n;
  }
  const { numDeletedRows } = await trx
    .deleteFrom('user_shares')
    .where('object_id', '=', objectId)
    .where('user_id', '=', userId)
    .executeTakeFirst();
  return numDeletedRows > 0n;
}

export type SharedRow = StoredObject & { shared_on: number; parent_name: string | null; revision_index: number | null };

/** Objects shared with a user by name, newest first, with the parts of a revision's name. */
export const sharedWith = (db: Db, userId: string, scope: string | null): Promise<SharedRow[]> =>
  db
    .selectFrom('user_shares as s')
    .innerJoin('objects as o', 'o.id', 's.object_id')
    .leftJoin('objects as p', 'p.id', 'o.parent_id')
    .leftJoin('revisions as r', 'r.id', 'o.id')
    .selectAll('o')
    .select(['s.created as shared_on', 'p.name as parent_name', 'r.revision_index'])
    .where('s.user_id', '=', userId)
    .$if(scope !== null, (query) => query.where('o.workspace_id', '=', scope ?? ''))
    .orderBy('s.created', 'desc')
    .orderBy('o.seq', 'desc')
    .execute();
