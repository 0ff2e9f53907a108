import type { Kysely } from 'kysely';

/** The store that holds the bytes of a datum; null: the server's own. */
export async function stores(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('data').addColumn('store', 'text').execute();
}
