import type { Kysely } from 'kysely';
import { index, key, required, to } from './parts.ts';

/** Requests for access, and who switched a link on. Older links have no name. */
export async function accessRequests(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('link_shares').addColumn('shared_by', 'text').execute();
  await db.schema
    .createTable('access_requests')
    .addColumn('id', 'text', required)
    .addColumn('object_id', 'text', to('objects.id'))
    .addColumn('user_id', 'text', to('users.id'))
    .addColumn('message', 'text', required)
    .addColumn('created', 'bigint', required)
    .addColumn('mailed', 'bigint')
    .addColumn('answered', 'bigint')
    .addPrimaryKeyConstraint(...key('access_requests', 'id'))
    .addUniqueConstraint('access_requests_object_user_key', ['object_id', 'user_id'])
    .execute();
  await index(db, 'access_requests', ['user_id']);
  await index(db, 'access_requests', ['created']);
}
