import type { Kysely } from 'kysely';
import pg from 'pg';
import type { Schema } from './schema.ts';

/** Attempts within a window, and the time until it ends. */
export interface Attempts {
  count: number;
  msLeft: number;
}

/** Counts attempts for all processes on a PostgreSQL. A window begins with its first attempt. */
export interface SharedAttempts {
  /** Counts `more` attempts, by default one. */
  add(id: string, windowMs: number, more?: number): Promise<Attempts>;
  read(id: string): Promise<Attempts>;
  /** Deletes windows that have ended. */
  sweep(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Connections for counting. Others may all be in transactions that wait for a count: it must not wait for one of them,
 * and must remain when such a transaction is rolled back.
 */
const CONNECTIONS = 2;

const CONNECTION_TIMEOUT_MS = 5000;

/** The database's clock, so that hosts with other clocks agree. */
const NOW = '(extract(epoch from clock_timestamp()) * 1000)::bigint';

const ADD = `insert into attempts as a (id, count, until) values ($1, $3, ${NOW} + $2)
  on conflict (id) do update set
    count = case when a.until <= ${NOW} then excluded.count else a.count + excluded.count end,
    until = case when a.until <= ${NOW} then excluded.until else a.until end
  returning count, (until - ${NOW})::float8 as left`;

const READ = `select count, (until - ${NOW})::float8 as left from attempts where id = $1 and until > ${NOW}`;

export function createSharedAttempts(url: string): SharedAttempts {
  const pool = new pg.Pool({
    connectionString: url,
    max: CONNECTIONS,
    keepAlive: true,
    connectionTimeoutMillis: CONNECTION_TIMEOUT_MS,
    application_name: 'gofigr limits',
  });
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));

  let ended: Promise<void> | undefined;

  async function ask(statement: string, values: (string | number)[]): Promise<Attempts> {
    const { rows } = await pool.query<{ count: number; left: number }>(statement, values);
    return { count: rows[0]?.count ?? 0, msLeft: Math.max(0, rows[0]?.left ?? 0) };
  }

  return {
    add: (id, windowMs, more = 1) => ask(ADD, [id, windowMs, more]),
    read: (id) => ask(READ, [id]),
    async sweep() {
      await pool.query(`delete from attempts where until <= ${NOW}`);
    },
    close: () => (ended ??= pool.end()),
  };
}

const tables = new WeakMap<Kysely<Schema>, SharedAttempts>();

export const setAttempts = (db: Kysely<Schema>, table: SharedAttempts): void => void tables.set(db, table);

/** The attempts of a database that several processes share; undefined on SQLite, which has one. */
export const attemptsOf = (db: Kysely<Schema>): SharedAttempts | undefined => tables.get(db);
