import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { type Database, type Engine, openDatabase } from './index.ts';

/** Address of a PostgreSQL server whose user may create databases; the unit leg of `npm test` sets it. */
const SERVER = process.env['GOFIGR_TEST_DATABASE_URL'];

/** Engines that are available for tests here. */
export const ENGINES: readonly Engine[] = SERVER === undefined ? ['sqlite'] : ['sqlite', 'postgres'];

export interface TestDatabase {
  /** For `openDatabase`. */
  where: { url: string } | { path: string };
  /** Opens another connection, not migrated; `remove` closes it. */
  open(): Database;
  remove(): Promise<void>;
}

/** Creates an empty database for one test: a file in its own folder, or a database of the test server. */
export async function createTestDatabase(engine: Engine): Promise<TestDatabase> {
  const opened: Database[] = [];
  const { where, drop } = engine === 'sqlite' ? createFile() : await createDatabase();
  return {
    where,
    open() {
      const database = openDatabase(where);
      opened.push(database);
      return database;
    },
    async remove() {
      for (const database of opened) await database.close();
      await drop();
    },
  };
}

function createFile() {
  const folder = mkdtempSync(join(tmpdir(), 'gofigr-db-'));
  const drop = async () => rmSync(folder, { recursive: true, force: true });
  return { where: { path: join(folder, 'gofigr.sqlite') }, drop };
}

/**
 * Opens a database with all tables for one test, on the test server or, without one, at `path`. It is a copy of one that
 * was migrated once in this process: all migrations take longer than most tests.
 */
export async function openMigrated(path: string): Promise<{ database: Database; drop(): Promise<void> }> {
  if (SERVER === undefined) {
    await writeFile(path, await (migratedFile ??= migrateFile()));
    return { database: openDatabase({ path }), drop: async () => undefined };
  }
  const { where, drop } = await createDatabase(await (migratedDatabase ??= migrateDatabase()));
  return { database: openDatabase(where), drop };
}

let migratedFile: Promise<Buffer> | undefined;
let migratedDatabase: Promise<string> | undefined;

/** Returns the bytes of a migrated SQLite file. */
async function migrateFile(): Promise<Buffer> {
  const { where, drop } = createFile();
  const database = openDatabase(where);
  await database.migrate();
  await database.close();
  const bytes = await readFile(where.path);
  await drop();
  return bytes;
}

/** Returns the name of a migrated database, which ends with the test server. */
async function migrateDatabase(): Promise<string> {
  const { name, where } = await createDatabase();
  const database = openDatabase(where);
  await database.migrate();
  // A database with open connections can't be copied.
  await database.close();
  return name;
}

async function createDatabase(template = 'template1') {
  if (SERVER === undefined) throw new Error('GOFIGR_TEST_DATABASE_URL is not set');
  const name = `test_${randomBytes(6).toString('hex')}`;
  await onServer(SERVER, `create database ${name} template ${template}`);
  const url = new URL(SERVER);
  url.pathname = `/${name}`;
  return { name, where: { url: url.href }, drop: () => onServer(SERVER, `drop database ${name} with (force)`) };
}

async function onServer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
