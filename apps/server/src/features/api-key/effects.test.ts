import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { formatTime } from '../../kernel/clock.ts';
import { PASSWORD, type Proof, startTestServer, type TestServer } from '../../testing/index.ts';

const HOUR = 3_600_000_000;
const start = Date.now() * 1000;
let later = 0;
let tick = 0;

let test: TestServer;
beforeAll(async () => {
  test = await startTestServer({}, { clock: { now: () => start + later + tick++ } });
});
afterAll(() => test.close());
afterEach(() => {
  later = 0;
});

const create = async (as: Proof, fields: object = {}) =>
  (await test.call('POST', 'api_key/', { name: 'a key', ...fields }, as)).body;
const read = async (path: string, as: Proof) => (await test.call('GET', path, undefined, as)).body;
const use = async (key: { token: string }, address = '127.0.0.1', client = 'python-requests/2') =>
  (
    await test.call('GET', 'user/', undefined, proofOf(key), {
      remoteAddress: address,
      headers: { 'user-agent': client },
    })
  ).status;
/** Signs in again, because a sign-in of an hour ago has expired. */
const signIn = async (username: string): Promise<Proof> => {
  const { body } = await test.call('POST', '/api/token/', { username, password: PASSWORD });
  return { authorization: `Bearer ${body.access}` };
};
const proofOf = ({ token }: { token: string }): Proof => ({ authorization: `Token ${token}` });

