import type { LeakAction } from '@gofigr/contract';
import type { Insertable, Selectable } from 'kysely';
import { type Db, forIds, type KeyLeakTable, type Trx } from '../../../kernel/db/index.ts';
import { newId } from '../../../kernel/ids.ts';
import { type KeyRow, unrevoked } from '../store.ts';

/** A key with its owner's action; for a service account, the action of the person who made the key. */
export type GuardedKey = KeyRow & { leak_action: LeakAction };

/** Keys by the hashes of their secrets, or of replaced secrets that are still valid. */
export async function findBySecrets(db: Db, hashes: readonly string[], now: number): Promise<GuardedKey[]> {
  const rows = await forIds(hashes, (some) =>
    unrevoked(db)
      .leftJoin('users as m', (join) =>
        join.onRef('m.username', '=', 'c.created_by').on('u.service_of', 'is not', null),
      )
      .select((eb) => eb.fn.coalesce('m.leak_action', 'u.leak_action').as('leak_action'))
      .where((eb) =>
        eb.or([
          eb('c.hash', 'in', some),
          eb.and([eb('c.previous_hash', 'in', some), eb('c.previous_expiry', '>', now)]),
        ]),
      )
      .execute(),
  );
  return rows;
}

export async function leakActionOf(db: Db, userId: string): Promise<LeakAction> {
  const row = await db.selectFrom('users').select('leak_action').where('id', '=', userId).executeTakeFirst();
  return row?.leak_action ?? 'tell';
}

export async function setLeakAction(trx: Trx, userId: string, action: LeakAction): Promise<void> {
  await trx.updateTable('users').set({ leak_action: action }).where('id', '=', userId).execute();
}

/** Records a published key; false if it is already recorded for this datum of the revision. */
export async function insertLeak(trx: Trx, leak: Omit<Insertable<KeyLeakTable>, 'id'>): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto('key_leaks')
    .values({ id: newId(), ...leak })
    .onConflict((conflict) => conflict.columns(['key_id', 'revision_id', 'data_name']).doNothing())
    .executeTakeFirst();
  return (numInsertedOrUpdatedRows ?? 0n) > 0n;
}

/** Tells whether a key was published since a time. */
export async function wasLeakedSince(trx: Trx, keyId: string, moment: number): Promise<boolean> {
  const row = await trx
    .selectFrom('key_leaks')
    .select('id')
    .where('key_id', '=', keyId)
    .where('timestamp', '>', moment)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

export type LeakRow = Selectable<KeyLeakTable> & { key_name: string };

/** Leaks of a person's keys, and of the keys that they made for service accounts, newest first. */
export const leaksOf = (
  db: Db,
  { userId, username }: { userId: string; username: string },
  limit: number,
): Promise<LeakRow[]> =>
  db
    .selectFrom('key_leaks as l')
    .innerJoin('credentials as c', 'c.id', 'l.key_id')
    .selectAll('l')
    .select('c.name as key_name')
    .where((eb) => eb.or([eb('c.user_id', '=', userId), eb('c.created_by', '=', username)]))
    .orderBy('l.seq', 'desc')
    .limit(limit)
    .execute();
