import { afterAll, beforeAll, expect, it } from 'vitest';
import { newId } from '../../kernel/ids.ts';
import { startTestServer, type TestServer } from '../../testing/index.ts';
import { createRetention } from './service/retention.ts';

let test: TestServer;
beforeAll(async () => {
  test = await startTestServer();
});
afterAll(() => test.close());

const DAY = 86_400_000_000;
const START = Date.parse('2020-01-01T00:00:00Z') * 1000;

/** Runs the retention on a day. */
const runOn = (day: number, days: { auditDays?: number; addressDays?: number }, isStopped = () => false) =>
  createRetention({
    db: test.server.database.db,
    clock: { now: () => START + day * DAY },
    auditDays: 0,
    addressDays: 0,
    isStopped,
    step: 3,
    ...days,
  })();

const entries = () =>
  test.server.database.db.selectFrom('audit').select(['timestamp', 'address', 'client']).orderBy('seq').execute();
const daysOf = (rows: readonly { timestamp: number }[]) => rows.map(({ timestamp }) => (timestamp - START) / DAY);

async function fill(): Promise<void> {
  const { db } = test.server.database;
  await db.deleteFrom('audit').execute();
  // The clock was set back for the last one.
  for (const day of [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 2]) {
    const row = {
      id: newId(),
      timestamp: START + day * DAY,
      event: 'sign_in' as const,
      username: 'ada',
      subject: null,
    };
    const object = { object_id: null, object_kind: null, object_name: null, details: '{}' };
    await db
      .insertInto('audit')
      .values({ ...row, ...object, address: '10.0.0.1', client: 'c' })
      .execute();
  }
}

it('without settings, everything stays for ever', async () => {
  await fill();
  await runOn(10_000, {});
  expect(await entries()).toHaveLength(11);
  expect((await entries()).every(({ address, client }) => address === '10.0.0.1' && client === 'c')).toBe(true);
});

it('entries are deleted on the day they get too old', async () => {
  await fill();
  await runOn(14, { auditDays: 10 });
  expect(daysOf(await entries())).toEqual([4, 5, 6, 7, 8, 9]);
  await runOn(15, { auditDays: 10 });
  expect(daysOf(await entries())).toEqual([5, 6, 7, 8, 9]);
});

it('addresses and clients are emptied, and the entries stay', async () => {
  await fill();
  await runOn(14, { addressDays: 10 });
  const kept = (await entries()).filter(({ address }) => address !== null);
  expect(daysOf(kept)).toEqual([4, 5, 6, 7, 8, 9]);
  expect((await entries()).filter(({ client }) => client === null)).toHaveLength(5);
});

it('the last use of keys and sign-ins loses its place, and keeps its time', async () => {
  const { db } = test.server.database;
  const { proof } = await test.account();
  for (let count = 0; count < 4; count++) await test.key(proof);
  const used = { last_address: '10.0.0.1', last_client: 'c', last_machine: 'm' };
  await db
    .updateTable('credentials')
    .set({ ...used, last_used: START })
    .execute();
  const recent = await test.key(proof);
  await db
    .updateTable('credentials')
    .set({ ...used, last_used: START + DAY })
    .where('id', '=', recent.id)
    .execute();
  const { id: user_id } = await db.selectFrom('users').select('id').executeTakeFirstOrThrow();
  await db.deleteFrom('sign_in_places').execute();
  for (const [network, last_used] of [
    ['old', START],
    ['recent', START + DAY],
  ] as const)
    await db.insertInto('sign_in_places').values({ user_id, network, last_used }).execute();
  await runOn(10.5, { addressDays: 10 });
  expect(await db.selectFrom('sign_in_places').select('network').execute()).toEqual([{ network: 'recent' }]);
  const rows = await db
    .selectFrom('credentials')
    .select(['id', 'last_used', 'last_address', 'last_client', 'last_machine'])
    .execute();
  const kept = rows.filter((row) => row.last_address ?? row.last_client ?? row.last_machine);
  expect(kept.map(({ id }) => id)).toEqual([recent.id]);
  expect(rows.every(({ last_used }) => last_used !== null)).toBe(true);
});

it('stops between two steps when the server does', async () => {
  await fill();
  let asked = 0;
  await runOn(100, { auditDays: 10 }, () => asked++ > 0);
  expect(await entries()).toHaveLength(8);
});
