import type { Kysely } from 'kysely';
import { key, required } from './parts.ts';

/** Usernames of deleted users, which are never given again. */
export async function deletedUsernames(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('deleted_usernames')
    .addColumn('username_key', 'text', required)
    .addColumn('deleted_on', 'bigint', required)
    .addPrimaryKeyConstraint(...key('deleted_usernames', 'username_key'))
    .execute();
}
