import type { Insertable, Selectable } from 'kysely';
import type { Db, LinkShareTable, Trx } from '../../kernel/db/index.ts';
import { isThere, objects, type Stamp, type StoredObject } from '../../kernel/objects/index.ts';

/** A link as it is stored, also after it has expired. */
export const findLink = (db: Db, id: string): Promise<Selectable<LinkShareTable> | undefined> =>
  db.selectFrom('link_shares').selectAll().where('object_id', '=', id).executeTakeFirst();

export const deleteLink = async (trx: Trx, id: string): Promise<void> => {
  await trx.deleteFrom('link_shares').where('object_id', '=', id).execute();
};

export async function saveLink(trx: Trx, row: Insertable<LinkShareTable>): Promise<void> {
  await trx
    .insertInto('link_shares')
    .values(row)
    .onConflict((conflict) => conflict.column('object_id').doUpdateSet(row))
    .execute();
}

/** Users that the object itself is shared with, in order of sharing. */
export const usersSharedWith = (db: Db, id: string) =>
  db
    .selectFrom('user_shares as s')
    .innerJoin('users as u', 'u.id', 's.user_id')
    .select(['u.id', 'u.username', 'u.first_name', 'u.last_name', 's.named_as'])
    .where('s.object_id', '=', id)
    .orderBy('s.created')
    .orderBy('u.username')
    .execute();

/**
 * Returns whether anything changed. `namedAs`: the username or mail address that those who share it know, so that they
 * may read it again.
 */
export async function setUserShare(
  trx: Trx,
  share: { objectId: string; userId: string; enabled: boolean; namedAs?: string },
  { by: shared_by, at: created }: Stamp,
): Promise<boolean> {
  const { objectId, userId, enabled, namedAs = null } = share;
  if (enabled) {
    const { numInsertedOrUpdatedRows } = await trx
      .insertInto('user_shares')
      .values({ object_id: objectId, user_id: userId, created, shared_by, named_as: namedAs })
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

/** Names of the user who shared; null if that is not known or the account is closed. */
interface Sharer {
  first_name: string | null;
  last_name: string | null;
}

export type SharedRow = StoredObject &
  Sharer & { shared_on: number; parent_name: string | null; revision_index: number | null };

/** Objects shared with a user by name, newest first, with the parts of a revision's name and the user who shared. */
export const sharedWith = (db: Db, userId: string, scope: readonly string[] | null): Promise<SharedRow[]> =>
  db
    .selectFrom('user_shares as s')
    .innerJoin('objects as o', 'o.id', 's.object_id')
    .leftJoin('objects as p', 'p.id', 'o.parent_id')
    .leftJoin('revisions as r', 'r.id', 'o.id')
    .leftJoin('users as b', (join) => join.onRef('b.username', '=', 's.shared_by').on('b.is_active', '=', 1))
    .selectAll('o')
    .select(['s.created as shared_on', 'p.name as parent_name', 'r.revision_index', 'b.first_name', 'b.last_name'])
    .where('s.user_id', '=', userId)
    .where(isThere('o'))
    .$if(scope !== null, (query) => query.where('o.workspace_id', 'in', scope ?? []))
    .orderBy('s.created', 'desc')
    .orderBy('o.seq', 'desc')
    .execute();

/** The objects among these that are shared by a link that works, with the user who shared. */
export const linksOn = (db: Db, ids: readonly string[], now: number): Promise<(Sharer & { object_id: string })[]> =>
  db
    .selectFrom('link_shares as s')
    .leftJoin('users as b', (join) => join.onRef('b.username', '=', 's.shared_by').on('b.is_active', '=', 1))
    .select(['s.object_id', 'b.first_name', 'b.last_name'])
    .where('s.object_id', 'in', ids)
    .where(objects.isLive(now))
    .execute();

/** Users with open accounts whom any of these objects is shared with by name, in order of sharing, and who shared. */
export const sharesOn = (db: Db, ids: readonly string[]) =>
  db
    .selectFrom('user_shares as s')
    .innerJoin('users as u', 'u.id', 's.user_id')
    .leftJoin('users as b', (join) => join.onRef('b.username', '=', 's.shared_by').on('b.is_active', '=', 1))
    .select(['s.object_id', 's.named_as', 'u.id', 'u.username', 'u.service_of', 'b.first_name', 'b.last_name'])
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