describe('an API key', () => {
  it('shows its secret once, and never again', async () => {
    const { username, proof, workspace } = await test.account();
    const expiry = formatTime(start + HOUR);
    const made = await create(proof, { name: '  Analysis server ', workspace: workspace.toUpperCase(), expiry });
    expect(made).toEqual({
      api_id: made.api_id,
      name: 'Analysis server',
      token: expect.stringMatching(/^\S{20,}$/),
      created: made.created,
      last_used: null,
      expiry,
      workspace,
      permission: 'full',
      workspaces: [workspace],
      addresses: null,
      manages_people: false,
      disabled: null,
      previous_expiry: null,
      username,
      created_by: null,
    });
    const hidden = { ...made, token: null };
    for (const id of [made.api_id, made.api_id.toUpperCase()])
      expect(await read(`api_key/${id}/`, proof)).toEqual(hidden);
    expect(await read('api_key/', proof)).toEqual([hidden]);
    const plain = await create(proof, { workspace: null, expiry: null });
    expect(plain).toMatchObject({ name: 'a key', workspace: null, expiry: null });
    expect(await read('api_key/', proof)).toEqual([hidden, { ...plain, token: null }]);
    expect((await read('api_key/current/', proofOf(plain))).api_id).toBe(plain.api_id);
    const none = await test.call('GET', 'api_key/current/', undefined, proof);
    expect(none.body.detail).toMatch(/without an API key/);
  });

  it('with invalid fields is refused with the reason', async () => {
    const { proof } = await test.account();
    const errors = [];
    for (const fields of [{ name: ' ' }, { expiry: 'soon' }, { expiry: formatTime(start) }])
      errors.push((await create(proof, fields)).errors);
    expect(errors).toEqual([
      [{ path: 'name', message: 'must not be empty' }],
      [{ path: 'expiry', message: 'must be a time, such as 2030-01-31T12:00:00+00:00' }],
      [{ path: 'expiry', message: 'must be in the future' }],
    ]);
    const missing = await test.call('GET', `api_key/${crypto.randomUUID()}/`, undefined, proof);
    expect(missing.body.detail).toMatch(/API key/);
    const gone = await test.call('DELETE', `api_key/${crypto.randomUUID()}/`, undefined, proof);
    expect([gone.status, gone.body.detail]).toEqual([404, missing.body.detail]);
  });

  it('for a workspace without access is refused with the same answer for every reason', async () => {
    const [one, other] = [await test.account(), await test.account()];
    const refused = [];
    for (const workspace of [other.workspace, crypto.randomUUID()]) {
      const { status, body } = await test.call('POST', 'api_key/', { name: 'k', workspace }, one.proof);
      refused.push([status, body.code]);
    }
    expect(refused).toEqual([
      [403, 'not_allowed'],
      [403, 'not_allowed'],
    ]);
    expect(await read('api_key/', one.proof)).toEqual([]);
    const member = { username: one.username, membership_type: 'viewer' };
    await test.call('POST', `workspace/${other.workspace}/members/add/`, member, other.proof);
    expect((await create(one.proof, { workspace: other.workspace })).workspace).toBe(other.workspace);
  });

  it('ends at its expiry, and is listed until it is revoked', async () => {
    const { username, proof } = await test.account();
    const made = await create(proof, { expiry: formatTime(start + HOUR) });
    expect(await use(made)).toBe(200);
    later = HOUR - 1_000_000;
    expect(await use(made)).toBe(200);
    later = HOUR;
    expect(await use(made)).toBe(401);
    expect((await read('api_key/', await signIn(username))).map((one: any) => one.api_id)).toEqual([made.api_id]);
  });

  it('that has expired does not count towards the limit of 25', async () => {
    const { username, proof } = await test.account();
    await create(proof);
    for (let count = 0; count < 24; count++) await create(proof, { expiry: formatTime(start + HOUR) });
    const full = await test.call('POST', 'api_key/', { name: 'one more' }, proof);
    expect(full.body).toEqual({
      code: 'key_limit_reached',
      detail: expect.stringMatching(/25 API keys.*Revoke one/),
    });
    const [, second] = await read('api_key/', proof);
    await test.call('DELETE', `api_key/${second.api_id}/`, undefined, proof);
    expect((await test.call('POST', 'api_key/', { name: 'in its place' }, proof)).status).toBe(201);
    later = HOUR;
    expect((await test.call('POST', 'api_key/', { name: 'later' }, await signIn(username))).status).toBe(201);
    // Keys of others do not count, either.
    expect((await create((await test.account()).proof)).token).toBeTruthy();
  });

  it('is audited when it is created and revoked, with its name and the origin', async () => {
    const { username, proof } = await test.account();
    const made = await create(proof, { name: 'Recorded' });
    const kept = await create(proof, { name: 'Kept' });
    const revoked = await test.call('DELETE', `api_key/${made.api_id.toUpperCase()}/`, undefined, proof);
    expect(revoked.status).toBe(204);
    const { entries } = await read('audit/?limit=100', proof);
    const of = entries.filter((one: any) => one.object_id === made.api_id).toReversed();
    expect(of.map((one: any) => one.event)).toEqual(['key_created', 'key_revoked']);
    for (const entry of of)
      expect(entry).toMatchObject({
        username,
        subject: username,
        object_kind: 'api_key',
        object_name: 'Recorded',
        address: '127.0.0.1',
      });
    expect(of[0].timestamp).toBe(made.created);
    expect((await test.call('GET', `api_key/${made.api_id}/`, undefined, proof)).status).toBe(404);
    expect((await test.call('DELETE', `api_key/${made.api_id}/`, undefined, proof)).status).toBe(404);
    expect((await read('api_key/', proof)).map((one: any) => one.api_id)).toEqual([kept.api_id]);
    expect([await use(made), await use(kept)]).toEqual([401, 200]);
    const failures = async () =>
      (await read('audit/?event=key_failed', proof)).entries.map((one: any) => [one.object_id, one.details.reason]);
    await expect.poll(failures).toEqual([[made.api_id, 'revoked']]);
  });

  it('shows time and origin of its last use, before and after the write', async () => {
    const { proof } = await test.account();
    const [made, idle] = [await create(proof), await create(proof)];
    const uses = async () => read('api_key/uses/', proof);
    const unused = { address: null, client: null, machine: null, last_used: null };
    expect(await uses()).toEqual([
      { api_id: made.api_id, ...unused },
      { api_id: idle.api_id, ...unused },
    ]);
    await use(made, '192.0.2.1', 'first');
    await use(made, '192.0.2.2', 'second');
    const [noted] = await uses();
    expect(noted).toMatchObject({ address: '192.0.2.2', client: 'second' });
    expect((await read(`api_key/${made.api_id}/`, proof)).last_used).toBe(noted.last_used);
    const written = async () => {
      const { db } = test.server.database;
      const query = db.selectFrom('credentials').select(['last_client', 'last_address']).where('id', '=', made.api_id);
      return query.executeTakeFirst();
    };
    await expect.poll(written).toEqual({ last_client: 'second', last_address: '192.0.2.2' });
    expect(await uses()).toEqual([noted, { api_id: idle.api_id, ...unused }]);
    await use(made, '192.0.2.3', 'third');
    expect((await uses())[0]).toMatchObject({ address: '192.0.2.3', client: 'third' });
  });
});
