import type { Kysely } from 'kysely';
import type { Engine } from '../engine.ts';
import { index, key, required, to, unique, withSequence } from './parts.ts';

export async function firstTables(db: Kysely<unknown>, engine: Engine): Promise<void> {
  await db.schema
    .createTable('users')
    .addColumn('id', 'text', required)
    .addColumn('username', 'text', unique)
    .addColumn('username_key', 'text', unique)
    .addColumn('email', 'text', required)
    .addColumn('first_name', 'text', required)
    .addColumn('last_name', 'text', required)
    .addColumn('password_hash', 'text', required)
    .addColumn('avatar', 'text')
    .addColumn('user_profile', 'text', required)
    .addColumn('is_active', 'integer', required)
    .addColumn('is_staff', 'integer', required)
    .addColumn('date_joined', 'bigint', required)
    .addPrimaryKeyConstraint(...key('users', 'id'))
    .execute();

  await withSequence(db.schema.createTable('credentials'), engine)
    .addColumn('id', 'text', unique)
    .addColumn('kind', 'text', required)
    .addColumn('hash', 'text', unique)
    .addColumn('user_id', 'text', (column) => column.references('users.id').onDelete('cascade'))
    .addColumn('parent_id', 'text', (column) => column.references('credentials.id').onDelete('cascade'))
    .addColumn('name', 'text', required)
    .addColumn('workspace_id', 'text')
    .addColumn('created', 'bigint', required)
    .addColumn('expiry', 'bigint')
    .addColumn('last_used', 'bigint')
    .addColumn('last_address', 'text')
    .addColumn('last_client', 'text')
    .execute();
  await index(db, 'credentials', ['user_id', 'kind']);
  await index(db, 'credentials', ['parent_id']);
  await index(db, 'credentials', ['expiry']);

  await withSequence(db.schema.createTable('objects'), engine)
    .addColumn('id', 'text', unique)
    .addColumn('kind', 'text', required)
    .addColumn('parent_id', 'text', (column) => column.references('objects.id').onDelete('cascade'))
    .addColumn('workspace_id', 'text', required)
    .addColumn('name', 'text', required)
    .addColumn('description', 'text')
    .addColumn('size_bytes', 'bigint', required)
    .addColumn('created_on', 'bigint', required)
    .addColumn('created_by', 'text', required)
    .addColumn('updated_on', 'bigint')
    .addColumn('updated_by', 'text')
    .addColumn('child_updated_on', 'bigint')
    .addColumn('child_updated_by', 'text')
    .execute();
  await index(db, 'objects', ['parent_id', 'seq']);
  await index(db, 'objects', ['workspace_id', 'kind', 'seq']);

  await db.schema
    .createTable('members')
    .addColumn('object_id', 'text', to('objects.id'))
    .addColumn('user_id', 'text', to('users.id'))
    .addColumn('role', 'text', required)
    .addColumn('created', 'bigint', required)
    .addPrimaryKeyConstraint('members_key', ['object_id', 'user_id'])
    .execute();
  await index(db, 'members', ['user_id']);

  await db.schema
    .createTable('workspaces')
    .addColumn('id', 'text', to('objects.id'))
    .addColumn('workspace_type', 'text', required)
    .addPrimaryKeyConstraint(...key('workspaces', 'id'))
    .execute();

  await db.schema
    .createTable('revisions')
    .addColumn('id', 'text', to('objects.id'))
    .addColumn('revision_index', 'integer', required)
    .addColumn('metadata', 'text', required)
    .addColumn('is_clean_room', 'integer', required)
    .addColumn('short_id', 'text', (column) => column.unique())
    .addPrimaryKeyConstraint(...key('revisions', 'id'))
    .execute();

  await db.schema
    .createTable('data')
    .addColumn('id', 'text', required)
    .addColumn('owner_id', 'text', to('objects.id'))
    .addColumn('position', 'integer', required)
    .addColumn('name', 'text', required)
    .addColumn('type', 'text', required)
    .addColumn('hash', 'text', required)
    .addColumn('size_bytes', 'bigint', required)
    .addColumn('is_clean_room', 'integer', required)
    .addColumn('metadata', 'text', required)
    .addPrimaryKeyConstraint(...key('data', 'id'))
    .execute();
  await index(db, 'data', ['owner_id', 'position']);
  await index(db, 'data', ['hash']);

  await withSequence(db.schema.createTable('activity'), engine)
    .addColumn('id', 'text', unique)
    .addColumn('workspace_id', 'text', to('objects.id'))
    .addColumn('analysis_id', 'text')
    .addColumn('username', 'text', required)
    .addColumn('timestamp', 'bigint', required)
    .addColumn('action', 'text', required)
    .addColumn('target_id', 'text', required)
    .addColumn('target_type', 'text', required)
    .addColumn('target_name', 'text', required)
    .execute();
  await index(db, 'activity', ['workspace_id', 'seq']);
  await index(db, 'activity', ['analysis_id', 'seq']);
  await index(db, 'activity', ['target_id']);

  await db.schema
    .createTable('settings')
    .addColumn('name', 'text', required)
    .addColumn('value', 'text', required)
    .addPrimaryKeyConstraint(...key('settings', 'name'))
    .execute();

  await db.schema
    .createTable('short_id_prefixes')
    .addColumn('prefix', 'text', required)
    .addColumn('user_id', 'text', to('users.id'))
    .addColumn('created', 'bigint', required)
    .addPrimaryKeyConstraint(...key('short_id_prefixes', 'prefix'))
    .execute();
}
