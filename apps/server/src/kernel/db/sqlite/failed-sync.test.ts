import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Database, type Db, databaseFailure, openDatabase } from '../index.ts';

let folder: string;
let path: string;
let database: Database;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gofigr-log-'));
  path = join(folder, 'gofigr.sqlite');
  const first = openDatabase({ path });
  await first.migrate();
  await insert(first.db, 'before');
  await first.close();
  database = openDatabase({ path });
});
afterEach(async () => {
  await database.close();
  await rm(folder, { recursive: true });
});

const insert = (db: Db, name: string) => db.insertInto('settings').values({ name, value: '' }).execute();
const inTransaction = (name: string) => database.db.transaction().execute((trx) => insert(trx, name));
const names = async () =>
  (await database.db.selectFrom('settings').select('name').orderBy('name').execute()).map(({ name }) => name);
const failureOf = (work: Promise<unknown>) =>
  work.then(
    () => 'none',
    (error: unknown) => databaseFailure(error),
  );

describe('a log that can not be synced', () => {
  beforeEach(async () => {
    await names();
    // The connection still has it open, but the sync does not find it.
    await rm(`${path}-wal`);
  });

  it('leaves the outcome of all waiting commits unknown, and nothing is stored after them', async () => {
    const waiting = ['a', 'b', 'c'].map((name) => failureOf(inTransaction(name)));
    const outcomes = await Promise.all(waiting);
    expect(outcomes[0]).toBe('outcome_unknown');
    const seen = await names();
    expect(await failureOf(inTransaction('later'))).toBe('unavailable');
    expect(await failureOf(insert(database.db, 'later'))).toBe('unavailable');
    expect(await names()).toEqual(seen);
    expect(seen).toContain('before');
  });

  it('delays an answer to a reader until the sync has failed, and does not fail it', async () => {
    const write = failureOf(inTransaction('a'));
    const settled = names().then(() => database.settled());
    expect(await write).toBe('outcome_unknown');
    expect(await settled).toBe(undefined);
    expect(await names()).toContain('before');
  });

  it('is not copied at the end', async () => {
    const copied = await readFile(path);
    expect(await failureOf(inTransaction('a'))).toBe('outcome_unknown');
    await database.close();
    expect((await readFile(path)).equals(copied)).toBe(true);
  });
});

it('a commit returns when it is on the disk, and then nothing waits', async () => {
  await inTransaction('a');
  expect(database.settled()).toBe(undefined);
});
