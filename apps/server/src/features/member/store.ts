import type { Db, Trx } from '../../kernel/db/index.ts';
import type { Role } from '../../kernel/tree/index.ts';

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

export async function roleOf(db: Db, objectId: string, userId: string): Promise<Role | undefined> {
  const row = await db
    .selectFrom('members')
    .select('role')
    .where('object_id', '=', objectId)
    .where('user_id', '=', userId)
    .executeTakeFirst();
  return row?.role;
}

/** Makes a user a member who is none yet; the database's conflict when there is a membership. */
export async function insertMember(
  trx: Trx,
  member: { objectId: string; userId: string; role: Role; at: number },
): Promise<void> {
  const { newest } = await trx
    .selectFrom('members')
    .select((eb) => eb.fn.max('created').as('newest'))
    .where('object_id', '=', member.objectId)
    .executeTakeFirstOrThrow();
  // Members are listed by it: after the others even when the clock was ahead while they joined.
  const created = Math.max(member.at, (newest ?? 0) + 1);
  await trx
    .insertInto('members')
    .values({ object_id: member.objectId, user_id: member.userId, role: member.role, created })
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

/** How many members have a role. */
export async function countRole(trx: Trx, objectId: string, role: Role): Promise<number> {
  const { count } = await trx
    .selectFrom('members')
    .select((eb) => eb.fn.countAll().as('count'))
    .where('object_id', '=', objectId)
    .where('role', '=', role)
    .executeTakeFirstOrThrow();
  return Number(count);
}
