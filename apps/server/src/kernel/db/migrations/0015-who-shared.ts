import { type Kysely, sql } from 'kysely';

/** Adds the user who shared an object; for older shares it comes from the audit list. */
export async function whoShared(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('user_shares').addColumn('shared_by', 'text').execute();
  await sql`
    update user_shares set shared_by = (
      select a.username from audit a join users u on u.username = a.subject
      where a.event = 'user_sharing_enabled' and a.object_id = user_shares.object_id and u.id = user_shares.user_id
      order by a.seq desc limit 1
    )`.execute(db);
}
