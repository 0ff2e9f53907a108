import type { Selectable } from 'kysely';
import type { CredentialTable, Db, Trx } from '../../kernel/db/index.ts';

/** A change that waits for its link; the credential's name is the new address. */
export type PendingRow = Pick<Selectable<CredentialTable>, 'id' | 'name' | 'created' | 'expiry'>;

const pending = (db: Db) =>
  db.selectFrom('credentials').select(['id', 'name', 'created', 'expiry']).where('kind', '=', 'email');

export const pendingOf = (db: Db, userId: string, now: number): Promise<PendingRow | undefined> =>
  pending(db).where('user_id', '=', userId).where('expiry', '>', now).orderBy('seq', 'desc').executeTakeFirst();

export const pendingById = (db: Db, id: string): Promise<PendingRow | undefined> =>
  pending(db).where('id', '=', id).executeTakeFirst();

/** Withdraws a user's changes. Returns whether there was one. */
export async function withdrawPending(trx: Trx, userId: string): Promise<boolean> {
  const { numDeletedRows } = await trx
    .deleteFrom('credentials')
    .where('kind', '=', 'email')
    .where('user_id', '=', userId)
    .executeTakeFirst();
  return numDeletedRows > 0n;
}

/** Persons besides this one with an address, in any case. */
export const othersWith = (db: Db, email: string, userId: string, limit: number) =>
  db
    .selectFrom('users')
    .select(['id', 'username', 'email', 'is_active'])
    .where('service_of', 'is', null)
    .where('id', '!=', userId)
    .where((eb) => eb(eb.fn('lower', ['email']), '=', email.toLowerCase()))
    .orderBy('date_joined')
    .limit(limit)
    .execute();
