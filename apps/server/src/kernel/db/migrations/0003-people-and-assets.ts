import type { Kysely } from 'kysely';
import type { Engine } from '../engine.ts';
import { index, key, orNothing, required, to, unique, withSequence } from './parts.ts';

/** Organizations, sharing, invitations, the audit list, and assets. */
export async function peopleAndAssets(db: Kysely<unknown>, engine: Engine): Promise<void> {
  await db.schema
    .createTable('organizations')
    .addColumn('id', 'text', to('objects.id'))
    .addColumn('email', 'text')
    .addColumn('logo', 'text')
    .addColumn('allow_per_workspace_storage_settings', 'integer', required)
    .addPrimaryKeyConstraint(...key('organizations', 'id'))
    .execute();

  // Without its organization, a workspace stays with its owner.
  await db.schema.alterTable('workspaces').addColumn('organization_id', 'text', orNothing('objects.id')).execute();
  await db.schema.alterTable('workspaces').addColumn('organization_joined', 'bigint').execute();
  await index(db, 'workspaces', ['organization_id']);

  await db.schema
    .createTable('link_shares')
    .addColumn('object_id', 'text', to('objects.id'))
    .addColumn('created', 'bigint', required)
    .addPrimaryKeyConstraint(...key('link_shares', 'object_id'))
    .execute();

  await db.schema
    .createTable('user_shares')
    .addColumn('object_id', 'text', to('objects.id'))
    .addColumn('user_id', 'text', to('users.id'))
    .addColumn('created', 'bigint', required)
    .addPrimaryKeyConstraint('user_shares_key', ['object_id', 'user_id'])
    .execute();
  await index(db, 'user_shares', ['user_id']);

  await db.schema
    .createTable('invitations')
    .addColumn('id', 'text', required)
    .addColumn('hash', 'text', unique)
    .addColumn('object_id', 'text', to('objects.id'))
    .addColumn('email', 'text', required)
    .addColumn('role', 'text', required)
    .addColumn('initiator', 'text', required)
    .addColumn('created', 'bigint', required)
    .addColumn('expiry', 'bigint', required)
    .addPrimaryKeyConstraint(...key('invitations', 'id'))
    .execute();
  await index(db, 'invitations', ['object_id']);

  await withSequence(db.schema.createTable('audit'), engine)
    .addColumn('id', 'text', unique)
    .addColumn('timestamp', 'bigint', required)
    .addColumn('event', 'text', required)
    .addColumn('username', 'text')
    .addColumn('subject', 'text')
    .addColumn('object_id', 'text')
    .addColumn('object_kind', 'text')
    .addColumn('object_name', 'text')
    .addColumn('address', 'text')
    .addColumn('client', 'text')
    .addColumn('details', 'text', required)
    .execute();
  await index(db, 'audit', ['username', 'seq']);
  await index(db, 'audit', ['subject', 'seq']);
  await index(db, 'audit', ['object_id', 'seq']);

  await db.schema
    .createTable('assets')
    .addColumn('id', 'text', to('objects.id'))
    .addColumn('analysis_id', 'text', orNothing('objects.id'))
    .addPrimaryKeyConstraint(...key('assets', 'id'))
    .execute();
  await index(db, 'assets', ['analysis_id']);

  await db.schema
    .createTable('asset_links')
    .addColumn('figure_revision_id', 'text', to('objects.id'))
    .addColumn('asset_revision_id', 'text', to('objects.id'))
    .addColumn('use_type', 'text', required)
    .addColumn('position', 'integer', required)
    .addPrimaryKeyConstraint('asset_links_key', ['figure_revision_id', 'asset_revision_id'])
    .execute();
  await index(db, 'asset_links', ['asset_revision_id']);
}
