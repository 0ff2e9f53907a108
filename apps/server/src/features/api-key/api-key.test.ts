import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Proof, startTestServer, type TestServer } from '../../testing/index.ts';

let test: TestServer;
beforeAll(async () => {
  test = await startTestServer();
});
afterAll(() => test.close());

const create = (as: Proof, fields: object = {}) => test.call('POST', 'api_key/', { name: 'a key', ...fields }, as);

describe('API keys', () => {
  it('are limited to 25: with 24 keys, one of 100 simultaneous creates succeeds', async () => {
    const { proof } = await test.account();
    for (let count = 0; count < 24; count++) await create(proof);
    const answers = await Promise.all(Array.from({ length: 100 }, () => create(proof)));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(answers.filter(({ body }) => body.code === 'key_limit_reached')).toHaveLength(99);
    expect((await test.call('GET', 'api_key/', undefined, proof)).body).toHaveLength(25);
  });

  it('are refused from the first request after their revocation', async () => {
    const { proof } = await test.account();
    for (let round = 0; round < 20; round++) {
      const key = await test.key(proof);
      expect((await test.call('GET', 'user/', undefined, key.proof)).status).toBe(200);
      await test.call('DELETE', `api_key/${key.id}/`, undefined, proof);
      expect((await test.call('GET', 'user/', undefined, key.proof)).status).toBe(401);
    }
  });

  it('show their last use at once, although it is written later', async () => {
    const { proof } = await test.account();
    const key = await test.key(proof);
    const last = async () => (await test.call('GET', `api_key/${key.id}/`, undefined, proof)).body.last_used;
    const stored = () =>
      test.server.database.db.selectFrom('credentials').selectAll().where('id', '=', key.id).executeTakeFirstOrThrow();
    expect(await last()).toBeNull();
    await test.call('GET', 'user/', undefined, key.proof, { headers: { 'user-agent': 'python-requests/2' } });
    const seen = await last();
    expect(seen).not.toBeNull();
    await expect.poll(async () => (await stored()).last_client, { timeout: 2000 }).toBe('python-requests/2');
    expect(await last()).toBe(seen);
    const uses = (await test.call('GET', 'api_key/uses/', undefined, proof)).body;
    expect(uses).toMatchObject([
      { api_id: key.id, address: '127.0.0.1', client: 'python-requests/2', last_used: seen },
    ]);
  });

  it('describe themselves', async () => {
    const { proof, workspace } = await test.account();
    const key = await test.key(proof, { name: ' Analysis server ', workspace });
    const { body } = await test.call('GET', 'api_key/current/', undefined, key.proof);
    expect(body).toMatchObject({ api_id: key.id, name: 'Analysis server', workspace, token: null });
    expect((await test.call('GET', 'api_key/current/', undefined, proof)).status).toBe(404);
  });

  it.each([
    ['an empty name', { name: '  ' }, 400, 'invalid_request'],
    ['an expiry that is past', { expiry: '2020-01-01 00:00:00' }, 400, 'invalid_request'],
    ['an expiry that is no time', { expiry: 'soon' }, 400, 'invalid_request'],
    ['an unknown workspace', { workspace: '00000000-0000-4000-8000-000000000000' }, 403, 'not_allowed'],
  ])('are not made with %s', async (_what, fields, status, code) => {
    const { proof } = await test.account();
    const answer = await create(proof, fields);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    expect((await test.call('GET', 'api_key/', undefined, proof)).body).toEqual([]);
  });

  it('have no access after their workspace was deleted', async () => {
    const { proof } = await test.account();
    const workspace = (await test.call('POST', 'workspace/', { name: 'Short-lived' }, proof)).body.api_id;
    const key = await test.key(proof, { workspace });
    await test.call('DELETE', `workspace/${workspace}/`, undefined, proof);
    expect((await test.call('GET', 'workspace/', undefined, key.proof)).body).toEqual([]);
    expect((await test.call('POST', 'workspace/', { name: 'New' }, key.proof)).status).toBe(403);
  });

  it('for one workspace list only themselves and cannot change the profile', async () => {
    const { username, proof, workspace } = await test.account();
    const [bound, other] = [await test.key(proof, { workspace }), await test.key(proof)];
    const list = await test.call('GET', 'api_key/', undefined, bound.proof);
    expect(list.body.map((one: { api_id: string }) => one.api_id)).toEqual([bound.id]);
    expect((await test.call('GET', `api_key/${bound.id}/`, undefined, bound.proof)).status).toBe(200);
    expect((await test.call('GET', `api_key/${other.id}/`, undefined, bound.proof)).status).toBe(404);
    for (const fields of [{ first_name: 'Eve' }, { first_name: 5 }, {}]) {
      const { status, body } = await test.call('PUT', `user/${username}/`, fields, bound.proof);
      expect([status, body.code]).toEqual([403, 'not_with_a_key']);
    }
    expect((await test.call('GET', 'user/', undefined, bound.proof)).body[0].first_name).toBe('');
    expect((await test.call('GET', 'api_key/', undefined, other.proof)).body).toHaveLength(2);
    expect((await test.call('PUT', `user/${username}/`, { first_name: 'Ada' }, other.proof)).status).toBe(200);
  });

  it('are not visible to other users', async () => {
    const [one, other] = [await test.account(), await test.account()];
    const key = await test.key(one.proof);
    expect((await test.call('GET', `api_key/${key.id}/`, undefined, other.proof)).status).toBe(404);
    expect((await test.call('DELETE', `api_key/${key.id}/`, undefined, other.proof)).status).toBe(404);
    expect((await test.call('GET', 'user/', undefined, key.proof)).status).toBe(200);
  });
});
