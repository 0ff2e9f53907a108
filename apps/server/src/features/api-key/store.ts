import type { Selectable } from 'kysely';
import type { CredentialTable, Db, Trx } from '../../kernel/db/index.ts';

export type KeyRow = Selectable<CredentialTable>;

/** Keys of a user, or one of them. */
interface KeySelection {
  userId: string;
  /** The only key to be seen, or null for all of them. */
  only: string | null;
}

const keys = (db: Db, { userId, only }: KeySelection) =>
  db
    .selectFrom('credentials')
    .selectAll()
    .where('kind', '=', 'api_key')
    .where('user_id', '=', userId)
    .$if(only !== null, (query) => query.where('id', '=', only ?? ''));

export const listKeys = (db: Db, whose: KeySelection): Promise<KeyRow[]> => keys(db, whose).orderBy('seq').execute();

export const findKey = (db: Db, whose: KeySelection, id: string): Promise<KeyRow | undefined> =>
  keys(db, whose).where('id', '=', id).executeTakeFirst();

export async function countLive(trx: Trx, userId: string, now: number): Promise<number> {
  const { count } = await trx
    .selectFrom('credentials')
    .select((eb) => eb.fn.countAll().as('count'))
    .where('kind', '=', 'api_key')
    .where('user_id', '=', userId)
    .where((eb) => eb.or([eb('expiry', 'is', null), eb('expiry', '>', now)]))
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** Ends a key for good; gives it, or nothing when this user has no such key. It stays as a revoked one. */
export const revokeKey = (trx: Trx, userId: string, id: string): Promise<KeyRow | undefined> =>
  trx
    .updateTable('credentials')
    .set({ kind: 'revoked_key' })
    .where('kind', '=', 'api_key')
    .where('user_id', '=', userId)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirst();
