import type { Db } from '../db/index.ts';

const KEY = 'storage_id';

/** The ID that the database shares with the blob folder. */
export const readId = async (db: Db): Promise<string | undefined> =>
  (await db.selectFrom('settings').select('value').where('name', '=', KEY).executeTakeFirst())?.value;

export async function writeId(db: Db, id: string): Promise<void> {
  await db.insertInto('settings').values({ name: KEY, value: id }).execute();
}

/** Writes the ID again without making the database grow. */
export async function rewriteId(db: Db): Promise<void> {
  await db
    .updateTable('settings')
    .set((eb) => ({ value: eb.ref('value') }))
    .where('name', '=', KEY)
    .execute();
}

export const hasData = async (db: Db): Promise<boolean> =>
  (await db.selectFrom('data').select('id').limit(1).executeTakeFirst()) !== undefined;
