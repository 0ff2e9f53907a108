import { open, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { type Kysely, sql } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import { codeOf } from '../errors.ts';
import { databaseFailure } from './failures.ts';
import type { Schema } from './schema.ts';

/** Kept copies of an SQLite file; each is as large as the database was. */
const COPIES_KEPT = 3;

/**
 * Applies the missing migrations, all or none. Rejects a database with an unknown migration. With `file`, it first
 * copies an SQLite database that isn't empty to the same folder.
 */
export async function migrateToLatest(
  db: Kysely<Schema>,
  migrations: Record<string, Migration>,
  file: string | null,
): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } });
  const done = await applied(db);
  const unknown = done.filter((name) => !Object.hasOwn(migrations, name));
  if (unknown.length > 0)
    throw new Error(
      `The database is newer than this server, which does not know ${unknown.join(', ')}. ` +
        'Start the newer version of the server, or restore a backup that was made before it.',
    );
  const [next] = Object.keys(migrations)
    .toSorted()
    .filter((name) => !done.includes(name));
  if (next === undefined) return;
  if (file !== null && done.length > 0)
    await copy(db, file, next).catch((error: unknown) => {
      throw isFull(error) ? notMigrated(error) : error;
    });
  const { error } = await migrator.migrateToLatest();
  if (error) throw notMigrated(error);
}

const isFull = (error: unknown): boolean => databaseFailure(error) === 'full' || codeOf(error) === 'ENOSPC';

function notMigrated(cause: unknown): Error {
  const what = 'The database could not be migrated to this version of the server.';
  const why = isFull(cause)
    ? ' The disk is full, and a copy of the database is made first. Free disk space, or start the earlier version and delete figures.'
    : '';
  return new Error(what + why, { cause });
}

/** Names of applied migrations that this version does not know. The database must be migrated. */
export async function unknownMigrations(db: Kysely<Schema>, migrations: Record<string, Migration>): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`select name from kysely_migration`.execute(db);
  return rows.map(({ name }) => name).filter((name) => !Object.hasOwn(migrations, name));
}

/** Names of a database's applied migrations; empty if it is new. */
async function applied(db: Kysely<Schema>): Promise<string[]> {
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true });
  if (!tables.some(({ name }) => name === 'kysely_migration')) return [];
  const { rows } = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(db);
  return rows.map(({ name }) => name);
}

/** Writes `gofigr.sqlite.before-0002-assets`, complete and synced, and removes the oldest copies. */
async function copy(db: Kysely<Schema>, file: string, next: string): Promise<void> {
  const target = `${file}.before-${next}`;
  const unfinished = `${target}.${process.pid}.tmp`;
  await rm(unfinished, { force: true });
  try {
    await sql`vacuum into ${unfinished}`.execute(db);
    await sync(unfinished, 'r+');
    await rename(unfinished, target);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
  await sync(dirname(file), 'r');

  const prefix = `${basename(file)}.before-`;
  const copies = (await readdir(dirname(file))).filter((name) => name.startsWith(prefix) && !name.endsWith('.tmp'));
  for (const name of copies.toSorted().slice(0, -COPIES_KEPT)) await rm(join(dirname(file), name));
}

async function sync(path: string, flags: string): Promise<void> {
  const handle = await open(path, flags);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
