import { describe, expect, test } from 'vitest';
import { body, Caller, nobody, signIn, withKey } from '../src/client.ts';
import { base64, datum, fixture, newAnalysis, newFigure, newKey, newRevision, newWorkspace } from '../src/fixture.ts';
import { stranger } from '../src/target.ts';

describe('rights of API keys', () => {
  const here = fixture();

  test('a key is full unless another permission is asked for [3.16]', async () => {
    const key = await newKey(here.user);
    expect(key).toMatchObject({ permission: 'full', manages_people: false, workspaces: null, addresses: null });
    expect((await newKey(here.user, { permission: 'read' })).permission).toBe('read');
    await body(400, here.user.post('api_key/', { name: 'k', permission: 'everything' }));
  });

  test('a read key views and writes nothing [3.17]', async () => {
    const key = withKey((await newKey(here.user, { permission: 'read' })).token);
    const revision = await newRevision(here.user, here.figure, [datum('d', 'bytes')]);
    await body(200, key.get(`revision/${revision.api_id}/`));
    expect((await body(200, key.get(`data/${revision.data[0].api_id}/`))).data).toBe(base64('bytes'));
    for (const [path, sent] of [
      ['analysis/', { name: 'A', workspace: here.workspace }],
      ['revision/', { figure: here.figure, metadata: {}, data: [] }],
      [`revision/${revision.api_id}/append_data/`, { data: [datum('e', 'more')] }],
      [`figure/${here.figure}/share/link/`, { enabled: true }],
      ['short_id_prefix/reserve/', {}],
    ] as const)
      await body(403, key.post(path, sent));
    await body(403, key.patch(`figure/${here.figure}/`, { name: 'F' }));
    await body(403, key.delete(`revision/${revision.api_id}/`));
  });

  test('a publish key publishes, and changes and reads bytes of its own revisions alone [3.18, 3.19]', async () => {
    const key = withKey((await newKey(here.user, { permission: 'publish' })).token);
    const theirs = await newRevision(here.user, here.figure, [datum('d', 'bytes')]);
    const analysis = await newAnalysis(key, here.workspace);
    const figure = await newFigure(key, analysis.api_id);
    const { prefix } = await body(201, key.post('short_id_prefix/reserve/'));
    const own = await newRevision(key, figure.api_id, [datum('d', 'bytes')], { short_id: `${prefix}1` });
    await body(200, key.patch(`revision/${own.api_id}/`, { metadata: { a: 1 } }));
    await body(200, key.get(`data/${own.data[0].api_id}/`));
    await body(200, key.get(`workspace/${here.workspace}/members/`));
    await body(200, key.get(`revision/${theirs.api_id}/`));
    await body(403, key.patch(`revision/${theirs.api_id}/`, { metadata: { a: 1 } }));
    await body(403, key.get(`data/${theirs.data[0].api_id}/`));
    await body(403, key.get(`data/${theirs.data[0].api_id}/content/`));
    await body(403, key.get(`figure/${here.figure}/thumbnail/64/`));
    await body(403, key.get(`workspace/${here.workspace}/log/`));
    await body(403, key.delete(`revision/${own.api_id}/`));
    await body(403, key.post('workspace/', { name: 'W' }));
    const embedded = async (id: string) => (await body(200, key.at('v1.1').get(`revision/${id}/`))).data[0].data;
    expect([await embedded(own.api_id), await embedded(theirs.api_id)]).toEqual([base64('bytes'), null]);
  });

  test('a new key changes no members and no invitations, one that manages people does [3.20]', async () => {
    const other = (await newWorkspace(here.user)).api_id;
    const plain = withKey((await newKey(here.user)).token);
    const manager = withKey((await newKey(here.user, { manages_people: true })).token);
    const invitation = { email: 'a@example.org', workspace: other, membership_type: 'viewer' };
    await body(403, plain.post('invitations/workspace/', invitation));
    const { api_id } = await body(201, manager.post('invitations/workspace/', invitation));
    await body(403, plain.delete(`invitations/workspace/${api_id}/`));
    await body(204, manager.delete(`invitations/workspace/${api_id}/`));
    await body(204, here.user.delete(`workspace/${other}/`));
  });

  test('a key for two workspaces reaches both and no other [3.21]', async () => {
    const [one, two] = [(await newWorkspace(here.user)).api_id, (await newWorkspace(here.user)).api_id];
    const made = await newKey(here.user, { workspaces: [one, two] });
    expect([made.workspace, made.workspaces]).toEqual([null, [one, two]]);
    const key = withKey(made.token);
    const seen = await body(200, key.get('workspace/'));
    expect(seen.map(({ api_id }: { api_id: string }) => api_id)).toEqual([one, two]);
    await body(403, key.get(`workspace/${here.workspace}/`));
    for (const id of [one, two]) await body(204, here.user.delete(`workspace/${id}/`));
  });

  test('a key for some addresses works from these alone [3.22]', async () => {
    const [near, far] = [
      await newKey(here.user, { addresses: ['127.0.0.0/8', '::1'] }),
      await newKey(here.user, { addresses: ['192.0.2.0/24'] }),
    ];
    await body(200, withKey(near.token).get('user/'));
    await body(401, withKey(far.token).get('user/'));
    await body(400, here.user.post('api_key/', { name: 'k', addresses: ['nowhere'] }));
  });

  test('a key can be changed, and keeps its secret [3.23]', async () => {
    const key = await newKey(here.user);
    const changes = { name: 'Renamed', permission: 'read', workspaces: [here.workspace] };
    expect(await body(200, here.user.patch(`api_key/${key.api_id}/`, changes))).toMatchObject({
      ...changes,
      workspace: here.workspace,
      token: null,
    });
    await body(200, withKey(key.token).get(`workspace/${here.workspace}/`));
    await body(403, withKey(key.token).patch(`api_key/${key.api_id}/`, { permission: 'full' }));
    await body(404, (await signIn(stranger)).patch(`api_key/${key.api_id}/`, { name: 'Mine' }));
  });

  test('rotating gives a new secret beside the old one for a while, and revoking ends both [3.24, 3.25]', async () => {
    const key = await newKey(here.user);
    const second = await body(200, here.user.post(`api_key/${key.api_id}/rotate/`, { grace_hours: 1 }));
    expect(second).toMatchObject({ api_id: key.api_id, name: key.name, previous_expiry: expect.any(String) });
    for (const { token } of [key, second]) await body(200, withKey(token).get('user/'));
    const third = await body(200, here.user.post(`api_key/${key.api_id}/rotate/`, { grace_hours: 0 }));
    await body(401, withKey(second.token).get('user/'));
    await body(403, withKey(third.token).post(`api_key/${key.api_id}/rotate/`, {}));
    await body(400, here.user.post(`api_key/${key.api_id}/rotate/`, { grace_hours: 169 }));
    const fourth = await body(200, here.user.post(`api_key/${key.api_id}/rotate/`, { grace_hours: 24 }));
    await body(204, here.user.delete(`api_key/${key.api_id}/`));
    for (const { token } of [third, fourth]) await body(401, withKey(token).get('user/'));
  });

  test('a disabled key is refused like an unknown one until it is enabled [3.26, 3.28]', async () => {
    const key = await newKey(here.user);
    await body(200, here.user.post(`api_key/${key.api_id}/disable/`));
    const refused = await withKey(key.token).get('user/');
    const unknown = await withKey(`gf_${'0'.repeat(49)}`).get('user/');
    expect([refused.status, refused.body]).toEqual([401, unknown.body]);
    await body(200, here.user.post(`api_key/${key.api_id}/enable/`));
    await body(200, withKey(key.token).get('user/'));
  });

  test('the log of a key says what happened to it and what it published [3.27]', async () => {
    const key = await newKey(here.user);
    const revision = await newRevision(withKey(key.token), here.figure);
    await body(200, here.user.post(`api_key/${key.api_id}/disable/`));
    const log = await body(200, here.user.get(`api_key/${key.api_id}/log/`));
    expect(log.entries[0].event).toBe('key_disabled');
    expect(log.entries.at(-1).event).toBe('key_created');
    expect(log.published).toEqual({ revisions: 1, newest: revision.api_id });
    await body(403, withKey((await newKey(here.user)).token).get(`api_key/${key.api_id}/log/`));
  });

  test('a key that somebody found in public is revoked, and the answer says nothing [3.30]', async () => {
    const key = await newKey(here.user);
    for (const credentials of [[key.token], ['gf_unknown'], [key.token]]) {
      const answer = await nobody.post('/api/credentials/revoke', { credentials });
      expect([answer.status, answer.text]).toEqual([202, '']);
    }
    await body(401, withKey(key.token).get('user/'));
  });

  test('a service account publishes in its workspace under its own name [3.31]', async () => {
    const workspace = (await newWorkspace(here.user)).api_id;
    const made = await body(201, here.user.post(`workspace/${workspace}/api_key/`, { name: 'Nightly pipeline' }));
    expect(made).toMatchObject({ username: expect.stringMatching(/^service\.nightly-pipeline/), workspace });
    const key = withKey(made.token);
    expect((await body(200, key.get('user/')))[0].username).toBe(made.username);
    expect((await newAnalysis(key, workspace)).created_by).toBe(made.username);
    await body(403, key.get(`workspace/${here.workspace}/`));
    await body(403, key.post(`workspace/${workspace}/api_key/`, { name: 'another' }));
    await body(204, here.user.delete(`workspace/${workspace}/`));
    await body(401, key.get('user/'));
  });

  test('keys of everyone are for administrators [3.32]', async () => {
    const key = await newKey(here.user);
    const other = await signIn(stranger);
    await body(403, other.get('admin/api_key/'));
    await body(403, other.delete(`admin/api_key/${key.api_id}/`));
    await body(200, withKey(key.token).get('user/'));
  });
});

