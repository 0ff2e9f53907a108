import { createHash } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import { index } from './parts.ts';

/** Rows per statement, with two values for each. */
const BATCH = 500;

// Not imported from `name-key.ts`: a later change there must not change this migration.
const keyOf = (name: string): string => createHash('sha256').update(name.normalize('NFC')).digest('hex');

/** Keys that names are compared by. Existing objects with equal names in one parent stay as they are. */
export async function nameKeys(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('objects').addColumn('name_key', 'text').execute();
  // Revisions, which are most of the rows, have no names.
  await sql`update objects set name_key = ${keyOf('')} where name = ''`.execute(db);
  for (let last = 0, more = true; more; ) {
    const { rows } = await sql<{ seq: number; name: string }>`
      select seq, name from objects where seq > ${last} and name <> '' order by seq limit ${BATCH}`.execute(db);
    last = rows.at(-1)?.seq ?? last;
    more = rows.length === BATCH;
    if (rows.length === 0) continue;
    const keys = sql.join(rows.map(({ seq, name }) => sql`(${seq}, ${keyOf(name)})`));
    await sql`
      with keys(seq, name_key) as (values ${keys})
      update objects set name_key = keys.name_key from keys where objects.seq = cast(keys.seq as bigint)`.execute(db);
  }
  await index(db, 'objects', ['parent_id', 'kind', 'name_key']);
}
