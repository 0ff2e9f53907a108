import { type Kysely, sql } from 'kysely';

/** The name that those who share use for the person: a username so far, since there was nothing else. */
export async function namedAs(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('user_shares').addColumn('named_as', 'text').execute();
  await sql`
    update user_shares set named_as = (select u.username from users u where u.id = user_shares.user_id)`.execute(db);
}
