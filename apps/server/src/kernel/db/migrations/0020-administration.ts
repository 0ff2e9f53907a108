import type { Kysely } from 'kysely';
import { index, key, required } from './parts.ts';

/** Settings that administrators chose in the app, and indexes for the filters of the audit list. */
export async function administration(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('choices')
    .addColumn('name', 'text', required)
    .addColumn('value', 'text', required)
    .addPrimaryKeyConstraint(...key('choices', 'name'))
    .execute();
  await index(db, 'audit', ['event', 'seq']);
  await index(db, 'audit', ['address', 'seq']);
  await index(db, 'audit', ['timestamp', 'seq']);
}
