import type { Selectable } from 'kysely';
import type { Db, InvitationTable, Trx } from '../../kernel/db/index.ts';
import type { MemberKind } from '../member/index.ts';

/** An invitation with the kind and name of its workspace or organization. */
export type InvitationRow = Selectable<InvitationTable> & { kind: MemberKind; object_name: string };

const live = (db: Db, now: number) =>
  db
    .selectFrom('invitations as i')
    .innerJoin('objects as o', 'o.id', 'i.object_id')
    .selectAll('i')
    .select(['o.kind', 'o.name as object_name'])
    .where('i.expiry', '>', now)
    .where('o.kind', 'in', ['workspace', 'organization'])
    .$narrowType<{ kind: MemberKind }>();

export const findByHash = (db: Db, hash: string, now: number): Promise<InvitationRow | undefined> =>
  live(db, now).where('i.hash', '=', hash).executeTakeFirst();

export const findById = (db: Db, id: string, now: number): Promise<InvitationRow | undefined> =>
  live(db, now).where('i.id', '=', id).executeTakeFirst();

/** Invitations to a workspace or organization that can still be accepted, oldest first. */
export const listFor = (db: Db, objectId: string, now: number): Promise<InvitationRow[]> =>
  live(db, now).where('i.object_id', '=', objectId).orderBy('i.created').orderBy('i.id').execute();

export async function insertInvitation(trx: Trx, row: Selectable<InvitationTable>): Promise<void> {
  await trx.insertInto('invitations').values(row).execute();
}

/** Uses up an invitation; returns false if it is already used. */
export async function takeInvitation(db: Db, id: string): Promise<boolean> {
  const { numDeletedRows } = await db.deleteFrom('invitations').where('id', '=', id).executeTakeFirst();
  return numDeletedRows > 0n;
}

export async function deleteExpired(db: Db, now: number): Promise<void> {
  await db.deleteFrom('invitations').where('expiry', '<=', now).execute();
}

/** The ID of the user with this name, and whether the user is active. */
export const findInitiator = (db: Db, username: string) =>
  db
    .selectFrom('users')
    .select(['id', 'username', 'is_staff'])
    .where('username', '=', username)
    .where('is_active', '=', 1)
    .executeTakeFirst();
