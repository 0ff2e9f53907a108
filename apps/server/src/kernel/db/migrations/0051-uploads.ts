import type { Kysely } from 'kysely';
import { index, required, to } from './parts.ts';

/** Bytes that are uploaded before a revision names them, and the parts of those that are not complete. */
export async function uploads(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('uploads')
    .addColumn('id', 'text', (column) => column.notNull().primaryKey())
    .addColumn('user_id', 'text', to('users.id'))
    .addColumn('key_id', 'text', required)
    .addColumn('hash', 'text', required)
    .addColumn('size_bytes', 'bigint', required)
    .addColumn('received', 'bigint', required)
    .addColumn('parts', 'integer', required)
    .addColumn('is_complete', 'integer', required)
    .addColumn('has_keys', 'integer', required)
    .addColumn('updated', 'bigint', required)
    .addUniqueConstraint('uploads_hash_key', ['user_id', 'key_id', 'hash'])
    .execute();
  await index(db, 'uploads', ['hash']);
  await index(db, 'uploads', ['updated']);

  await db.schema
    .createTable('upload_parts')
    .addColumn('upload_id', 'text', to('uploads.id'))
    .addColumn('start', 'bigint', required)
    .addColumn('size_bytes', 'bigint', required)
    .addColumn('hash', 'text', required)
    .addPrimaryKeyConstraint('upload_parts_start_key', ['upload_id', 'start'])
    .execute();
  await index(db, 'upload_parts', ['hash']);
}
