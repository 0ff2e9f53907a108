import type { Kysely } from 'kysely';
import type { Engine } from '../engine.ts';
import { index, required, to, unique, withSequence } from './parts.ts';

/** Published API keys: the actions that their owners chose, and the publications. */
export async function leaks(db: Kysely<unknown>, engine: Engine): Promise<void> {
  await db.schema
    .alterTable('users')
    .addColumn('leak_action', 'text', (column) => column.notNull().defaultTo('tell'))
    .execute();
  // Length of a hexadecimal secret that was made elsewhere; null: not known, or of this server's format.
  await db.schema.alterTable('credentials').addColumn('hex_length', 'integer').execute();
  await index(db, 'credentials', ['hex_length']);
  await withSequence(db.schema.createTable('key_leaks'), engine)
    .addColumn('id', 'text', unique)
    .addColumn('key_id', 'text', to('credentials.id'))
    .addColumn('revision_id', 'text', required)
    .addColumn('data_name', 'text', required)
    .addColumn('action', 'text', required)
    .addColumn('username', 'text', required)
    .addColumn('timestamp', 'bigint', required)
    .addUniqueConstraint('key_leaks_key', ['key_id', 'revision_id', 'data_name'])
    .execute();
}
