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
export const sharedWith = (db: Db, userId: string, scope: readonly string[] | null): Promise<SharedRow[]> =>
  db
    .selectFrom('user_shares as s')
    .innerJoin('objects as o', 'o.id', 's.object_id')
    .leftJoin('objects as p', 'p.id', 'o.parent_id')
    .leftJoin('revisions as r', 'r.id', 'o.id')
    .selectAll('o')
    .select(['s.created as shared_on', 'p.name as parent_name', 'r.revision_index'])
    .where('s.user_id', '=', userId)
    .$if(scope !== null, (query) => query.where('o.workspace_id', 'in', scope ?? []))
    .orderBy('s.created', 'desc')
    .orderBy('o.seq', 'desc')
    .execute();

/** The objects among these that are shared by link. */
export const linksOn = (db: Db, ids: readonly string[]): Promise<{ object_id: string }[]> =>
  db.selectFrom('link_shares').select('object_id').where('object_id', 'in', ids).execute();

/** Users with open accounts whom any of these objects is shared with by name, in order of sharing. */
export const sharesOn = (db: Db, ids: readonly string[]) =>
  db
    .selectFrom('user_shares as s')
    .innerJoin('users as u', 'u.id', 's.user_id')
    .select(['s.object_id', 'u.id', 'u.username', 'u.service_of'])
    .where('s.object_id', 'in', ids)
    .where('u.is_active', '=', 1)
    .orderBy('s.created')
    .orderBy('u.username')
    .execute();

/** Members with open accounts of the workspaces and organizations among these, in order of joining. */
export const membersWithAccess = (db: Db, ids: readonly string[]) =>
  db
    .selectFrom('members as m')
    .innerJoin('users as u', 'u.id', 'm.user_id')
    .select(['m.object_id', 'm.role', 'u.id', 'u.username', 'u.service_of'])
    .where('m.object_id', 'in', ids)
    .where('u.is_active', '=', 1)
    .orderBy('m.created')
    .orderBy('u.username')
    .execute();

export async function organizationOf(db: Db, workspaceId: string): Promise<string | null> {
  const workspace = await db
    .selectFrom('workspaces')
    .select('organization_id')
    .where('id', '=', workspaceId)
    .executeTakeFirst();
  return workspace?.organization_id ?? null;
}
