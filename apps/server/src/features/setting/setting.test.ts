import { afterEach, expect, it } from 'vitest';
import { createClock } from '../../kernel/clock.ts';
import { readConfig } from '../../kernel/config/index.ts';
import { type Proof, startTestServer, type TestServer } from '../../testing/index.ts';
import { createSettings } from './index.ts';

let test: TestServer;
afterEach(() => test.close());

async function administrator(): Promise<Proof> {
  const { username, proof } = await test.account();
  const { db } = test.server.database;
  await db.updateTable('users').set({ is_staff: 1 }).where('username', '=', username).execute();
  return proof;
}
const register = (username: string) =>
  test.call('POST', 'registration/', { username, email: 'ada@example.org', password: 'correct horse battery' });
const change = (registration: string, as: Proof) => test.call('PATCH', 'admin/setting/', { registration }, as);
const shown = async () => (await test.call('GET', 'info/')).body.registration;

it('administrators change who may open an account, at once and in every process', async () => {
  test = await startTestServer();
  const admin = await administrator();
  const { db } = test.server.database;
  const elsewhere = createSettings({ db, clock: createClock(), config: readConfig({}) });
  expect([await shown(), (await register('ada')).status]).toEqual(['invite', 403]);
  expect((await change('open', admin)).body).toEqual({
    registration: 'open',
    registration_is_fixed: false,
    audit_days: 0,
    address_days: 0,
  });
  expect([await shown(), await elsewhere.registration(), (await register('ada')).status]).toEqual([
    'open',
    'open',
    201,
  ]);
  await change('closed', admin);
  await change('closed', admin);
  expect([await shown(), await elsewhere.registration(), (await register('bob')).status]).toEqual([
    'closed',
    'closed',
    403,
  ]);
  const { entries } = (await test.call('GET', 'audit/?event=registration_changed', undefined, admin)).body;
  expect(entries.map((entry: { details: unknown }) => entry.details)).toEqual([
    { registration: 'closed', before: 'open' },
    { registration: 'open', before: 'invite' },
  ]);
});

it('a value from the environment is fixed, also over an earlier choice', async () => {
  test = await startTestServer({ GOFIGR_REGISTRATION: 'invite', GOFIGR_AUDIT_DAYS: '365', GOFIGR_ADDRESS_DAYS: '30' });
  const admin = await administrator();
  await test.server.database.db.insertInto('choices').values({ name: 'registration', value: 'open' }).execute();
  expect((await test.call('GET', 'admin/setting/', undefined, admin)).body).toEqual({
    registration: 'invite',
    registration_is_fixed: true,
    audit_days: 365,
    address_days: 30,
  });
  const { status, body } = await change('open', admin);
  expect([status, body.detail]).toEqual([400, expect.stringContaining('GOFIGR_REGISTRATION')]);
  expect(await shown()).toBe('invite');
});

it('an unknown value is refused and changes nothing', async () => {
  test = await startTestServer();
  const admin = await administrator();
  expect((await change('sometimes', admin)).status).toBe(400);
  expect(await shown()).toBe('invite');
  // A value of another version counts as no choice.
  await test.server.database.db.insertInto('choices').values({ name: 'registration', value: 'sometimes' }).execute();
  expect(await shown()).toBe('invite');
});
