import { type Db, noteChange, type Trx } from '../../kernel/db/index.ts';
import { isThere, type Role } from '../../kernel/objects/index.ts';

/** Memberships that a user has yet to accept, newest first. */
export const pendingOf = (db: Db, userId: string, limit: number) =>
  db
    .selectFrom('members as m')
    .innerJoin('objects as o', 'o.id', 'm.object_id')
    .select(['o.id', 'o.name', 'o.kind', 'm.role', 'm.added_by', 'm.created'])
    .where('m.user_id', '=', userId)
    .where('m.accepted', 'is', null)
    .where(isThere('o'))
    .where('o.kind', 'in', ['workspace', 'organization'])
    .orderBy('m.created', 'desc')
    .orderBy('o.seq', 'desc')
    .limit(limit)
    .$narrowType<{ kind: 'workspace' | 'organization'; added_by: string }>()
    .execute();

/** Returns whether anything changed: nothing if the user has already accepted. */
export async function setAccepted(trx: Trx, objectId: string, userId: string, at: number): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('members')
    .set({ accepted: at })
    .where('object_id', '=', objectId)
    .where('user_id', '=', userId)
    .where('accepted', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Members of a workspace or organization with their roles, in order of joining. */
export const membersOf = (db: Db, id: string): Promise<{ username: string; role: Role }[]> =>
  db
    .selectFrom('members as m')
    .innerJoin('users as u', 'u.id', 'm.user_id')
    .select(['u.username', 'm.role'])
    .where('m.object_id', '=', id)
    .orderBy('m.created')
    .orderBy('u.username')
    .execute();

/** Tells the members' open pages that a workspace or organization, which is about to be deleted, is out of reach. */
export async function tellMembers(trx: Trx, id: string): Promise<void> {
  for (const { username } of await membersOf(trx, id)) noteChange(trx, { kind: 'access', ids: [], username });
}

export async function roleOf(db: Db, objectId: string, userId: string): Promise<Role | undefined> {
  const row = await db
    .selectFrom('members')
    .select('role')
    .where('object_id', '=', objectId)
    .where('user_id', '=', userId)
    .executeTakeFirst();
  return row?.role;
}

/** A new membership. `addedBy` names the user who added this one without asking; then the user has yet to accept. */
export interface NewMember {
  objectId: string;
  userId: string;
  role: Role;
  at: number;
  addedBy?: string;
}

/** Makes a user a member; fails with the database's conflict if the membership exists. */
export async function insertMember(trx: Trx, { objectId, userId, role, at, addedBy }: NewMember): Promise<void> {
  const { newest } = await trx
    .selectFrom('members')
    .select((eb) => eb.fn.max('created').as('newest'))
    .where('object_id', '=', objectId)
    .executeTakeFirstOrThrow();
  await trx
    .insertInto('members')
    .values({
      object_id: objectId,
      user_id: userId,
      role,
      // Members are listed by this time: after the others, even if the clock was ahead while they joined.
      created: Math.max(at, (newest ?? 0) + 1),
      accepted: addedBy === undefined ? at : null,
      added_by: addedBy ?? null,
    })
    .execute();
}

export async function setRole(trx: Trx, objectId: string, userId: string, role: Role): Promise<void> {
  await trx
    .updateTable('members')
    .set({ role })
    .where('object_id', '=', objectId)
    .where('user_id', '=', userId)
    .execute();
}

export async function deleteMember(trx: Trx, objectId: string, userId: string): Promise<void> {
  await trx.deleteFrom('members').where('object_id', '=', objectId).where('user_id', '=', userId).execute();
}

/** Tells whether another user has this role. */
export async function othersHave(trx: Trx, objectId: string, role: Role, userId: string): Promise<boolean> {
  const row = await trx
    .selectFrom('members')
    .select('user_id')
    .where('object_id', '=', objectId)
    .where('role', '=', role)
    .where('user_id', '!=', userId)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
