import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Database, type Db, databaseFailure, openDatabase } from './index.ts';

let folder: string;
let database: Database;
/** Number of calls for more space; the first call answers that there is some. */
let asked: number;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gofigr-full-'));
  asked = 0;
  const onFull = () => {
    asked += 1;
    return asked === 1;
  };
  database = openDatabase({ path: join(folder, 'gofigr.sqlite') }, { onFull });
  await database.migrate();
});
afterEach(async () => {
  await database.close();
  await rm(folder, { recursive: true });
});

const pages = async (): Promise<number> =>
  Number((await sql<{ page_count: number }>`pragma page_count`.execute(database.db)).rows[0]?.page_count);
const limit = (count: number) => sql`pragma max_page_count = ${sql.lit(count)}`.execute(database.db);

const settings = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ name: `${index}`, value: 'x'.repeat(3000) }));
const insert = (db: Db) => db.insertInto('settings').values(settings(200)).execute();
const failureOf = (work: Promise<unknown>) =>
  work.then(
    () => 'none',
    (error: unknown) => databaseFailure(error),
  );

describe('a full SQLite database', () => {
  it('reports it in a transaction, whatever SQLite rolled back itself, and works again with space', async () => {
    const { db } = database;
    await limit(await pages());
    expect(await failureOf(db.transaction().execute(insert))).toBe('full');
    expect(await failureOf(db.transaction().execute(insert))).toBe('full');
    expect(await failureOf(insert(db))).toBe('full');
    expect(asked).toBeGreaterThan(2);
    expect(await db.selectFrom('settings').selectAll().execute()).toEqual([]);
    await limit(100_000);
    expect(await failureOf(db.transaction().execute(insert))).toBe('none');
  });

  it('reports the cause after SQLite has rolled back the transaction', async () => {
    const cause = new Error('the cause');
    const taken = database.db.transaction().execute(async (trx) => {
      await sql`rollback`.execute(trx);
      throw cause;
    });
    await expect(taken).rejects.toBe(cause);
    expect(await failureOf(database.db.transaction().execute(insert))).toBe('none');
  });
});
