import type { Kysely } from 'kysely';

export async function metadataProxies(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('metadata_proxies')
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('hash', 'text', (column) => column.notNull())
    .addColumn('user_id', 'text', (column) => column.notNull().references('users.id').onDelete('cascade'))
    .addColumn('created', 'bigint', (column) => column.notNull())
    .addColumn('updated', 'bigint')
    .addColumn('expiry', 'bigint', (column) => column.notNull())
    .addColumn('metadata', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('metadata_proxies_hash_key', ['hash'])
    .execute();
  await db.schema.createIndex('metadata_proxies_by_expiry').on('metadata_proxies').column('expiry').execute();
}
