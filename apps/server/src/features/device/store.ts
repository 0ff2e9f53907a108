import type { Selectable, Updateable } from 'kysely';
import type { Db, DeviceCodeTable, Trx } from '../../kernel/db/index.ts';

export type DeviceRow = Selectable<DeviceCodeTable>;

export async function insertCode(db: Db, row: DeviceRow): Promise<void> {
  await db.insertInto('device_codes').values(row).execute();
}

export const findByDevice = (db: Db, hash: string): Promise<DeviceRow | undefined> =>
  db.selectFrom('device_codes').selectAll().where('device_hash', '=', hash).executeTakeFirst();

/** Finds a code that waits for a person. */
export const findPending = (db: Db, userHash: string, now: number): Promise<DeviceRow | undefined> =>
  db
    .selectFrom('device_codes')
    .selectAll()
    .where('user_hash', '=', userHash)
    .where('state', '=', 'pending')
    .where('expiry', '>', now)
    .executeTakeFirst();

/** Changes a code in the state `from`. Returns false if another request has just changed it. */
export async function advance(
  db: Db,
  id: string,
  from: DeviceRow['state'],
  fields: Updateable<DeviceCodeTable>,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('device_codes')
    .set(fields)
    .where('id', '=', id)
    .where('state', '=', from)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Marks the code of a token as spent and returns it; undefined if the token has already created a key. */
export const spend = (trx: Trx, credentialId: string): Promise<DeviceRow | undefined> =>
  trx
    .updateTable('device_codes')
    .set({ state: 'spent' })
    .where('credential_id', '=', credentialId)
    .where('state', '=', 'used')
    .returningAll()
    .executeTakeFirst();

/** Deletes codes that are no longer valid, not even to create their key. */
export async function deleteExpired(db: Db, before: number): Promise<void> {
  await db.deleteFrom('device_codes').where('expiry', '<=', before).execute();
}
