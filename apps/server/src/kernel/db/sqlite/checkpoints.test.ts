import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type Database, openDatabase } from '../index.ts';
import { createCheckpoints } from './checkpoints.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gofigr-log-'));
});
afterEach(() => rm(folder, { recursive: true }));

const MEBIBYTE = 1024 * 1024;

async function write(database: Database, from: number, count: number): Promise<void> {
  const value = 'x'.repeat(60_000);
  for (let row = from; row < from + count; row++)
    await database.db
      .insertInto('settings')
      .values({ name: `${row}`, value })
      .execute();
}

it('the log begins again while others write, and nothing is lost', async () => {
  const path = join(folder, 'gofigr.sqlite');
  const onCheckpointFailure = (error: Error) => expect.unreachable(error.message);
  const database = openDatabase({ path }, { onCheckpointFailure });
  await database.migrate();
  // Five writers, 60 MB in total.
  await Promise.all([0, 1, 2, 3, 4].map((writer) => write(database, 200 * writer, 200)));
  const pages = async () => (await sql<{ log: number }>`pragma wal_checkpoint(noop)`.execute(database.db)).rows[0]?.log;
  const touch = () =>
    database.db
      .updateTable('settings')
      .set((eb) => ({ value: eb.ref('value') }))
      .where('name', '=', '0')
      .execute();
  await vi.waitFor(async () => {
    for (let count = 0; count < 50; count++) await touch();
    expect(await pages()).toBeLessThan(2000);
  }, 60_000);
  expect((await stat(path)).size).toBeGreaterThan(50 * MEBIBYTE);
  await database.close();

  const reopened = openDatabase({ path });
  const rows = await reopened.db.selectFrom('settings').select('name').where('value', 'like', 'xxx%').execute();
  expect(rows).toHaveLength(1000);
  await reopened.close();
});

it('a copy that fails is reported and tried again', async () => {
  const failures: string[] = [];
  const checkpoints = createCheckpoints({
    path: join(folder, 'missing', 'gofigr.sqlite'),
    pages: () => 1_000_000,
    alone: (work) => work(),
    onFailure: ({ message }) => failures.push(message),
  });
  for (const count of [1, 2]) {
    for (let commit = 0; commit < 50; commit++) checkpoints.committed();
    await vi.waitFor(() => expect(failures).toHaveLength(count), 60_000);
  }
  expect(failures[0]).toMatch(/open|directory/);
  await checkpoints.close();
});
