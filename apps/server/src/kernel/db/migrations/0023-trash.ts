import type { Kysely } from 'kysely';
import type { Engine } from '../engine.ts';
import { index, required, to, withSequence } from './parts.ts';

/** Deleted objects that can be restored. */
export async function trash(db: Kysely<unknown>, engine: Engine): Promise<void> {
  await withSequence(db.schema.createTable('trash'), engine)
    .addColumn('object_id', 'text', (column) => to('objects.id')(column).unique())
    .addColumn('workspace_id', 'text', required)
    .addColumn('parent_id', 'text')
    .addColumn('deleted_on', 'bigint', required)
    .addColumn('deleted_by', 'text', required)
    .execute();
  await index(db, 'trash', ['workspace_id', 'seq']);
  await index(db, 'trash', ['parent_id']);
  await index(db, 'trash', ['deleted_on']);
}
