import type { Kysely } from 'kysely';
import { index, key, orNothing, required } from './parts.ts';

/** Origins of derived revisions, and fingerprints of pictures. */
export async function derivedAndPictures(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('revisions').addColumn('derived_from', 'text', orNothing('objects.id')).execute();
  await index(db, 'revisions', ['derived_from']);

  await db.schema
    .createTable('pictures')
    .addColumn('hash', 'text', required)
    .addColumn('fingerprint', 'text', required)
    .addPrimaryKeyConstraint(...key('pictures', 'hash'))
    .execute();
}
