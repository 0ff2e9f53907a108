import type { Selectable, Updateable } from 'kysely';
import type { CredentialTable, Db, Trx } from '../../kernel/db/index.ts';
import { isLive } from '../../kernel/expiry.ts';
import { isThere } from '../../kernel/objects/index.ts';

/** A key with its owner: a person, or a service account of the workspace in `service_of`. */
export type KeyRow = Selectable<CredentialTable> & { username: string; service_of: string | null };

const credentials = (db: Db) =>
  db
    .selectFrom('credentials as c')
    .innerJoin('users as u', 'u.id', 'c.user_id')
    .selectAll('c')
    .select(['u.username', 'u.service_of'])
    .orderBy('c.seq');

/** Keys that are not revoked, and don't rest. */
const keys = (db: Db) => credentials(db).where('c.kind', '=', 'api_key');

/** All keys that are not revoked: also resting ones, which may work again. */
const UNREVOKED = ['api_key', 'resting_key'] as const;
export const unrevoked = (db: Db) => credentials(db).where('c.kind', 'in', UNREVOKED);

/** Keys of a user, oldest first. */
export const keysOf = (db: Db, userId: string): Promise<KeyRow[]> => keys(db).where('c.user_id', '=', userId).execute();

/** Keys of the service accounts of a workspace, oldest first. */
export const serviceKeysOf = (db: Db, workspaceId: string): Promise<KeyRow[]> =>
  keys(db).where('u.service_of', '=', workspaceId).execute();

export const findKey = (db: Db, id: string): Promise<KeyRow | undefined> =>
  keys(db).where('c.id', '=', id).executeTakeFirst();

/** Finds a key like `findKey`, or a resting one. */
export const findUnrevoked = (db: Db, id: string): Promise<KeyRow | undefined> =>
  unrevoked(db).where('c.id', '=', id).executeTakeFirst();

/** Keys that count towards the limit: all but expired ones. */
export const countLive = (rows: readonly KeyRow[], now: number): number =>
  rows.filter((row) => isLive(row, now)).length;

/** Changes a key. Returns false if it does not exist or is revoked. */
export async function updateKey(trx: Trx, id: string, fields: Updateable<CredentialTable>): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('credentials')
    .set(fields)
    .where('kind', 'in', UNREVOKED)
    .where('id', '=', id)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

type KeyKind = 'api_key' | 'resting_key' | 'revoked_key';

/** Changes the kind of the keys of the service accounts of a workspace. */
const changeServiceKeys =
  (from: readonly KeyKind[], to: KeyKind) =>
  async (trx: Trx, workspaceId: string): Promise<void> => {
    await trx
      .updateTable('credentials')
      .set({ kind: to })
      .where('kind', 'in', from)
      .where('user_id', 'in', (eb) => eb.selectFrom('users').select('id').where('service_of', '=', workspaceId))
      .execute();
  };

/** Revokes every key of the service accounts of a workspace. */
export const revokeServiceKeys = changeServiceKeys(['api_key', 'resting_key'], 'revoked_key');

/** Keys of service accounts don't work while their workspace is in the trash. */
export const restServiceKeys = changeServiceKeys(['api_key'], 'resting_key');
export const wakeServiceKeys = changeServiceKeys(['resting_key'], 'api_key');

/** Finds a key by its secret, or by a replaced secret that is still valid. */
export async function findBySecret(db: Db, hash: string, now: number): Promise<KeyRow | undefined> {
  const row = await unrevoked(db).where('c.hash', '=', hash).executeTakeFirst();
  return (
    row ?? unrevoked(db).where('c.previous_hash', '=', hash).where('c.previous_expiry', '>', now).executeTakeFirst()
  );
}

/** Keys of all users after a sequence number, oldest first, with resting ones. */
export const keysAfter = (db: Db, after: number, limit: number, username: string | null): Promise<KeyRow[]> =>
  unrevoked(db)
    .where('c.seq', '>', after)
    .$if(username !== null, (query) => query.where('u.username', '=', username ?? ''))
    .limit(limit)
    .execute();

/** Keys that expire before a moment. */
export const keysEndingBefore = (db: Db, moment: number): Promise<KeyRow[]> =>
  keys(db)
    .where('c.expiry', '<', moment)
    .where((eb) => eb.or([eb('c.noticed', 'is', null), eb('c.noticed', '<>', 'expired')]))
    .execute();

/** Keys that were neither created nor used since a moment. */
export const keysUnusedSince = (db: Db, moment: number): Promise<KeyRow[]> =>
  keys(db)
    .where((eb) => eb(eb.fn.coalesce('c.last_used', 'c.created'), '<', moment))
    .execute();

/** Records the last expiry notice of a key. Returns false if another server has just done so. */
export async function setNoticed(trx: Trx, { id, noticed }: KeyRow, notice: string): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('credentials')
    .set({ noticed: notice })
    .where('kind', '=', 'api_key')
    .where('id', '=', id)
    .where((eb) => (noticed === null ? eb('noticed', 'is', null) : eb('noticed', '=', noticed)))
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Mail address of the owner, or of the creator of a service account's key; undefined if the account is gone. */
export async function mailOf(db: Db, { username, service_of, created_by }: KeyRow): Promise<string | undefined> {
  const row = await db
    .selectFrom('users')
    .select('email')
    .where('username', '=', service_of === null ? username : (created_by ?? ''))
    .where('is_active', '=', 1)
    .executeTakeFirst();
  return row?.email === '' ? undefined : row?.email;
}

export interface Published {
  revisions: number;
  newest: string | null;
}

/** Revisions that a key published and that still exist. */
export async function publishedBy(db: Db, keyId: string): Promise<Published> {
  const rows = db
    .selectFrom('revisions as r')
    .innerJoin('objects as o', 'o.id', 'r.id')
    .where('r.key_id', '=', keyId)
    .where(isThere('o'));
  const { count } = await rows.select((eb) => eb.fn.countAll().as('count')).executeTakeFirstOrThrow();
  const newest = await rows.select('o.id').orderBy('o.seq', 'desc').limit(1).executeTakeFirst();
  return { revisions: Number(count), newest: newest?.id ?? null };
}
