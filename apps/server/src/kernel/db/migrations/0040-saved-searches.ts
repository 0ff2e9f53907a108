import type { Kysely } from 'kysely';
import { required, to } from './parts.ts';

/** Searches that people saved for themselves. */
export async function savedSearches(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('saved_searches')
    .addColumn('id', 'text', (column) => column.notNull().primaryKey())
    .addColumn('user_id', 'text', to('users.id'))
    .addColumn('name', 'text', required)
    .addColumn('name_key', 'text', required)
    .addColumn('q', 'text', required)
    .addColumn('created', 'bigint', required)
    .addUniqueConstraint('saved_searches_name_key_key', ['user_id', 'name_key'])
    .execute();
}
