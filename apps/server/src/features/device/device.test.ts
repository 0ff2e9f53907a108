import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Proof, startTestServer, type TestServer } from '../../testing/index.ts';

let test: TestServer;
let ada: { username: string; proof: Proof; workspace: string };
beforeAll(async () => {
  test = await startTestServer({ GOFIGR_PUBLIC_URL: 'https://figures.example.org' });
});
beforeEach(async () => {
  ada = await test.account();
});
afterAll(() => test.close());

const GRANT_TYPE = 'urn:ietf:params:oauth:grant-type:device_code';
let networks = 0;
/** Starts a sign-in from a new network, because the server limits sign-ins by network. */
const start = async (fields: object = {}) =>
  (
    await test.call(
      'POST',
      '/oauth/device/code',
      { client_id: 'gofigr-cli', audience: 'x', scope: 'openid', ...fields },
      {},
      {
        remoteAddress: `10.0.${++networks}.1`,
        headers: { 'user-agent': 'gofigr-python/3.0', 'gofigr-machine': 'lab-server' },
      },
    )
  ).body;
const poll = (device_code: string) =>
  test.call('POST', '/oauth/token', { grant_type: GRANT_TYPE, client_id: 'gofigr-cli', device_code });
const answer = (what: 'preview' | 'approve' | 'deny', user_code: string, fields: object = {}, as = ada.proof) =>
  test.call('POST', `device/${what}/`, { user_code, ...fields }, as);
const set = (fields: object) => test.server.database.db.updateTable('device_codes').set(fields).execute();

async function signedIn(grant: object = {}): Promise<Proof> {
  const { device_code, user_code } = await start();
  expect((await answer('approve', user_code, grant)).status).toBe(204);
  const { access_token } = (await poll(device_code)).body;
  return { authorization: `Bearer ${access_token}` };
}