describe('device login', () => {
  const here = fixture();
  const signedIn = (token: string) => new Caller(`Bearer ${token}`);
  const GRANT_TYPE = 'urn:ietf:params:oauth:grant-type:device_code';

  test('gives a token for one key within what was approved [2.21, 3.33, 11.49]', async () => {
    const asked = { client_id: 'gofigr-cli', audience: '', scope: 'openid email profile' };
    const code = await body(200, nobody.post('/oauth/device/code', asked));
    const poll = () => nobody.post('/oauth/token', { grant_type: GRANT_TYPE, client_id: 'gofigr-cli', ...code });
    expect((await body(400, poll())).error).toBe('authorization_pending');
    await body(204, here.user.post('device/approve/', { user_code: code.user_code, permission: 'publish' }));
    const { access_token } = await body(200, poll());
    const terminal = signedIn(access_token);
    await body(200, terminal.get('user/'));
    await body(200, terminal.at('v1.4').get('workspace/'));
    await body(403, terminal.get('figure/'));
    const key = await body(201, terminal.post('api_key/', { name: 'laptop' }));
    expect(key).toMatchObject({ name: 'laptop', permission: 'publish' });
    await body(403, terminal.post('api_key/', { name: 'another' }));
    expect((await body(400, poll())).error).toBe('expired_token');
    await body(204, here.user.delete(`api_key/${key.api_id}/`));
  });

  test('is announced to our clients, and to published ones on https alone [10.2, 2.20]', async () => {
    expect(await body(200, nobody.get('info/'))).toMatchObject({ device_login: true, auth0_domain: null });
  });
});
