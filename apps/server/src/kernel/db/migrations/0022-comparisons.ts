import type { Kysely } from 'kysely';
import { index, key, required, to } from './parts.ts';

/** Differences of each revision from the one before it. */
export async function comparisons(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('comparisons')
    .addColumn('revision_id', 'text', to('objects.id'))
    .addColumn('before_id', 'text', to('objects.id'))
    .addColumn('state', 'text', required)
    .addColumn('result', 'text', required)
    .addColumn('made_on', 'bigint', required)
    .addPrimaryKeyConstraint(...key('comparisons', 'revision_id'))
    .execute();
  await index(db, 'comparisons', ['before_id']);
}
