import { type Kysely, sql } from 'kysely';
import type { Engine } from '../engine.ts';
import { required, to } from './parts.ts';

/**
 * The room that the uploads of each person take. Every upload asks for it, and the sum over 100,000 uploads takes 100 ms.
 * Triggers keep it, so no writer of `uploads` knows it.
 */
export async function uploadTotals(db: Kysely<unknown>, engine: Engine): Promise<void> {
  await db.schema
    .createTable('upload_totals')
    .addColumn('user_id', 'text', to('users.id'))
    .addColumn('bytes', 'bigint', required)
    .addPrimaryKeyConstraint('upload_totals_pkey', ['user_id'])
    .execute();
  await sql`insert into upload_totals (user_id, bytes)
    select u.user_id, sum(${sql.raw(roomOf('u'))}) from uploads u group by u.user_id`.execute(db);
  for (const statement of engine === 'sqlite' ? SQLITE_TRIGGERS : POSTGRES_TRIGGERS)
    await sql.raw(statement).execute(db);
}

/** The bytes of an upload, and 4 kB for its row and its file and for those of each part. */
const roomOf = (row: string): string => `${row}.received + (${row}.parts + 1) * 4096`;

const add = `insert into upload_totals (user_id, bytes) values (new.user_id, ${roomOf('new')})
  on conflict (user_id) do update set bytes = upload_totals.bytes + excluded.bytes;`;

const change = `update upload_totals set bytes = bytes + (${roomOf('new')}) - (${roomOf('old')})
  where user_id = new.user_id;`;

const take = `update upload_totals set bytes = bytes - (${roomOf('old')}) where user_id = old.user_id;`;

const TRIGGERS = [
  { name: 'add_upload', event: 'insert', body: add },
  { name: 'change_upload', event: 'update of received, parts', body: change },
  { name: 'take_upload', event: 'delete', body: take },
];

const SQLITE_TRIGGERS = TRIGGERS.map(
  ({ name, event, body }) => `create trigger ${name} after ${event} on uploads begin ${body} end`,
);

const POSTGRES_TRIGGERS = TRIGGERS.flatMap(({ name, event, body }) => [
  `create function ${name}() returns trigger language plpgsql as $body$ begin ${body} return null; end $body$`,
  `create trigger ${name} after ${event} on uploads for each row execute function ${name}()`,
]);
