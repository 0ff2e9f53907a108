import { type InvitedKind, VIEWED_KINDS } from '@gofigr/contract';
import type { Selectable } from 'kysely';
import type { Db, InvitationTable, Trx } from '../../kernel/db/index.ts';
import { isThere, wire } from '../../kernel/objects/index.ts';

/** An invitation with the kind and the displayed name of what it is for. */
export type InvitationRow = Selectable<InvitationTable> & { kind: InvitedKind; object_name: string };

const live = (db: Db, now: number) =>
  db
    .selectFrom('invitations as i')
    .innerJoin('objects as o', 'o.id', 'i.object_id')
    .leftJoin('objects as p', 'p.id', 'o.parent_id')
    .leftJoin('revisions as r', 'r.id', 'o.id')
    .selectAll('i')
    .select(['o.kind', 'o.name', 'p.name as parent_name', 'r.revision_index'])
    .where('i.expiry', '>', now)
    .where(isThere('o'))
    .where('o.kind', 'in', ['workspace', 'organization', ...VIEWED_KINDS])
    .$narrowType<{ kind: InvitedKind }>();

type Live = Selectable<InvitationTable> & {
  kind: InvitedKind;
  name: string;
  parent_name: string | null;
  revision_index: number | null;
};

const named = ({ name, parent_name, revision_index, ...row }: Live): InvitationRow => ({
  ...row,
  object_name: revision_index === null ? name : wire.revisionName(parent_name ?? '', revision_index),
});

export async function findByHash(db: Db, hash: string, now: number): Promise<InvitationRow | undefined> {
  const row = await live(db, now).where('i.hash', '=', hash).executeTakeFirst();
  return row && named(row);
}

export async function findById(db: Db, id: string, now: number): Promise<InvitationRow | undefined> {
  const row = await live(db, now).where('i.id', '=', id).executeTakeFirst();
  return row && named(row);
}

/** Invitations to an object that can still be accepted, oldest first. */
export const listFor = async (db: Db, objectId: string, now: number): Promise<InvitationRow[]> =>
  (await live(db, now).where('i.object_id', '=', objectId).orderBy('i.created').orderBy('i.id').execute()).map(named);

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

/** The active user with this name. */
export const findInitiator = (db: Db, username: string) =>
  db
    .selectFrom('users')
    .select(['id', 'username', 'first_name', 'last_name', 'is_staff'])
    .where('username', '=', username)
    .where('is_active', '=', 1)
    .executeTakeFirst();
