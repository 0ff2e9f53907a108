import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PASSWORD, type Proof, plant, startTestServer, type TestServer } from '../../testing/index.ts';
import { invitationMail } from './mail.ts';

let test: TestServer;
let owner: { username: string; proof: Proof; workspace: string };
let tree: Record<'analysis' | 'figure' | 'revision' | 'asset' | 'asset_revision', string>;
let newcomers = 0;

beforeAll(async () => {
  test = await startTestServer({ GOFIGR_REGISTRATION: 'invite' });
  owner = await test.account('owner@lab.example');
  const { analysis, figure, revision } = await plant(test, owner.proof, owner.workspace);
  const asset = (await post('asset/', { name: 'a.csv', workspace: owner.workspace })).body.api_id;
  const data = [{ name: 'a.csv', type: 'file', metadata: { path: 'a.csv' }, data: 'YSxi' }];
  const asset_revision = (await post('asset_revision/', { asset, metadata: {}, data })).body.api_id;
  tree = { analysis, figure, revision, asset, asset_revision };
});
afterAll(() => test.close());

const post = (path: string, body: object = {}, as: Proof = owner.proof) => test.call('POST', path, body, as);
const get = (path: string, as: Proof = {}) => test.call('GET', path, undefined, as);
const invite = async (kind: keyof typeof tree, email = 'new@example.org', more = {}) =>
  (await post(`invitations/${kind}/`, { email, [kind]: tree[kind], ...more })).body;
const register = async (invitation: string, username = `guest.${newcomers++}@home.example`) => {
  const account = { username, email: username, password: PASSWORD, invitation };
  const { body } = await post('registration/', account, {});
  const { access } = (await post('/api/token/', { username, password: PASSWORD })).body;
  return { username, proof: { authorization: `Bearer ${access}` }, ...body };
};
const shares = async (kind: keyof typeof tree) =>
  (await get(`${kind}/${tree[kind]}/share/user/`, owner.proof)).body.map((one: { username: string }) => one.username);
const NAMES = {
  analysis: 'Analysis',
  figure: 'Figure',
  revision: 'Figure – Revision #1',
  asset: 'a.csv',
  asset_revision: 'a.csv – Revision #1',
} as const;

describe.each(Object.keys(NAMES) as (keyof typeof NAMES)[])('an invitation to view the %s', (kind) => {
  it('says what it is for, and shares exactly that with whoever registers by it', async () => {
    const made = await invite(kind);
    expect(made).toMatchObject({ kind, object: tree[kind], membership_type: 'viewer', email: 'new@example.org' });
    const list = await get(`${kind}/${tree[kind]}/invitations/`, owner.proof);
    expect(list.body).toEqual([{ ...made, token: null }]);
    const preview = await post('invitation/preview/', { token: made.token }, {});
    expect(preview.body).toMatchObject({ kind, name: NAMES[kind], membership_type: 'viewer' });
    expect(preview.text).not.toContain(owner.username);

    const guest = await register(made.token);
    expect(guest.joined).toEqual({ kind, api_id: tree[kind] });
    expect((await get(`${kind}/${tree[kind]}/`, guest.proof)).status).toBe(200);
    expect((await get(`workspace/${owner.workspace}/`, guest.proof)).status).toBe(403);
    expect((await get(`${kind}/${tree[kind]}/invitations/`, owner.proof)).body).toEqual([]);
    expect((await post('invitation/preview/', { token: made.token }, {})).status).toBe(404);
  });

  it('gives the one who accepted a name that can be used to stop it', async () => {
    const guest = await register((await invite(kind, 'other@example.org')).token);
    const names = await shares(kind);
    const name = names.at(-1);
    expect(name).toMatch(/^a member \([0-9a-f]{8}\)$/);
    expect(new Set(names).size).toBe(names.length);
    const { grants } = (await get(`${kind}/${tree[kind]}/access/`, owner.proof)).body;
    expect(grants).toContainEqual(expect.objectContaining({ username: name, named_as: 'other@example.org' }));
    await post(`${kind}/${tree[kind]}/share/user/`, { username: name, sharing_enabled: false });
    expect(await shares(kind)).not.toContain(name);
    expect((await get(`${kind}/${tree[kind]}/`, guest.proof)).status).toBe(403);
  });
});

