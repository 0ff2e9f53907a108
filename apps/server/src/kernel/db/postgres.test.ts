import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Database, databaseFailure, openDatabase } from './index.ts';
import { createTestDatabase, ENGINES, type TestDatabase } from './test-databases.ts';

/** A connection to the database that the test can cut. */
async function openWay(url: string) {
  const { hostname, port } = new URL(url);
  const sockets = new Set<Socket>();
  let isCut = false;
  let cutBehind: string | undefined;
  const server = createServer((socket) => {
    if (isCut) return socket.destroy();
    const onward = connect(Number(port), hostname);
    for (const [from, to] of [
      [socket, onward],
      [onward, socket],
    ] as const) {
      sockets.add(from);
      from.on('error', () => undefined).on('close', () => to.destroy());
      from.pipe(to);
    }
    // The statement arrives, but its answer does not.
    socket.on('data', (chunk: Buffer) => {
      if (cutBehind === undefined || !chunk.includes(cutBehind)) return;
      onward.unpipe(socket);
      onward.on('data', () => socket.resetAndDestroy()).resume();
    });
    return socket;
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const through = new URL(url);
  through.hostname = '127.0.0.1';
  through.port = String(address.port);
  return {
    url: through.href,
    cut() {
      isCut = true;
      for (const socket of sockets) socket.destroy();
    },
    /** Resets a connection after the database has executed a statement with this text in it. */
    cutBehind(text: string) {
      cutBehind = text;
    },
    mend() {
      isCut = false;
      cutBehind = undefined;
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

test.each([
  [{ code: 'ECONNREFUSED' }, 'unavailable'],
  [{ code: '57P01' }, 'unavailable'],
  [{ code: '40P01' }, 'unavailable'],
  [{ code: '53300' }, 'unavailable'],
  [{ code: '53100' }, 'full'],
  [{ code: 'ERR_SQLITE_ERROR', errcode: 5 }, 'unavailable'],
  [{ code: 'ERR_SQLITE_ERROR', errcode: 778 }, 'unavailable'],
  [{ code: 'ERR_SQLITE_ERROR', errcode: 13 }, 'full'],
  [{ code: 'ERR_SQLITE_ERROR', errcode: 11 }, 'unavailable'],
  [{ code: 'ERR_SQLITE_ERROR', errcode: 1 }, null],
  [{ code: '58030' }, 'unavailable'],
  [{ code: 'ECONNRESET' }, 'unavailable'],
  [{ code: 'ERR_SQLITE_ERROR', errcode: 19 }, null],
  [{ code: '23505' }, null],
  [{ code: '42601' }, null],
  [{}, null],
])('the error %j means that the database is %s', (error, failure) => {
  expect(databaseFailure(Object.assign(new Error('no'), error))).toBe(failure);
});

describe.each(ENGINES.filter((engine) => engine !== 'sqlite'))('when the connection to %s breaks', (engine) => {
  let testDatabase: TestDatabase;
  let way: Awaited<ReturnType<typeof openWay>>;
  let database: Database;

  beforeEach(async () => {
    testDatabase = await createTestDatabase(engine);
    way = await openWay('url' in testDatabase.where ? testDatabase.where.url : '');
    database = openDatabase({ url: way.url });
    await database.migrate();
  });
  afterEach(async () => {
    await database.close();
    await way.close();
    await testDatabase.remove();
  });

  const failureOf = (work: Promise<unknown>) =>
    work.then(
      () => 'none',
      (error: unknown) => databaseFailure(error),
    );
  const ask = () => sql`select 1`.execute(database.db);

  test('a query reports that the database is unavailable, and works again once it is back', async () => {
    await ask();
    way.cut();
    expect([await failureOf(ask()), await failureOf(ask())]).toEqual(['unavailable', 'unavailable']);
    way.mend();
    expect(await failureOf(ask())).toBe('none');
  });

  test('broken idle connections are replaced silently', async () => {
    await Promise.all([ask(), ask(), ask()]);
    way.cut();
    await new Promise((resolve) => setTimeout(resolve, 50));
    way.mend();
    expect(await failureOf(ask())).toBe('none');
  });

  test('an interrupted transaction is unavailable and leaves nothing', async () => {
    const row = { prefix: 'p', user_id: 'u', created: 0 };
    const cutOff = database.db.transaction().execute(async (trx) => {
      await sql`alter table short_id_prefixes drop constraint if exists short_id_prefixes_user_id_fkey`.execute(trx);
      await trx.insertInto('short_id_prefixes').values(row).execute();
      way.cut();
      await new Promise((resolve) => setTimeout(resolve, 20));
      await sql`select 1`.execute(trx);
    });
    expect(await failureOf(cutOff)).toBe('unavailable');
    way.mend();
    expect(await database.db.selectFrom('short_id_prefixes').selectAll().execute()).toEqual([]);
  });

  test('a commit with a lost answer is reported as possibly stored', async () => {
    const row = { name: 'together', value: '' };
    way.cutBehind('commit');
    const committed = database.db.transaction().execute((trx) => trx.insertInto('settings').values(row).execute());
    expect(await failureOf(committed)).toBe('outcome_unknown');
    way.mend();
    way.cutBehind('insert into');
    const alone = database.db.insertInto('settings').values({ name: 'alone', value: '' }).execute();
    expect(await failureOf(alone)).toBe('outcome_unknown');
    way.mend();
    way.cutBehind('select');
    expect(await failureOf(ask())).toBe('unavailable');
    way.mend();
    const stored = await database.db.selectFrom('settings').select('name').orderBy('name').execute();
    expect(stored).toEqual([{ name: 'alone' }, { name: 'together' }]);
  });

  test('a failing rollback does not hide the cause, and its connection is not reused', async () => {
    const cause = new Error('the cause');
    const cutOff = database.db.transaction().execute(async () => {
      way.cut();
      throw cause;
    });
    await expect(cutOff).rejects.toBe(cause);
    way.mend();
    expect(await failureOf(ask())).toBe('none');
  });

  test('survives the server ending all connections', async () => {
    await Promise.all([ask(), ask()]);
    const other = testDatabase.open();
    await sql`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid()`.execute(other.db);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(await failureOf(ask())).toBe('none');
  });

  test('a server that may lose acknowledged commits is refused', async () => {
    await sql`alter database ${sql.id(new URL(way.url).pathname.slice(1))} set synchronous_commit = off`.execute(
      database.db,
    );
    await expect(testDatabase.open().migrate()).rejects.toThrow('synchronous_commit');
  });
});
