import { setTimeout as wait } from 'node:timers/promises';
import { crc32 } from 'node:zlib';
import { afterEach, describe, expect, test } from 'vitest';
import { type Answer, body, signIn, withKey } from '../src/client.ts';
import {
  fixture,
  newKey as makeKey,
  newAnalysis,
  newFigure,
  newRevision,
  newWorkspace,
  TIME,
  UUID4,
} from '../src/fixture.ts';
import { owner, soon, stranger } from '../src/target.ts';

const FIELDS = [
  'addresses',
  'api_id',
  'created',
  'created_by',
  'disabled',
  'expiry',
  'last_used',
  'manages_people',
  'name',
  'permission',
  'previous_expiry',
  'token',
  'username',
  'workspace',
  'workspaces',
];
const BASE62 = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';

function base62(number: number, length: number): string {
  let [rest, text] = [number, ''];
  for (; text.length < length; rest = Math.floor(rest / 62)) text = `${BASE62[rest % 62]}${text}`;
  return text;
}

describe('API keys', () => {
  const here = fixture();
  const made: string[] = [];
  const newKey = async (more: object = {}) => {
    const key = await makeKey(here.user, more);
    made.push(key.api_id);
    return key;
  };
  // Other files use the same account meanwhile, which can have 25 keys.
  afterEach(async () => {
    for (const id of made.splice(0)) await here.user.delete(`api_key/${id}/`);
  });

  test('creating one is 201 with the token and all fields [3.1, 3.2]', async () => {
    const key = await newKey({ name: "John's laptop" });
    expect(Object.keys(key).toSorted()).toEqual(FIELDS);
    expect(key.api_id).toMatch(UUID4);
    expect(key.created).toMatch(TIME);
    expect(key).toMatchObject({ name: "John's laptop", last_used: null, expiry: null, workspace: null });
    expect(key.token).toEqual(expect.any(String));
  });

  test('a key consists of gf_, 43 characters and a checksum [S.5]', async () => {
    const { token } = await newKey();
    expect(token).toMatch(/^gf_[0-9A-Za-z]{49}$/);
    expect(token.slice(-6)).toBe(base62(crc32(token.slice(0, -6)), 6));
  });

  test('the token is null in the list and in the key, by password and by key [3.3, 3.9, 1.16]', async () => {
    const older = await newKey();
    const key = await newKey();
    for (const caller of [here.user, withKey(key.token)]) {
      const one = await body(200, caller.get(`api_key/${key.api_id}/`));
      expect(Object.keys(one).toSorted()).toEqual(FIELDS);
      expect(one.token).toBeNull();
      const list = await caller.get('api_key/');
      expect(list.status).toBe(200);
      expect(list.body.every((entry: { token: null }) => entry.token === null)).toBe(true);
      expect(list.text).not.toContain(key.token);
      const ids = list.body.map((entry: { api_id: string }) => entry.api_id);
      expect(ids.indexOf(key.api_id)).toBeGreaterThan(ids.indexOf(older.api_id));
      expect(ids).toContain(older.api_id);
    }
  });

  test("another user's key is neither listed nor readable [3.4]", async () => {
    const key = await newKey();
    const other = await signIn(stranger);
    expect((await body(200, other.get('api_key/'))).map((one: { api_id: string }) => one.api_id)).not.toContain(
      key.api_id,
    );
    for (const answer of [await other.get(`api_key/${key.api_id}/`), await other.delete(`api_key/${key.api_id}/`)])
      expect([403, 404]).toContain(answer.status);
    await body(200, withKey(key.token).get('user/'));
  });

  test('a revoked key is 401 at once, leaves the list, and stays revoked [3.5, 11.18]', async () => {
    const key = await newKey();
    await body(200, withKey(key.token).get('user/'));
    await body(204, here.user.delete(`api_key/${key.api_id}/`));
    await body(401, withKey(key.token).get('user/'));
    expect((await body(200, here.user.get('api_key/'))).map((one: { api_id: string }) => one.api_id)).not.toContain(
      key.api_id,
    );
    for (const answer of [
      await here.user.get(`api_key/${key.api_id}/`),
      await here.user.delete(`api_key/${key.api_id}/`),
    ])
      expect(answer.status).toBe(404);
    await body(405, here.user.put(`api_key/${key.api_id}/`, { name: 'back' }));
    await body(404, here.user.patch(`api_key/${key.api_id}/`, { name: 'back' }));
    for (const action of ['enable', 'rotate']) await body(404, here.user.post(`api_key/${key.api_id}/${action}/`));
    await body(401, withKey(key.token).get('user/'));
  });

  test('a name is required, trimmed and not empty [3.7]', async () => {
    expect((await newKey({ name: '  laptop \n' })).name).toBe('laptop');
    for (const name of ['', '   ', null, undefined, 5]) await body(400, here.user.post('api_key/', { name }));
  });

  test('a request made with a key may not create or revoke keys [3.8]', async () => {
    const [key, victim] = [await newKey(), await newKey()];
    const caller = withKey(key.token);
    await body(403, caller.post('api_key/', { name: 'child' }));
    await body(403, caller.post('api_key/', {}));
    await body(403, caller.delete(`api_key/${victim.api_id}/`));
    await body(403, caller.delete(`api_key/${key.api_id}/`));
    await body(200, withKey(victim.token).get('user/'));
  });

  test('a scoped key can access only its workspace [3.10, 2.14]', async () => {
    const elsewhere = await newWorkspace(here.user);
    const analysis = await newAnalysis(here.user, elsewhere.api_id);
    const figure = await newFigure(here.user, analysis.api_id);
    const revision = await newRevision(here.user, figure.api_id, [
      { name: 'x', type: 'text', metadata: {}, data: 'eA==' },
    ]);
    const key = await newKey({ workspace: here.workspace });
    expect(key.workspace).toBe(here.workspace);
    const scoped = withKey(key.token);

    const inside = await newAnalysis(scoped, here.workspace);
    await newRevision(scoped, (await newFigure(scoped, inside.api_id)).api_id);
    await body(200, scoped.get(`workspace/${here.workspace}/`));
    await body(200, scoped.get('user/'));

    const answers: [string, Answer][] = [];
    for (const [kind, id] of [
      ['workspace', elsewhere.api_id],
      ['analysis', analysis.api_id],
      ['figure', figure.api_id],
      ['revision', revision.api_id],
    ]) {
      answers.push([`GET ${kind}`, await scoped.get(`${kind}/${id}/`)]);
      answers.push([`PATCH ${kind}`, await scoped.patch(`${kind}/${id}/`, { description: 'x' })]);
      answers.push([`DELETE ${kind}`, await scoped.delete(`${kind}/${id}/`)]);
    }
    answers.push(['GET data', await scoped.get(`data/${revision.data[0].api_id}/`)]);
    answers.push(['log', await scoped.get(`workspace/${elsewhere.api_id}/log/`)]);
    answers.push(['members', await scoped.get(`workspace/${elsewhere.api_id}/members/`)]);
    answers.push(['recent', await scoped.get(`workspace/${elsewhere.api_id}/recent/`)]);
    answers.push(['thumbnail', await scoped.get(`figure/${figure.api_id}/thumbnail/64`)]);
    answers.push(['create', await scoped.post('analysis/', { name: 'x', workspace: elsewhere.api_id })]);
    answers.push(['create', await scoped.post('figure/', { name: 'x', analysis: analysis.api_id })]);
    answers.push(['publish', await scoped.post('revision/', { figure: figure.api_id, metadata: {}, data: [] })]);
    answers.push(['move out', await scoped.patch(`analysis/${inside.api_id}/`, { workspace: elsewhere.api_id })]);
    answers.push(['new workspace', await scoped.post('workspace/', { name: 'x' })]);
    expect(answers.filter(([, { status }]) => status !== 403).map(([what, { status }]) => `${what} ${status}`)).toEqual(
      [],
    );

    const ids = async (path: string) =>
      (await body(200, scoped.get(path))).map((one: { api_id: string }) => one.api_id);
    expect(await ids('workspace/')).toEqual([here.workspace]);
    expect(await ids('analysis/')).toContain(inside.api_id);
    expect(await ids('analysis/')).not.toContain(analysis.api_id);
    expect(await ids('figure/')).not.toContain(figure.api_id);
    expect(await ids('revision/')).not.toContain(revision.api_id);
    await body(204, here.user.delete(`workspace/${elsewhere.api_id}/`));
  });

  test("creating a key for a workspace that the user can't access is 403 [3.11]", async () => {
    const other = await signIn(stranger);
    const theirs = await newWorkspace(other);
    await body(403, here.user.post('api_key/', { name: 'x', workspace: theirs.api_id }));
    await body(403, here.user.post('api_key/', { name: '', workspace: theirs.api_id }));
    await body(204, other.delete(`workspace/${theirs.api_id}/`));
  });

  test('a key is 401 after its expiry [3.13, 2.13]', async () => {
    const key = await newKey({ expiry: new Date(Date.now() + 1500).toISOString() });
    expect(key.expiry).toMatch(TIME);
    await body(200, withKey(key.token).get('user/'));
    await wait(1700);
    const answer = await body(401, withKey(key.token).get('user/'));
    expect(answer.code).not.toBe('token_not_valid');
  });

  test('an invalid expiry is 400 [3.13]', async () => {
    for (const expiry of ['tomorrow', '2199-13-01T00:00:00Z', 5])
      await body(400, here.user.post('api_key/', { name: 'x', expiry }));
  });

  test('last_used changes with every use [3.14, 1.10]', async () => {
    const key = await newKey();
    const read = async () => (await body(200, here.user.get(`api_key/${key.api_id}/`))).last_used;
    expect(await read()).toBeNull();
    let before = key.created;
    for (let use = 0; use < 3; use++) {
      await wait(5);
      await body(200, withKey(key.token).get('user/'));
      let used = before;
      await soon(async () => {
        used = await read();
        expect(used).toMatch(TIME);
        expect(used > before).toBe(true);
      });
      before = used;
      await soon(async () => {
        const listed = (await body(200, here.user.get('api_key/'))).find(
          (one: { api_id: string }) => one.api_id === key.api_id,
        );
        expect(listed.last_used).toBe(used);
      });
    }
  });

  test('no key can delete a workspace or an organization or change its owner [S.20]', async () => {
    const refused = async (pending: Promise<Answer>) => expect((await body(403, pending)).code).toBe('not_with_a_key');
    const key = withKey((await newKey({ manages_people: true })).token);
    const other = await signIn(stranger);
    const workspace = (await newWorkspace(key)).api_id;
    const organization = (await body(201, key.post('organization/', { name: 'acceptance' }))).api_id;
    const theirs = (await body(201, other.post('organization/', { name: 'acceptance' }))).api_id;
    const membership = { username: owner.username, membership_type: 'workspace_creator' };
    await body(200, other.post(`organization/${theirs}/members/add/`, membership));
    await body(200, key.patch(`workspace/${workspace}/`, { organization }));
    await refused(key.patch(`workspace/${workspace}/`, { organization: theirs }));
    const them = { username: stranger.username };
    await body(200, key.post(`workspace/${workspace}/members/add/`, { ...them, membership_type: 'admin' }));
    await refused(key.post(`workspace/${workspace}/owner/`, them));
    await refused(key.post(`organization/${organization}/members/add/`, { ...them, membership_type: 'org_admin' }));
    for (const [kind, id] of [
      ['workspace', workspace],
      ['organization', organization],
    ]) {
      await refused(key.delete(`${kind}/${id}/`));
      await body(200, key.get(`${kind}/${id}/`));
      await body(204, here.user.delete(`${kind}/${id}/`));
    }
    await body(204, other.delete(`organization/${theirs}/`));
  });

  test('a key for one workspace sees only itself and changes no profile [S.21]', async () => {
    const [scoped, plain] = [await newKey({ workspace: here.workspace }), await newKey()];
    const [bound, whole] = [withKey(scoped.token), withKey(plain.token)];
    expect((await body(200, bound.get('api_key/'))).map((one: { api_id: string }) => one.api_id)).toEqual([
      scoped.api_id,
    ]);
    await body(200, bound.get(`api_key/${scoped.api_id}/`));
    await body(404, bound.get(`api_key/${plain.api_id}/`));
    const [profile] = await body(200, bound.get('user/'));
    const refused = await body(403, bound.put(`user/${owner.username}/`, { ...profile, first_name: 'Eve' }));
    expect(refused.code).toBe('not_with_a_key');
    expect(await body(200, whole.put(`user/${owner.username}/`, profile))).toEqual(profile);
  });

  test('a key can read its own description [S.6]', async () => {
    const key = await newKey();
    const current = await body(200, withKey(key.token).get('api_key/current/'));
    expect(current).toMatchObject({ api_id: key.api_id, name: key.name, token: null });
    await body(404, here.user.get('api_key/current/'));
  });

  test('a key can revoke itself [3.8]', async () => {
    for (const permission of ['full', 'read', 'publish']) {
      const key = withKey((await newKey({ permission })).token);
      await body(204, key.delete('api_key/current/'));
      await body(401, key.get('user/'));
    }
    await body(404, here.user.delete('api_key/current/'));
  });
});
