import { type Dialect, type Kysely, PostgresDialect, sql } from 'kysely';
import pg from 'pg';
import type { Schema } from './schema.ts';

const INT8 = 20;

/** How long a request waits for a connection before it is told that the database can't be used. */
const CONNECTION_TIMEOUT_MS = 5000;

/** Kysely on PostgreSQL. Microseconds and sizes stay below 2^53, so bigint columns are read as numbers. */
export function postgresDialect(url: string): Dialect {
  const types = new pg.TypeOverrides();
  types.setTypeParser(INT8, Number);
  const pool = new pg.Pool({
    connectionString: url,
    max: 10,
    types,
    keepAlive: true,
    connectionTimeoutMillis: CONNECTION_TIMEOUT_MS,
    application_name: 'gofigr',
  });
  // A connection that breaks says so beside the query that fails, or while it is idle; unheard, that ends the process.
  // The pool drops it by itself.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return new PostgresDialect({ pool });
}

/** Refuses a server that answers a commit before it is on the disk: what we acknowledge must be kept. */
export async function checkPostgres(db: Kysely<Schema>): Promise<void> {
  const { rows } = await sql<{ name: string; setting: string }>`
    select name, setting from pg_settings
    where name in ('fsync', 'full_page_writes', 'synchronous_commit', 'server_encoding')`.execute(db);
  const settings = new Map(rows.map(({ name, setting }) => [name, setting]));
  const off = ['fsync', 'full_page_writes', 'synchronous_commit'].filter((name) => settings.get(name) === 'off');
  if (off.length > 0)
    throw new Error(`This PostgreSQL may lose what it has acknowledged: switch on ${off.join(', ')}.`);
  if (settings.get('server_encoding') !== 'UTF8')
    throw new Error(`The PostgreSQL database must be encoded in UTF8, not ${settings.get('server_encoding')}.`);
}
