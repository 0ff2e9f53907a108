import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
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

async function createDatabase() {
  if (SERVER === undefined) throw new Error('GOFIGR_TEST_DATABASE_URL is not set');
  const name = `test_${randomBytes(6).toString('hex')}`;
  await onServer(SERVER, `create database ${name}`);
  const url = new URL(SERVER);
  url.pathname = `/${name}`;
  return { where: { url: url.href }, drop: () => onServer(SERVER, `drop database ${name} with (force)`) };
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
