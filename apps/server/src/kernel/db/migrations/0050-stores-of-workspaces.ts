import type { Kysely } from 'kysely';
import { index, orNothing, required } from './parts.ts';

/**
 * Buckets that workspaces and organizations chose for their data. A row stays when its owner is deleted: data that were
 * moved elsewhere are still in it.
 */
export async function storesOfWorkspaces(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('stores')
    .addColumn('id', 'text', (column) => column.notNull().primaryKey())
    .addColumn('object_id', 'text', orNothing('objects.id'))
    .addColumn('vendor', 'text', required)
    .addColumn('params', 'text', required)
    .addColumn('bucket', 'text', required)
    .addColumn('prefix', 'text', required)
    .addColumn('endpoint', 'text')
    .addColumn('region', 'text')
    .addColumn('credentials', 'text')
    .addColumn('is_current', 'integer', required)
    .addColumn('changed_on', 'bigint', required)
    .execute();
  await index(db, 'stores', ['object_id']);
}
