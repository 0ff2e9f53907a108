import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { Engine } from '../engine.ts';
import { index } from './parts.ts';

/**
 * Rights, life and owners of API keys. Keys that exist stay as they are: full, and they manage people. The workspace of
 * a key becomes a list of workspaces.
 */
export async function keyRights(db: Kysely<unknown>, engine: Engine): Promise<void> {
  const keys = db.schema.alterTable('credentials');
  await keys.addColumn('permission', 'text', (column) => column.notNull().defaultTo('full')).execute();
  await keys.addColumn('manages_people', 'integer', (column) => column.notNull().defaultTo(0)).execute();
  await keys.addColumn('workspaces', 'text').execute();
  await keys.addColumn('addresses', 'text').execute();
  await keys.addColumn('disabled', 'bigint').execute();
  await keys.addColumn('previous_hash', 'text').execute();
  await keys.addColumn('previous_expiry', 'bigint').execute();
  await keys.addColumn('last_machine', 'text').execute();
  await keys.addColumn('noticed', 'text').execute();
  await keys.addColumn('created_by', 'text').execute();
  await sql`update credentials set manages_people = 1 where kind = 'api_key'`.execute(db);
  await sql`update credentials set workspaces = '["' || workspace_id || '"]' where workspace_id is not null`.execute(
    db,
  );
  if (engine === 'sqlite') await keys.dropColumn('workspace_id').execute();
  else await sql`alter table credentials drop column workspace_id`.execute(db);
  await index(db, 'credentials', ['previous_hash']);
  // The workspace that a service account belongs to; null: a person.
  await db.schema.alterTable('users').addColumn('service_of', 'text').execute();
  await index(db, 'users', ['service_of']);
  // The API key that published a revision, also after it is revoked.
  await db.schema.alterTable('revisions').addColumn('key_id', 'text').execute();
  await index(db, 'revisions', ['key_id']);
}
