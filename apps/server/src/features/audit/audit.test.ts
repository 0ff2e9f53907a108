import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PASSWORD, type Proof, startTestServer, type TestServer } from '../../testing/index.ts';
import { csvLine } from './wire.ts';

let test: TestServer;
let administrator: { username: string; proof: Proof; workspace: string };
beforeAll(async () => {
  test = await startTestServer();
  administrator = await test.account();
  const { db } = test.server.database;
  await db.updateTable('users').set({ is_staff: 1 }).where('username', '=', administrator.username).execute();
});
afterAll(() => test.close());

const read = async (as: Proof, query = '') => (await test.call('GET', `audit/${query}`, undefined, as)).body;
const events = async (as: Proof, query = '') => (await read(as, query)).entries.map((one: any) => one.event);
const from = (address: string) => ({ remoteAddress: address });
/** Uses of keys are written in order: once this one is there, the earlier ones are. */
const written = async () => {
  const key = await test.key(administrator.proof);
  await test.call('GET', 'user/', undefined, key.proof, from('10.0.0.9'));
  const used = async () =>
    (await read(administrator.proof, '?event=key_used_from_new_address')).entries.map((one: any) => one.object_id);
  await expect.poll(used).toContain(key.id);
};

describe('the audit list', () => {
  it("lists a user's own entries, newest first, in pages", async () => {
    const one = await test.account();
    const two = await test.account();
    await test.call('POST', 'session/', { username: one.username, password: 'wrong' });
    const key = await test.key(one.proof);
    await test.call('DELETE', `api_key/${key.id}/`, undefined, one.proof);
    const member = { username: two.username, membership_type: 'viewer' };
    await test.call('POST', `workspace/${one.workspace}/members/add/`, member, one.proof);
    expect(await events(one.proof)).toEqual([
      'member_added',
      'key_revoked',
      'key_created',
      'sign_in_failed',
      'sign_in',
      'account_created',
    ]);
    expect(await events(two.proof)).toEqual(['member_added', 'sign_in', 'account_created']);
    // The origin of somebody else's action is hidden.
    const [about] = (await read(two.proof)).entries;
    expect(about).toMatchObject({ username: one.username, subject: two.username, address: null, client: null });

    const first = await read(one.proof, '?limit=4');
    const second = await read(one.proof, `?limit=4&before=${first.next}`);
    expect([first.entries.length, second.entries.length, second.next]).toEqual([4, 2, null]);
    expect(await events(one.proof, '?event=key_created')).toEqual(['key_created']);
    expect((await test.call('GET', 'audit/?event=nonsense', undefined, one.proof)).status).toBe(400);
  });

  it("lists all users' entries for administrators only", async () => {
    const one = await test.account();
    expect((await test.call('GET', 'audit/?everyone=true', undefined, one.proof)).status).toBe(403);
    const { entries } = await read(administrator.proof, '?everyone=true&limit=1000');
    expect(entries.some((entry: any) => entry.username === one.username && entry.address === '127.0.0.1')).toBe(true);
  });

  it('lists the first use of a key from each address, and every refusal', async () => {
    const one = await test.account();
    const key = await test.key(one.proof);
    const use = (address: string) => test.call('GET', 'user/', undefined, key.proof, from(address));
    for (const address of ['10.0.0.1', '10.0.0.2', '10.0.0.1']) await use(address);
    await written();
    await use('10.0.0.1');
    await written();
    const seen = (await read(one.proof, '?event=key_used_from_new_address')).entries;
    expect(seen.map((entry: any) => entry.address).toSorted()).toEqual(['10.0.0.1', '10.0.0.2']);
    expect(seen[0]).toMatchObject({ object_id: key.id, object_kind: 'api_key', object_name: 'a key' });

    await test.call('DELETE', `api_key/${key.id}/`, undefined, one.proof);
    for (let attempt = 0; attempt < 3; attempt++) expect((await use('10.0.0.3')).status).toBe(401);
    await test.call('GET', 'user/', undefined, { authorization: 'Token gf_nobody_knows' });
    await written();
    const [failed, ...more] = (await read(one.proof, '?event=key_failed')).entries;
    expect([failed.address, failed.details, more]).toEqual(['10.0.0.3', { reason: 'revoked' }, []]);
    const all = (await read(administrator.proof, '?everyone=true&event=key_failed')).entries;
    expect(all.map((entry: any) => entry.details.reason)).toEqual(['unknown', 'revoked']);
  });

  it('never contains a secret', async () => {
    const one = await test.account();
    const typed = 'a password typed as a name';
    await test.call('POST', 'session/', { username: typed, password: 'x' });
    const { token } = await test.key(one.proof);
    const { access, refresh } = (await test.call('POST', '/api/token/', { username: one.username, password: PASSWORD }))
      .body;
    const password = 'quite another pass-phrase';
    const body = { current: PASSWORD, password };
    await test.call('POST', 'password/', body, { authorization: `Bearer ${access}` });
    await written();
    const rows = JSON.stringify(await test.server.database.db.selectFrom('audit').selectAll().execute());
    for (const secret of [typed, token, access, refresh, PASSWORD, password]) expect(rows).not.toContain(secret);
    expect(await events(one.proof).catch(() => [])).toEqual([]);
  });

  it('is exported completely, oldest first, as CSV and as JSON lines', async () => {
    const one = await test.account();
    const csv = await test.call('GET', 'audit/export/', undefined, one.proof);
    expect(csv.headers['content-disposition']).toMatch(/^attachment; filename="gofigr-audit-\d{4}-\d\d-\d\d\.csv"$/);
    const lines = csv.text.trimEnd().split('\r\n');
    expect(lines.map((line) => line.split(',')[1])).toEqual(['event', 'account_created', 'sign_in']);
    const jsonl = await test.call('GET', 'audit/export/?format=jsonl', undefined, one.proof);
    const parsed = jsonl.text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).event);
    expect(parsed).toEqual(['account_created', 'sign_in']);
  });
});

it('a line of CSV quotes where necessary and disarms formulas', () => {
  expect(csvLine(['a,b', 'say "x"', '=1+1', '-2', null, 'two\nlines'])).toBe(
    '"a,b","say ""x""",\'=1+1,\'-2,,"two\nlines"\r\n',
  );
});
