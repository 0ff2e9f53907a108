import type { Kysely } from 'kysely';
import { key, required } from './parts.ts';

/** Descriptions of pictures for the search by picture, by the hash of their bytes. */
export async function likenesses(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('likenesses')
    .addColumn('hash', 'text', required)
    .addColumn('descriptor', 'text', required)
    .addPrimaryKeyConstraint(...key('likenesses', 'hash'))
    .execute();
}
