import type { Kysely } from 'kysely';
import { key, required } from './parts.ts';

/** Blobs that were found damaged or missing. */
export async function damagedBlobs(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('damaged_blobs')
    .addColumn('hash', 'text', required)
    .addColumn('size_bytes', 'bigint', required)
    .addColumn('problem', 'text', required)
    .addColumn('state', 'text', required)
    .addColumn('found_on', 'bigint', required)
    .addPrimaryKeyConstraint(...key('damaged_blobs', 'hash'))
    .execute();
}
