import { setTimeout as sleep } from 'node:timers/promises';
import { Kysely, SqliteAdapter, type Transaction } from 'kysely';
import { codeOf } from '../errors.ts';
import { createSharedAttempts, setAttempts } from './attempts.ts';
import { tellChanges } from './changes.ts';
import { type Channel, type ChannelListener, openChannel } from './channel.ts';
import type { Engine } from './engine.ts';
import { migrateToLatest, unknownMigrations } from './migrate.ts';
import { migrationsFor } from './migrations/index.ts';
import { checkPostgres, postgresDialect } from './postgres.ts';
import type { Schema } from './schema.ts';
import { IN_MEMORY, type SqliteOptions, sqliteDatabase } from './sqlite/dialect.ts';

export { type Attempts, attemptsOf } from './attempts.ts';
export { type Change, noteChange, onChanges } from './changes.ts';
export { type Channel, type ChannelListener, MOST_BYTES } from './channel.ts';
export type { Engine } from './engine.ts';
export { type DatabaseFailure, databaseFailure, OutcomeUnknown } from './failures.ts';
export { nameKeyOf } from './name-key.ts';
export { prepared } from './prepared.ts';
export type * from './schema.ts';
export { databaseBytes } from './size.ts';
export type { SqliteOptions } from './sqlite/dialect.ts';
export { readValue, writeValue } from './values.ts';

/** Parameter of stores: the database itself, or an open transaction. */
export type Db = Kysely<Schema>;
export type Trx = Transaction<Schema>;

/** A PostgreSQL database, or an SQLite file. */
export type DatabasePlace = { url: string } | { path: string };

export interface Database {
  engine: Engine;
  where: DatabasePlace;
  db: Db;
  /**
   * Applies missing migrations, after a copy of an SQLite file. Rejects a database that a newer version has migrated.
   */
  migrate(): Promise<void>;
  /** Tells whether a newer version has migrated the database since. */
  isNewer(): Promise<boolean>;
  /**
   * Resolves when everything that a query may have read is on the disk; undefined if it is. Await it before an answer
   * leaves. Writes that have returned are on the disk anyway.
   */
  settled(): Promise<void> | undefined;
  /** Opens a channel to the other servers on this database; null on SQLite, which has only one server. */
  channel(listener: ChannelListener): Channel | null;
  close(): Promise<void>;
}

/** Opens `postgres://…`, or the SQLite file at `path` (`:memory:` for tests). */
export function openDatabase(where: DatabasePlace, options?: SqliteOptions): Database {
  const engine: Engine = 'url' in where ? 'postgres' : 'sqlite';
  // PostgreSQL shows nothing to others before it is on the disk.
  const { dialect, settled } =
    'url' in where
      ? { dialect: postgresDialect(where.url), settled: () => undefined }
      : sqliteDatabase(where.path, options);
  const db = new Kysely<Schema>({ dialect });
  const shared = 'url' in where ? createSharedAttempts(where.url) : undefined;
  if (shared) setAttempts(db, shared);
  const file = 'path' in where && where.path !== IN_MEMORY ? where.path : null;
  return {
    engine,
    where,
    db,
    async migrate() {
      if (engine === 'postgres') await checkPostgres(db);
      await migrateToLatest(db, migrationsFor(engine), file);
    },
    isNewer: async () => (await unknownMigrations(db, migrationsFor(engine))).length > 0,
    settled,
    channel: (listener) => ('url' in where ? openChannel(where.url, listener) : null),
    async close() {
      await shared?.close();
      await db.destroy();
    },
  };
}

/** The engine of a database or a transaction. */
export const engineOf = (db: Db): Engine => (db.getExecutor().adapter instanceof SqliteAdapter ? 'sqlite' : 'postgres');

/**
 * Tells whether a row was refused because its value in a column (by default any) is taken. SQLite says `UNIQUE constraint
 * failed: table.column`. PostgreSQL gives code 23505, the table, and the constraint's name, always
 * `<table>_<column>_key`.
 */
export function isConflict(error: unknown, column?: string): boolean {
  if (!(error instanceof Error)) return false;
  const { code, table, constraint } = error as Error & { code?: string; table?: string; constraint?: string }; // undefined except for PostgreSQL
  if (code === '23505') return column === undefined || constraint === `${table}_${column}_key`;
  const text = /^UNIQUE constraint failed: (.*)$/.exec(error.message)?.[1];
  return text !== undefined && (column === undefined || text.split(', ').some((name) => name.endsWith(`.${column}`)));
}

/** Attempts at a transaction that PostgreSQL aborts because of another: deadlock or serialization failure. */
const ATTEMPTS = 5;

/** Longest random pause between attempts, so that the same transactions don't collide again. */
const LONGEST_PAUSE_MS = 20;

/** Thrown in a transaction that waited for a lock and should start again without any locks. */
export class BeginAnew extends Error {}

/**
 * Runs a transaction, and rolls it back if it throws. It may run more than once, so `work` must only contain queries.
 */
export async function transact<T>(db: Db, work: (trx: Trx) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      let last: Trx | undefined;
      const result = await db.transaction().execute((trx) => work((last = trx)));
      tellChanges(db, last);
      return result;
    } catch (error) {
      const code = codeOf(error);
      if (error instanceof BeginAnew) continue;
      if (attempt >= ATTEMPTS || (code !== '40P01' && code !== '40001')) throw error;
      await sleep(Math.random() * LONGEST_PAUSE_MS * attempt);
    }
  }
}

/** IDs per statement: SQLite accepts 32,766 values in one. */
const CHUNK = 10_000;

/** Reads rows for any number of IDs, in their order. `readOne` reads those of a single ID with a prepared query. */
export async function forIds<T>(
  ids: readonly string[],
  read: (some: readonly string[]) => Promise<T[]>,
  readOne?: (id: string) => Promise<{ rows: T[] }>,
): Promise<T[]> {
  const [first] = ids;
  if (readOne && first !== undefined && ids.length === 1) return (await readOne(first)).rows;
  const rows: T[] = [];
  for (let start = 0; start < ids.length; start += CHUNK) rows.push(...(await read(ids.slice(start, start + CHUNK))));
  return rows;
}
