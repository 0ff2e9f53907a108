import type { Kysely } from 'kysely';
import type { Schema } from './schema.ts';

/** A value that the server stored about itself, in the table `settings`; backups leave it out. */
export const readValue = async (db: Kysely<Schema>, name: string): Promise<string | undefined> =>
  (await db.selectFrom('settings').select('value').where('name', '=', name).executeTakeFirst())?.value;

export async function writeValue(db: Kysely<Schema>, name: string, value: string): Promise<void> {
  await db
    .insertInto('settings')
    .values({ name, value })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
    .execute();
}
