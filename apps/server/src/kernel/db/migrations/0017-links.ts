import type { Kysely } from 'kysely';
import { key, required, to, unique } from './parts.ts';

/** Links that expire, and links to the picture of an object alone. */
export async function links(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('link_shares').addColumn('expiry', 'bigint').execute();
  await db.schema
    .createTable('picture_links')
    .addColumn('object_id', 'text', to('objects.id'))
    .addColumn('token', 'text', unique)
    .addColumn('created', 'bigint', required)
    .addColumn('expiry', 'bigint')
    .addPrimaryKeyConstraint(...key('picture_links', 'object_id'))
    .execute();
}