describe('signing in from a terminal', () => {
  it('is announced if the public address is https', async () => {
    expect((await test.call('GET', 'info/')).body).toMatchObject({
      auth0_domain: 'figures.example.org',
      auth0_cli_client_id: 'gofigr-cli',
      device_login: true,
    });
  });

  it('leads from the code to one key, with the requests of the published gfconfig', async () => {
    const code = await start();
    expect(code).toMatchObject({
      expires_in: 600,
      interval: 3,
      verification_uri: 'https://figures.example.org/device',
    });
    expect(code.user_code).toMatch(/^[B-Z]{4}-[B-Z]{4}$/);
    expect(code.verification_uri_complete).toBe(`https://figures.example.org/device#code=${code.user_code}`);
    const waiting = await poll(code.device_code);
    expect([waiting.status, waiting.body.error]).toEqual([400, 'authorization_pending']);
    const seen = (await answer('preview', code.user_code.toLowerCase().replace('-', ' '))).body;
    expect(seen).toMatchObject({ client: 'gofigr-python/3.0', machine: 'lab-server', key: { name: null } });
    expect((await answer('approve', code.user_code)).status).toBe(204);
    const token = await poll(code.device_code);
    expect([token.status, token.body.token_type, token.body.expires_in]).toEqual([200, 'Bearer', 900]);
    const proof = { authorization: `Bearer ${token.body.access_token}` };
    expect((await test.call('GET', 'user/', undefined, proof)).body[0].username).toBe(ada.username);
    expect((await test.call('GET', 'workspace/', undefined, proof)).body).toHaveLength(1);
    const key = await test.call('POST', 'api_key/', { name: 'laptop' }, proof);
    expect([key.status, key.body.name, key.body.permission]).toEqual([201, 'laptop', 'full']);
    expect((await test.call('POST', 'api_key/', { name: 'another' }, proof)).status).toBe(403);
    expect((await test.call('GET', 'user/', undefined, proof)).status).toBe(200);
  });

  it('accepts a form, too', async () => {
    const form = (path: string, fields: Record<string, string>) =>
      test.server.http.inject({
        method: 'POST',
        url: path,
        headers: { host: 'localhost', 'content-type': 'application/x-www-form-urlencoded' },
        payload: new URLSearchParams(fields).toString(),
      });
    const code = (await form('/oauth/device/code', { client_id: 'gofigr-cli' })).json();
    const waiting = await form('/oauth/token', { grant_type: GRANT_TYPE, device_code: code.device_code });
    expect(waiting.json().error).toBe('authorization_pending');
  });

  it('gives a token that is valid only for user/, workspace/ and one key', async () => {
    const proof = await signedIn();
    for (const [method, path, body] of [
      ['GET', `workspace/${ada.workspace}/`],
      ['GET', 'api_key/'],
      ['GET', 'audit/'],
      ['POST', 'analysis/', { name: 'A', workspace: ada.workspace }],
      ['POST', 'password/', { current: 'x', password: 'y' }],
      ['DELETE', 'sign_in/'],
      ['GET', 'figure/'],
    ] as const)
      expect([path, (await test.call(method, path, body, proof)).status]).toEqual([path, 403]);
  });

  it('creates a key within the approved rights', async () => {
    const other = (await test.call('POST', 'workspace/', { name: 'Other' }, ada.proof)).body.api_id;
    const grant = {
      name: 'Approved',
      permission: 'publish',
      workspaces: [ada.workspace],
      expiry: '2100-01-01T00:00:00+00:00',
    };
    const make = async (fields: object) =>
      test.call('POST', 'api_key/', { name: 'Asked', ...fields }, await signedIn(grant));
    const made = (await make({})).body;
    expect(made).toMatchObject({ name: 'Approved', permission: 'publish', workspaces: [ada.workspace] });
    expect(made.expiry).toContain('2100-01-01');
    expect((await make({ expiry: '2099-01-01T00:00:00+00:00' })).body.expiry).toContain('2099-01-01');
    expect((await make({ permission: 'read' })).status).toBe(403);
    expect((await make({ workspaces: [other] })).status).toBe(403);
    expect((await make({ manages_people: true })).body.manages_people).toBe(false);
    expect((await test.call('GET', 'api_key/', undefined, ada.proof)).body).toHaveLength(3);
  });

  it('rotates a key instead, where all of its rights were approved', async () => {
    const made = async (fields: object = {}) =>
      (await test.call('POST', 'api_key/', { name: 'k', ...fields }, ada.proof)).body;
    const rotate = async (id: string, grant: object, more: object = {}) =>
      test.call('POST', `api_key/${id}/rotate/`, more, await signedIn(grant));
    const [full, bound] = [await made(), await made({ permission: 'publish', workspaces: [ada.workspace] })];
    expect((await rotate(full.api_id, { permission: 'publish' })).status).toBe(403);
    expect((await rotate(full.api_id, { workspaces: [ada.workspace] })).status).toBe(403);
    expect((await rotate(full.api_id, { expiry: '2100-01-01T00:00:00+00:00' })).status).toBe(403);
    expect((await rotate((await made({ manages_people: true })).api_id, {})).status).toBe(403);
    const other = await test.account();
    const theirs = (await test.call('POST', 'api_key/', { name: 'k' }, other.proof)).body;
    expect((await rotate(theirs.api_id, {})).status).toBe(404);
    for (const { api_id } of [full, bound]) expect((await rotate(api_id, {})).body.token).toMatch(/^gf_/);

    const proof = await signedIn();
    expect((await test.call('POST', `api_key/${full.api_id}/rotate/`, {}, proof)).status).toBe(200);
    expect((await test.call('POST', `api_key/${full.api_id}/rotate/`, {}, proof)).status).toBe(403);
    expect((await test.call('POST', 'api_key/', { name: 'k' }, proof)).status).toBe(403);
  });

  it('creates one key from ten simultaneous requests with the token', async () => {
    const proof = await signedIn();
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => test.call('POST', 'api_key/', { name: 'k' }, proof)),
    );
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 403)).toHaveLength(9);
  });

  it('issues the token once', async () => {
    const { device_code, user_code } = await start();
    await answer('approve', user_code);
    const answers = await Promise.all(Array.from({ length: 5 }, () => poll(device_code)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect((await poll(device_code)).body.error).toBe('expired_token');
    expect((await answer('approve', user_code)).status).toBe(404);
  });

  it('reports a denied sign-in, an expired code, and a client that polls too often', async () => {
    const refused = await start();
    expect((await answer('deny', refused.user_code)).status).toBe(204);
    expect((await poll(refused.device_code)).body.error).toBe('access_denied');
    const hasty = await start();
    await poll(hasty.device_code);
    expect((await poll(hasty.device_code)).body.error).toBe('slow_down');
    await set({ last_asked: 1 });
    expect((await poll(hasty.device_code)).body.error).toBe('authorization_pending');
    await set({ expiry: 1 });
    expect((await poll(hasty.device_code)).body.error).toBe('expired_token');
    expect((await answer('preview', hasty.user_code)).status).toBe(404);
    const wrong = await test.call('POST', '/oauth/token', { grant_type: 'password', device_code: 'x' });
    expect([wrong.status, wrong.body.error]).toEqual([400, 'unsupported_grant_type']);
  });

  it('limits guesses of codes', async () => {
    for (let count = 0; count < 10; count++)
      expect((await answer('preview', `BBBB-BBB${'BCDFGHJKLM'[count]}`)).status).toBe(404);
    expect((await answer('approve', 'CCCC-CCCC')).status).toBe(429);
  });

  it('is approved by a person who signed in, never by a key', async () => {
    const { user_code } = await start();
    const key = await test.key(ada.proof);
    for (const as of [{}, key.proof]) expect((await answer('approve', user_code, {}, as)).status).toBe(403);
    expect((await answer('approve', user_code, { workspaces: ['00000000-0000-4000-8000-000000000000'] })).status).toBe(
      403,
    );
    expect((await answer('preview', user_code)).status).toBe(200);
  });

  it('stores codes only as hashes', async () => {
    const { device_code, user_code } = await start();
    const rows = JSON.stringify(await test.server.database.db.selectFrom('device_codes').selectAll().execute());
    for (const secret of [device_code, user_code, user_code.replace('-', '')]) expect(rows).not.toContain(secret);
  });
});
