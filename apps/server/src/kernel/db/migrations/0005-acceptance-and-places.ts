import { type Kysely, sql } from 'kysely';
import { index, required, to } from './parts.ts';

/** Pending memberships, and networks that users signed in from. Existing members count as accepted. */
export async function acceptanceAndPlaces(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('members').addColumn('accepted', 'bigint').execute();
  await db.schema.alterTable('members').addColumn('added_by', 'text').execute();
  await sql`update members set accepted = created`.execute(db);

  await db.schema
    .createTable('sign_in_places')
    .addColumn('user_id', 'text', to('users.id'))
    .addColumn('network', 'text', required)
    .addColumn('last_used', 'bigint', required)
    .addPrimaryKeyConstraint('sign_in_places_key', ['user_id', 'network'])
    .execute();
  await index(db, 'sign_in_places', ['last_used']);
}
