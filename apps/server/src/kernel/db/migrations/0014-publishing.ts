import { type Kysely, sql } from 'kysely';
import type { Engine } from '../engine.ts';
import { index, key, required } from './parts.ts';

/** The parent of a revision beside its number, and small blobs in SQLite. */
export async function publishing(db: Kysely<unknown>, engine: Engine): Promise<void> {
  await db.schema.alterTable('revisions').addColumn('parent_id', 'text').execute();
  await sql`
    update revisions set parent_id = (select o.parent_id from objects o where o.id = revisions.id)`.execute(db);
  await index(db, 'revisions', ['parent_id', 'revision_index']);

  if (engine !== 'sqlite') return;
  await db.schema
    .createTable('blobs')
    .addColumn('hash', 'text', required)
    .addColumn('bytes', 'blob', required)
    .addColumn('kept_at', 'bigint', required)
    .addPrimaryKeyConstraint(...key('blobs', 'hash'))
    .execute();
}