describe('an invitation to view a figure', () => {
  it('is answered the same whether there is an account with the address or not', async () => {
    const known = await test.account();
    const shape = async (email: string) => {
      const { api_id, token, created, expiry, ...rest } = await invite('figure', email);
      await test.call('DELETE', `invitations/figure/${api_id}/`, undefined, owner.proof);
      return { ...rest, email: '', isAll: Boolean(token && created && expiry) };
    };
    expect(await shape(`${known.username}@example.org`)).toEqual(await shape('nobody@example.org'));
  });

  it('is for those who may share it to make, list and withdraw, with a key that manages people', async () => {
    const [viewer, plain] = [await test.account(), await test.key(owner.proof)];
    await post(`figure/${tree.figure}/share/user/`, { username: viewer.username, sharing_enabled: true });
    const body = { email: 'new@example.org', figure: tree.figure };
    for (const as of [viewer.proof, plain.proof])
      expect((await post('invitations/figure/', body, as)).status).toBe(403);
    expect((await get(`figure/${tree.figure}/invitations/`, viewer.proof)).status).toBe(403);
    const { api_id, token } = await invite('figure');
    expect((await test.call('DELETE', `invitations/figure/${api_id}/`, undefined, viewer.proof)).status).toBe(403);
    // The path names what it is for.
    expect((await test.call('DELETE', `invitations/analysis/${api_id}/`, undefined, owner.proof)).status).toBe(404);
    expect((await test.call('DELETE', `invitations/figure/${api_id}/`, undefined, owner.proof)).status).toBe(204);
    expect((await post('invitation/accept/', { token }, viewer.proof)).status).toBe(404);
  });

  it('is accepted by a user, once, who then finds it among what is shared', async () => {
    const guest = await test.account();
    const { token } = await invite('figure');
    const accepted = await post('invitation/accept/', { token }, guest.proof);
    expect(accepted.body).toEqual({ kind: 'figure', api_id: tree.figure, membership_type: 'viewer' });
    expect((await post('invitation/accept/', { token }, guest.proof)).status).toBe(404);
    const [shared] = (await get('shared/', guest.proof)).body;
    expect(shared).toMatchObject({ kind: 'figure', api_id: tree.figure });
    expect(shared.created_by).toMatch(/^a member \(/);
    const [entry] = (await get('audit/', guest.proof)).body.entries;
    expect(entry).toMatchObject({ event: 'invitation_accepted', object_kind: 'figure', object_name: 'Figure' });
  });

  it('shares nothing once who made it may no longer share', async () => {
    const [admin, guest] = [await test.account(), await test.account()];
    const members = `workspace/${owner.workspace}/members`;
    await post(`${members}/add/`, { username: admin.username, membership_type: 'admin' });
    const body = { email: 'new@example.org', figure: tree.figure };
    const { token } = (await post('invitations/figure/', body, admin.proof)).body;
    await post(`${members}/remove/`, { username: admin.username });
    expect((await post('invitation/accept/', { token }, guest.proof)).status).toBe(403);
    expect((await get(`figure/${tree.figure}/`, guest.proof)).status).toBe(403);
  });

  it.each([{ email: 'no address' }, { expiry: 'yesterday' }, { expiry: '2020-01-01T00:00:00Z' }])(
    'with %j is refused',
    async (fields) => {
      const body = { email: 'new@example.org', figure: tree.figure, ...fields };
      expect((await post('invitations/figure/', body)).status).toBe(400);
    },
  );
});

it('the mail of it says what one gets, and no address', () => {
  const row = {
    ...{ id: '', hash: '', object_id: '', created: 0, expiry: 0, email: 'new@example.org', role: 'viewer' as const },
    ...{ initiator: 'owner@lab.example', kind: 'asset_revision' as const, object_name: 'a – Revision #1' },
  };
  const { subject, text } = invitationMail(row, 'https://figures.example.org/invite#token=T', 'Ada Lovelace');
  expect(subject).toBe('Ada Lovelace shares the asset revision "a – Revision #1" with you on GoFigr');
  expect(text).toContain('You can view it');
  expect(invitationMail({ ...row, object_name: '' }, '').subject).toBe(
    'Somebody shares an asset revision with you on GoFigr',
  );
});

describe('usernames like mail addresses', () => {
  it('are the full name to strangers, once it is known and no address itself', async () => {
    const stranger = await test.account();
    await post(`figure/${tree.figure}/share/link/`, { enabled: true });
    const created = async (as: Proof = {}) => (await get(`figure/${tree.figure}/`, as)).body.created_by;
    const profile = (fields: object) => test.call('PUT', `user/${owner.username}/`, fields, owner.proof);
    expect(await created()).toMatch(/^a member \([0-9a-f]{8}\)$/);
    await profile({ first_name: 'Ada', last_name: 'Lovelace' });
    for (const as of [{}, stranger.proof]) expect(await created(as)).toMatch(/^Ada Lovelace \([0-9a-f]{8}\)$/);
    expect(await created(owner.proof)).toBe(owner.username);
    await profile({ first_name: 'ada@lab.example', last_name: '' });
    expect(await created()).toMatch(/^a member \(/);
    await profile({ first_name: '' });
  });

  it('stay for colleagues, also of those who left', async () => {
    const [leaver, colleague] = [await test.account('leaver@lab.example'), await test.account()];
    const members = `workspace/${owner.workspace}/members`;
    for (const { username } of [leaver, colleague])
      await post(`${members}/add/`, { username, membership_type: 'creator' });
    const made = await post('figure/', { name: 'Theirs', analysis: tree.analysis }, leaver.proof);
    await post(`${members}/remove/`, { username: leaver.username });
    for (const as of [owner.proof, colleague.proof])
      expect((await get(`figure/${made.body.api_id}/`, as)).body.created_by).toBe(leaver.username);
    const guest = await test.account();
    await post(`figure/${made.body.api_id}/share/user/`, { username: guest.username, sharing_enabled: true });
    expect((await get(`figure/${made.body.api_id}/`, guest.proof)).body.created_by).toMatch(/^a member \(/);
  });

  it('are not guessed by naming them in a request', async () => {
    const { token } = await invite('figure');
    const guess = { token, username: owner.username, initiator: owner.username };
    expect((await post('invitation/preview/', guess, {})).body.initiator).toMatch(/^a member \(/);
  });

  it('that somebody shared with are theirs to read', async () => {
    const guest = await test.account('typed@home.example');
    const body = { username: guest.username, sharing_enabled: true };
    expect((await post(`asset/${tree.asset}/share/user/`, body)).body).toEqual(body);
    expect(await shares('asset')).toContain(guest.username);
  });

  it('of accounts that are gone are no tag of a guess', async () => {
    const { db } = test.server.database;
    await db.updateTable('objects').set({ created_by: 'gone@lab.example' }).where('id', '=', tree.figure).execute();
    expect((await get(`figure/${tree.figure}/`)).body.created_by).toBe('a member');
  });
});
