import { setTimeout as sleep } from 'node:timers/promises';
import { Kysely, type Transaction } from 'kysely';
import { codeOf } from '../errors.ts';
import type { Engine } from './engine.ts';
import { migrateToLatest } from './migrate.ts';
import { migrationsFor } from './migrations/index.ts';
import { checkPostgres, postgresDialect } from './postgres.ts';
import type { Schema } from './schema.ts';
import { sqliteDialect } from './sqlite.ts';

export type { Engine } from './engine.ts';
export { type DatabaseFailure, databaseFailure, OutcomeUnknown } from './failures.ts';
export { nameKeyOf } from './name-key.ts';
export type * from './schema.ts';

/** Parameter of stores: the database itself, or an open transaction. */
export type Db = Kysely<Schema>;
export type Trx = Transaction<Schema>;

export interface Database {
  engine: Engine;
  db: Db;
  /**
   * Applies missing migrations, after a copy of an SQLite file. Rejects a database that a newer version has migrated.
   */
  migrate(): Promise<void>;
  close(): Promise<void>;
}

const IN_MEMORY = ':memory:';

/**
 * Opens `postgres://…`, or the SQLite file at `path` (`:memory:` for tests). `onFull` is called when SQLite finds no
 * disk space; it returns whether it made some.
 */
export function openDatabase(where: { url: string } | { path: string }, onFull?: () => boolean): Database {
  const engine: Engine = 'url' in where ? 'postgres' : 'sqlite';
  const db = new Kysely<Schema>({
    dialect: 'url' in where ? postgresDialect(where.url) : sqliteDialect(where.path, onFull),
  });
  const file = 'path' in where && where.path !== IN_MEMORY ? where.path : null;
  return {
    engine,
    db,
    async migrate() {
      if (engine === 'postgres') await checkPostgres(db);
      await migrateToLatest(db, migrationsFor(engine), file);
    },
    close: () => db.destroy(),
  };
}

/**
 * Whether a row was refused because its value in a column (by default any) is taken. SQLite says `UNIQUE constraint
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
      return await db.transaction().execute(work);
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

/** Reads rows for any number of IDs, in their order. */
export async function forIds<T>(ids: readonly string[], read: (some: readonly string[]) => Promise<T[]>): Promise<T[]> {
  const rows: T[] = [];
  for (let start = 0; start < ids.length; start += CHUNK) rows.push(...(await read(ids.slice(start, start + CHUNK))));
  return rows;
}
