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
      expect(await accessTo(kind, people.owner.proof)).toEqual({
        visibility: 'people',
        people: 5,
        grants: MEMBERS(),
        shared_by: null,
      });
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
      shared_by: null,
    });
    expect(await accessTo('analysis', people.owner.proof)).toEqual({
      visibility: 'link',
      people: 6,
      grants: [byLink, above, ...MEMBERS()],
      shared_by: null,
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
      expect(await accessTo('figure', member.proof)).toMatchObject({ visibility: 'people', people: 6, grants: null });
    expect(await accessTo('figure', people.below.proof)).toMatchObject({
      visibility: 'people',
      people: null,
      grants: null,
    });
    await link('figure', true);
    expect(await accessTo('figure')).toMatchObject({ visibility: 'link', people: null, grants: null });
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

  it('tells visitors the full name of the person who shares, never a username or a mail address', async () => {
    const { owner, admin, above, below, stranger } = people;
    const name = (who: Account, first_name: string, last_name: string) =>
      test.call('PUT', `user/${who.username}/`, { first_name, last_name }, who.proof);
    const sharedBy = async (as?: Proof) => (await accessTo('revision', as)).shared_by;
    await share('analysis', above, true);
    await test.call(
      'POST',
      `figure/${ids.figure}/share/user/`,
      { username: below.username, sharing_enabled: true },
      admin.proof,
    );
    await link('analysis', true);
    for (const as of [above.proof, below.proof, undefined]) expect(await sharedBy(as)).toBeNull();
    await name(owner, 'Ada', 'Lovelace');
    await name(admin, 'Grace', '');
    expect(await sharedBy(above.proof)).toBe('Ada Lovelace');
    expect(await sharedBy(below.proof)).toBe('Grace');
    expect(await sharedBy()).toBe('Ada Lovelace');
    expect(await sharedBy(stranger.proof)).toBe('Ada Lovelace');
    expect(await sharedBy(people.viewer.proof)).toBeNull();
    expect((await ok('GET', 'shared/', undefined, below.proof))[0]).toMatchObject({ shared_by: 'Grace' });
    await name(owner, 'ada@example.org', '');
    expect(await sharedBy()).toBeNull();
    await name(owner, 'Ada', 'Lovelace');
    const { db } = test.server.database;
    await db.updateTable('link_shares').set({ shared_by: null }).execute();
    expect(await sharedBy()).toBeNull();
    await link('analysis', false);
    await share('analysis', above, false);
    await share('figure', below, false);
  });

  it('is the same in lists, for each object and caller', async () => {
    const { owner, above, below } = people;
    const more = await plant(test, owner.proof, workspace);
    await ok('POST', 'figure/', { name: 'Plain', analysis: ids.analysis }, owner.proof);
    const linked = await ok('POST', 'figure/', { name: 'Linked', analysis: ids.analysis }, owner.proof);
    await ok('POST', `figure/${linked.api_id}/share/link/`, { enabled: true }, owner.proof);
    await share('figure', below, true);
    await share('figure', people.viewer, true);
    await share('asset', above, true);
    await share('analysis', above, true);
    const lists = [
      ['workspace', workspace, 'analyses', 'analysis'],
      ['workspace', workspace, 'assets', 'asset'],
      ['analysis', ids.analysis, 'figures', 'figure'],
      ['analysis', more.analysis, 'figures', 'figure'],
    ] as const;
    const told: Record<string, unknown[]> = {};
    for (const [parent, id, list, kind] of lists)
      for (const [name, { proof }] of [...Object.entries(people), ['nobody', { proof: {} }] as const]) {
        const { status, body } = await test.call('GET', `${parent}/${id}/${list}/`, undefined, proof);
        if (status !== 200) continue;
        for (const entry of body.entries) {
          const own = (await test.call('GET', `${kind}/${entry.api_id}/access/`, undefined, proof)).body;
          expect([name, kind, entry.access.visibility, entry.access.people]).toEqual([
            name,
            kind,
            own.visibility,
            own.people,
          ]);
          (told[name] ??= []).push([entry.name, entry.access]);
        }
      }
    expect(Object.keys(told).toSorted()).toEqual(['above', 'admin', 'chief', 'owner', 'reader', 'viewer']);
    expect(told['owner']).toContainEqual(['data.csv', { visibility: 'people', people: 6, guests: 1 }]);
    expect(told['owner']).toContainEqual(['Figure', { visibility: 'people', people: 7, guests: 2 }]);
    expect(told['owner']).toContainEqual(['Plain', { visibility: 'people', people: 6, guests: 1 }]);
    expect(told['owner']).toContainEqual(['Linked', { visibility: 'link', people: 6, guests: 1 }]);
    expect(told['above']).toContainEqual(['Linked', { visibility: 'link', people: null, guests: null }]);
    await share('analysis', above, false);
    await share('asset', above, false);
    for (const who of [below, people.viewer]) await share('figure', who, false);
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
