import type { Kysely } from 'kysely';

/** The bucket of a damaged blob; null is the server's own store. */
export async function damageInBuckets(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('damaged_blobs').addColumn('store', 'text').execute();
}
