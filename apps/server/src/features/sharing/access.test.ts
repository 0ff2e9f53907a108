import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { base64, type Proof, plant, startTestServer, type TestServer } from '../../testing/index.ts';

let test: TestServer;
type Account = Awaited<ReturnType<TestServer['account']>>;
const people = {} as Record<
  'owner' | 'admin' | 'viewer' | 'chief' | 'reader' | 'above' | 'below' | 'stranger',
  Account
>;
let workspace: string;
let organization: string;
type Kind = 'analysis' | 'figure' | 'revision' | 'asset' | 'asset_revision';
const ids = {} as Record<Kind, string>;

async function ok(method: 'GET' | 'POST', path: string, body: object | undefined, as: Proof) {
  const answer = await test.call(method, path, body, as);
  if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`);
  return answer.body;
}
const accessTo = async (kind: Kind, as?: Proof) =>
  (await test.call('GET', `${kind}/${ids[kind]}/access/`, undefined, as)).body;
const share = (kind: Kind, who: Account, enabled: boolean) =>
  ok(
    'POST',
    `${kind}/${ids[kind]}/share/user/`,
    { username: who.username, sharing_enabled: enabled },
    people.owner.proof,
  );
const link = (kind: Kind, enabled: boolean) =>
  ok('POST', `${kind}/${ids[kind]}/share/link/`, { enabled }, people.owner.proof);

/** An organization with a chief and a reader; its workspace with an owner, an admin and a viewer. */
beforeAll(async () => {
  test = await startTestServer();
  for (const name of ['owner', 'admin', 'viewer', 'chief', 'reader', 'above', 'below', 'stranger'] as const)
    people[name] = await test.account();
  const { owner, chief } = people;
  organization = (await ok('POST', 'organization/', { name: 'Institute' }, chief.proof)).api_id;
  const add = async (path: string, who: Account, membership_type: string, by: Account) => {
    await ok('POST', `${path}/members/add/`, { username: who.username, membership_type }, by.proof);
    await ok('POST', `${path}/members/accept/`, undefined, who.proof);
  };
  await add(`organization/${organization}`, people.reader, 'workspace_viewer', chief);
  await add(`organization/${organization}`, owner, 'workspace_creator', chief);
  workspace = (await ok('POST', 'workspace/', { name: 'Lab', organization }, owner.proof)).api_id;
  await ok('POST', `organization/${organization}/members/remove/`, { username: owner.username }, chief.proof);
  await add(`workspace/${workspace}`, people.admin, 'admin', owner);
  await add(`workspace/${workspace}`, people.viewer, 'viewer', owner);
  Object.assign(ids, await plant(test, owner.proof, workspace));
  ids.asset = (await ok('POST', 'asset/', { name: 'data.csv', workspace }, owner.proof)).api_id;
  const data = [{ name: 'data.csv', type: 'file', data: base64('a,b') }];
  ids.asset_revision = (
    await ok('POST', 'asset_revision/', { asset: ids.asset, metadata: {}, data }, owner.proof)
  ).api_id;
});
afterAll(() => test.close());

const MEMBERS = () => [
  {
    reason: 'workspace',
    username: people.owner.username,
    role: 'owner',
    on: { kind: 'workspace', api_id: workspace, name: 'Lab' },
  },
  {
    reason: 'workspace',
    username: people.admin.username,
    role: 'admin',
    on: { kind: 'workspace', api_id: workspace, name: 'Lab' },
  },
  {
    reason: 'workspace',
    username: people.viewer.username,
    role: 'viewer',
    on: { kind: 'workspace', api_id: workspace, name: 'Lab' },
  },
  {
    reason: 'organization',
    username: people.chief.username,
    role: 'org_admin',
    on: { kind: 'organization', api_id: organization, name: 'Institute' },
  },
  {
    reason: 'organization',
    username: people.reader.username,
    role: 'workspace_viewer',
    on: { kind: 'organization', api_id: organization, name: 'Institute' },
  },
];

describe('access to an object', () => {
  it('is that of the members of the workspace and its organization', async () => {
    for (const kind of ['analysis', 'figure', 'revision', 'asset', 'asset_revision'] as const)
      expect(await accessTo(kind, people.owner.proof)).toEqual({ visibility: 'people', people: 5, grants: MEMBERS() });
  });

  it('names the object that is shared, whether its own or a parent', async () => {
    await share('analysis', people.above, true);
    await share('figure', people.below, true);
    await link('analysis', true);
    const analysis = { kind: 'analysis', api_id: ids.analysis, name: 'Analysis' };
    const figure = { kind: 'figure', api_id: ids.figure, name: 'Figure' };
    const above = { reason: 'share', username: people.above.username, role: null, on: analysis };
    const below = { reason: 'share', username: people.below.username, role: null, on: figure };
    const byLink = { reason: 'link', username: null, role: null, on: analysis };
    expect(await accessTo('revision', people.owner.proof)).toEqual({
      visibility: 'link',
      people: 7,
      grants: [below, byLink, above, ...MEMBERS()],
    });
    expect(await accessTo('analysis', people.owner.proof)).toEqual({
      visibility: 'link',
      people: 6,
      grants: [byLink, above, ...MEMBERS()],
    });
    expect((await accessTo('asset', people.owner.proof)).visibility).toBe('people');
    await link('analysis', false);
    await share('figure', people.below, false);
    await share('analysis', people.above, false);
  });

  it('is told by name to those who may share it, as a number to members, and otherwise only as public or not', async () => {
    await share('figure', people.below, true);
    expect(await accessTo('figure', people.admin.proof)).toMatchObject({ people: 6, grants: { length: 6 } });
    expect(await accessTo('figure', people.chief.proof)).toMatchObject({ people: 6, grants: { length: 6 } });
    for (const member of [people.viewer, people.reader])
      expect(await accessTo('figure', member.proof)).toEqual({ visibility: 'people', people: 6, grants: null });
    expect(await accessTo('figure', people.below.proof)).toEqual({ visibility: 'people', people: null, grants: null });
    await link('figure', true);
    expect(await accessTo('figure')).toEqual({ visibility: 'link', people: null, grants: null });
    await link('figure', false);
    await share('figure', people.below, false);
  });

  it('agrees with what each caller can open', async () => {
    await share('analysis', people.above, true);
    await share('revision', people.below, true);
    for (const kind of ['analysis', 'figure', 'revision', 'asset', 'asset_revision'] as const) {
      const { grants } = await accessTo(kind, people.owner.proof);
      const told = new Set(grants.map(({ username }: { username: string }) => username));
      for (const [name, { username, proof }] of Object.entries(people)) {
        const { status } = await test.call('GET', `${kind}/${ids[kind]}/`, undefined, proof);
        expect([kind, name, told.has(username)]).toEqual([kind, name, status === 200]);
      }
    }
    await share('revision', people.below, false);
    await share('analysis', people.above, false);
  });

  it('counts a person once, and nobody whose account is closed', async () => {
    await share('figure', people.viewer, true);
    expect(await accessTo('figure', people.owner.proof)).toMatchObject({ people: 5, grants: { length: 6 } });
    const { db } = test.server.database;
    const setActive = (is_active: number) =>
      db.updateTable('users').set({ is_active }).where('username', '=', people.viewer.username).execute();
    await setActive(0);
    expect(await accessTo('figure', people.owner.proof)).toMatchObject({ people: 4, grants: { length: 4 } });
    await setActive(1);
    await share('figure', people.viewer, false);
  });

  it('is private in a workspace of one person', async () => {
    const { stranger } = people;
    const own = await plant(test, stranger.proof, stranger.workspace);
    const { body } = await test.call('GET', `figure/${own.figure}/access/`, undefined, stranger.proof);
    expect(body).toMatchObject({
      visibility: 'private',
      people: 1,
      grants: [{ username: stranger.username, role: 'owner' }],
    });
    expect((await test.call('GET', `figure/${own.figure}/access/`, undefined, people.owner.proof)).status).toBe(403);
  });
});
