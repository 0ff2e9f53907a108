import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import { body, type Caller, nobody, signIn, withKey } from '../src/client.ts';
import { fixture, newAccount, newAnalysis, newFigure, newKey, newWorkspace, TIME, UUID4 } from '../src/fixture.ts';
import { baseUrl, owner, stranger } from '../src/target.ts';

const here = fixture();
let other: Caller;
beforeAll(async () => {
  other = await signIn(stranger);
});

const them = stranger.username;
const level = (membership_type: string) => ({ username: them, membership_type });
const members = async (path: string) => body(200, here.user.get(`${path}/members/`));
const newOrganization = (more: object = {}) =>
  body(201, here.user.post('organization/', { name: 'acceptance', ...more }));
const idsOf = (list: { api_id: string }[]) => list.map(({ api_id }) => api_id);

/** Returns the caller's rights in a workspace: read, write, manage. */
async function rights(caller: Caller, workspace: string, analysis: string): Promise<string> {
  const answers = {
    read: await caller.get(`workspace/${workspace}/`),
    write: await caller.patch(`analysis/${analysis}/`, { description: 'changed' }),
    manage: await caller.patch(`workspace/${workspace}/`, { description: 'changed' }),
  };
  return Object.entries(answers)
    .filter(([, { status }]) => status !== 403)
    .map(([what, { status }]) => (status === 200 ? what : `${what} ${status}`))
    .join(' ');
}

describe('members of a workspace', () => {
  test('each role has its rights, and loses them at once [6.1]', async () => {
    const path = `workspace/${here.workspace}`;
    expect(await rights(here.user, here.workspace, here.analysis)).toBe('read write manage');
    for (const [role, may] of [
      ['admin', 'read write manage'],
      ['creator', 'read write'],
      ['viewer', 'read'],
    ] as const) {
      await body(200, here.user.post(`${path}/members/add/`, level(role)));
      expect(await rights(other, here.workspace, here.analysis), role).toBe(may);
      await body(403, other.delete(`${path}/`));
    }
    await body(200, here.user.post(`${path}/members/remove/`, { username: them, membership_type: null }));
    expect(await rights(other, here.workspace, here.analysis)).toBe('');
  });

  test('are added, changed and removed by admins, within the rules [6.5]', async () => {
    const path = `workspace/${(await newWorkspace(here.user)).api_id}`;
    const add = (sent: object, caller = here.user) => caller.post(`${path}/members/add/`, sent);
    const change = (sent: object, caller = here.user) => caller.post(`${path}/members/change/`, sent);
    const remove = (sent: object, caller = here.user) => caller.post(`${path}/members/remove/`, sent);
    expect(await body(200, add(level('creator')))).toEqual(level('creator'));
    await body(403, add(level('admin'), other));
    await body(403, change(level('admin'), other));
    await body(403, add({ username: 5 }, other));
    expect(await body(200, change(level('admin')))).toEqual(level('admin'));
    for (const sent of [
      level('owner'),
      level('nonsense'),
      level('org_admin'),
      { username: 'nobody_of_this_name', membership_type: 'viewer' },
    ])
      await body(400, change(sent));
    await body(400, change({ username: owner.username, membership_type: 'viewer' }, other));
    await body(400, remove({ username: owner.username }, other));
    expect(await body(200, change(level('viewer'), other))).toEqual(level('viewer'));
    await body(403, change(level('creator'), other));
    await body(200, remove({ username: them, membership_type: null }, other));
    expect(await members(path)).toEqual([{ username: owner.username, membership_type: 'owner' }]);
    await body(204, here.user.delete(`${path}/`));
  });

  test('can list all members, with the exact name of the owner [11.32, 11.31]', async () => {
    const path = `workspace/${here.workspace}`;
    await body(403, other.get(`${path}/members/`));
    await body(200, here.user.post(`${path}/members/add/`, level('viewer')));
    const listed = await body(200, other.get(`${path}/members/`));
    expect(listed).toEqual([{ username: owner.username, membership_type: 'owner' }, level('viewer')]);
    await body(200, here.user.post(`${path}/members/remove/`, { username: them }));
  });

  test('who lose access to a workspace lose it for their keys too [3.12]', async () => {
    const path = `workspace/${here.workspace}`;
    await body(200, here.user.post(`${path}/members/add/`, level('creator')));
    const { token, api_id } = await newKey(other, { workspace: here.workspace });
    await body(200, withKey(token).get(`${path}/`));
    await body(200, here.user.post(`${path}/members/remove/`, { username: them }));
    await body(403, withKey(token).get(`${path}/`));
    expect(await body(200, withKey(token).get('workspace/'))).toEqual([]);
    await body(204, other.delete(`api_key/${api_id}/`));
  });
});

describe('a user who is added', () => {
  const profile = (caller: Caller, username: string) => caller.get(`user/${username}/`);

  test('is notified, and before accepting neither side sees data of the other [S.23, S.24]', async () => {
    const account = await newAccount(here.user);
    const added = await signIn(account);
    const workspace = await newWorkspace(here.user);
    const organization = await newOrganization();
    for (const [kind, { api_id, name }, membership_type] of [
      ['workspace', workspace, 'creator'],
      ['organization', organization, 'workspace_viewer'],
    ] as const) {
      const path = `${kind}/${api_id}`;
      const add = () => here.user.post(`${path}/members/add/`, { username: account.username, membership_type });
      const hidden = await body(403, profile(here.user, 'nobody_of_this_name'));
      await body(200, add());
      await body(200, added.get(`${path}/`));
      const [told] = await body(200, added.get('membership/pending/'));
      expect(told).toMatchObject({ kind, api_id, name, membership_type, added_by: owner.username });
      expect(await body(403, profile(here.user, account.username))).toEqual(hidden);
      expect(await body(403, profile(added, owner.username))).toEqual(hidden);
      const pair = { username: account.username, membership_type };
      expect(await body(200, added.post(`${path}/members/accept/`))).toEqual(pair);
      expect(await body(200, added.get('membership/pending/'))).toEqual([]);
      expect((await body(200, profile(here.user, account.username))).email).toBe(account.email);
      expect((await body(200, profile(added, owner.username))).email).toBe(owner.email);
      // A user who left and is added again must accept again.
      await body(200, added.post(`${path}/members/remove/`, { username: account.username }));
      await body(403, profile(here.user, account.username));
      await body(403, added.post(`${path}/members/accept/`));
      await body(200, add());
      await body(403, profile(here.user, account.username));
      await body(204, here.user.delete(`${path}/`));
    }
    expect(await body(200, added.get('membership/pending/'))).toEqual([]);
  });

  test('must exist; unknown names can be tried 30 times an hour [S.25]', async () => {
    const caller = await signIn(await newAccount(here.user));
    const workspace = (await newWorkspace(caller)).api_id;
    const analysis = (await newAnalysis(caller, workspace)).api_id;
    const add = (username: string) =>
      caller.post(`workspace/${workspace}/members/add/`, { username, membership_type: 'viewer' });
    const share = (username: string) =>
      caller.post(`analysis/${analysis}/share/user/`, { username, sharing_enabled: true });
    for (let tries = 0; tries < 30; tries++) await body(400, (tries % 2 ? add : share)(`nobody${tries}`));
    for (const pending of [add('nobody'), share('nobody'), add(them), share(them)]) {
      const answer = await pending;
      expect([answer.status, answer.body.code]).toEqual([429, 'too_many_attempts']);
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    }
    await body(204, caller.delete(`workspace/${workspace}/`));
  });
});

describe('organizations', () => {
  test('have their fields, and lists and single answers are equal [5.8, 11.7, 6.12, 6.4]', async () => {
    const made = await newOrganization({ description: '' });
    expect(made).toMatchObject({
      name: 'acceptance',
      description: '',
      email: null,
      logo: null,
      allow_per_workspace_storage_settings: false,
      workspaces: [],
      updated_on: null,
    });
    expect(made.api_id).toMatch(UUID4);
    const path = `organization/${made.api_id}`;
    const [late, first] = [await newWorkspace(here.user), await newWorkspace(here.user, { organization: made.api_id })];
    await body(200, here.user.patch(`workspace/${late.api_id}/`, { organization: made.api_id }));
    const whole = await body(200, here.user.get(`${path}/`));
    expect(idsOf(whole.workspaces)).toEqual([first.api_id, late.api_id]);
    expect(await body(200, here.user.get('organization/'))).toContainEqual(whole);
    expect(await members(path)).toEqual([{ username: owner.username, membership_type: 'org_admin' }]);
    const changed = await body(200, here.user.put(`${path}/`, { ...whole, email: 'lab@example.org', logo: null }));
    expect(changed).toMatchObject({ email: 'lab@example.org', name: 'acceptance', updated_by: owner.username });
    expect(changed.updated_on).toMatch(TIME);
    const log = await body(200, here.user.get(`${path}/log/`));
    expect(log.map((item: any) => `${item.action} ${item.target_type}`)).toContain('create organization');
    await body(204, here.user.delete(`${path}/`));
    for (const { api_id } of [late, first]) {
      expect((await body(200, here.user.get(`workspace/${api_id}/`))).organization).toBeNull();
      await body(204, here.user.delete(`workspace/${api_id}/`));
    }
  });

  test('give their roles rights in all their workspaces [6.2, 6.10, 7.10]', async () => {
    const { api_id: organization } = await newOrganization();
    const path = `organization/${organization}`;
    const workspace = (await newWorkspace(here.user, { organization })).api_id;
    const analysis = (await newAnalysis(here.user, workspace)).api_id;
    await body(403, other.get(`${path}/`));
    await body(403, other.post('workspace/', { name: 'mine', organization }));
    const own = (await newWorkspace(other)).api_id;
    await body(403, other.patch(`workspace/${own}/`, { organization }));
    for (const [role, may, mayPut] of [
      ['workspace_viewer', 'read', false],
      ['workspace_creator', 'read write', true],
      ['workspace_admin', 'read write manage', true],
      ['org_admin', 'read write manage', true],
    ] as const) {
      await body(200, here.user.post(`${path}/members/add/`, level(role)));
      expect(await rights(other, workspace, analysis), role).toBe(may);
      await body(mayPut ? 200 : 403, other.patch(`workspace/${own}/`, { organization }));
      await body(mayPut ? 200 : 200, other.patch(`workspace/${own}/`, { organization: null }));
      await body(role === 'org_admin' ? 200 : 403, other.patch(`${path}/`, { name: 'renamed' }));
    }
    expect(idsOf(await body(200, other.get('workspace/')))).toContain(workspace);
    const targets = (await body(200, other.get(`${path}/log/`))).map((item: any) => item.target_id);
    for (const id of [workspace, analysis]) expect(targets).toContain(id);
    await body(204, other.delete(`workspace/${workspace}/`));
    await body(204, other.delete(`workspace/${own}/`));
    await body(204, here.user.delete(`${path}/`));
  });

  test('let removed members keep their own workspaces, and null removes a workspace [6.11, 5.5]', async () => {
    const { api_id: organization } = await newOrganization();
    await body(200, here.user.post(`organization/${organization}/members/add/`, level('workspace_creator')));
    const theirs = (await newWorkspace(other, { organization })).api_id;
    const mine = (await newWorkspace(here.user, { organization })).api_id;
    await body(200, other.get(`workspace/${mine}/`));
    await body(200, here.user.post(`organization/${organization}/members/remove/`, { username: them }));
    await body(403, other.get(`workspace/${mine}/`));
    expect((await body(200, other.get(`workspace/${theirs}/`))).organization).toBe(organization);
    // An absent field keeps the organization, null removes it.
    expect((await body(200, here.user.patch(`workspace/${mine}/`, { name: 'kept' }))).organization).toBe(organization);
    expect((await body(200, here.user.put(`workspace/${mine}/`, { organization: null }))).organization).toBeNull();
    await body(204, here.user.delete(`organization/${organization}/`));
    await body(204, other.delete(`workspace/${theirs}/`));
    await body(204, here.user.delete(`workspace/${mine}/`));
  });

  test('have a page [11.39]', async () => {
    const page = await fetch(`${baseUrl}/organization/${here.workspace}`);
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
  });
});

describe('invitations', () => {
  const invite = (kind: 'workspace' | 'organization', id: string, membership_type: string, more: object = {}) =>
    here.user.post(`invitations/${kind}/`, { email: 'new@example.org', [kind]: id, membership_type, ...more });
  const missing = (kind: string, keys: string[]) =>
    Promise.all(
      keys.flatMap((key) => [
        body(404, here.user.get(`invitations/${kind}/${key}`)),
        body(404, here.user.delete(`invitations/${kind}/${key}`)),
        body(404, other.post(`invitations/${kind}/${key}/accept`)),
      ]),
    );

  test('to both kinds are created, listed, read, accepted and withdrawn [6.6, 11.35]', async () => {
    const { api_id: organization } = await newOrganization();
    for (const [kind, id, role] of [
      ['workspace', here.workspace, 'creator'],
      ['organization', organization, 'workspace_viewer'],
    ] as const) {
      const made = await body(201, invite(kind, id, role));
      expect(made).toMatchObject({
        email: 'new@example.org',
        initiator: owner.username,
        membership_type: role,
        [kind]: id,
      });
      expect(made.expiry).toMatch(TIME);
      const list = async () => body(200, here.user.get(`${kind}/${id}/invitations/`));
      expect((await list()).map((one: any) => [one.api_id, one.token])).toEqual([[made.api_id, null]]);
      await body(403, other.get(`${kind}/${id}/invitations/`));
      await body(403, other.get(`invitations/${kind}/${made.api_id}`));
      await body(403, nobody.get(`invitations/${kind}/${made.api_id}`));
      await body(403, other.delete(`invitations/${kind}/${made.api_id}`));
      expect((await body(200, nobody.get(`invitations/${kind}/${made.token}`))).api_id).toBe(made.api_id);
      await body(403, nobody.post(`invitations/${kind}/${made.token}/accept`));
      expect((await body(200, other.post(`invitations/${kind}/${made.token}/accept`))).membership_type).toBe(role);
      expect(await members(`${kind}/${id}`)).toContainEqual(level(role));
      await missing(kind, [made.api_id, made.token]);
      expect(await list()).toEqual([]);

      const second = await body(201, invite(kind, id, role));
      await body(400, other.post(`invitations/${kind}/${second.token}/accept`));
      await missing(kind, [second.token]);
      await body(200, here.user.post(`${kind}/${id}/members/remove/`, { username: them }));

      const third = await body(201, invite(kind, id, role));
      await body(204, here.user.delete(`invitations/${kind}/${third.api_id}`));
      await missing(kind, [third.api_id, third.token]);
      const fourth = await body(201, invite(kind, id, role, { expiry: new Date(Date.now() + 1500).toISOString() }));
      await sleep(Date.parse(fourth.expiry) - Date.now() + 50);
      await missing(kind, [fourth.api_id, fourth.token]);
      const fifth = await body(201, invite(kind, id, role));
      await body(204, other.delete(`invitations/${kind}/${fifth.token}`));
    }
    await body(204, here.user.delete(`organization/${organization}/`));
  });

  test('403 wins over 400, and owners are not invited [11.27]', async () => {
    for (const sent of [{}, { email: 5 }, { membership_type: 'nonsense' }])
      await body(403, other.post('invitations/workspace/', { workspace: here.workspace, ...sent }));
    for (const role of ['owner', 'nonsense', 'org_admin']) await body(400, invite('workspace', here.workspace, role));
    for (let tries = 0; tries < 60; tries++) await body(404, other.get(`invitations/workspace/gfinvite_${tries}`));
  });
});

test('membership, sharing and invitations are in the audit list, not in the log [7.16]', async () => {
  const figure = (await newFigure(here.user, here.analysis)).api_id;
  const path = `workspace/${here.workspace}`;
  const before = (await body(200, here.user.get(`${path}/log/`))).length;
  await body(200, here.user.post(`${path}/members/add/`, level('viewer')));
  await body(200, here.user.post(`${path}/members/remove/`, { username: them }));
  await body(200, here.user.post(`figure/${figure}/share/link/`, { enabled: true }));
  await body(200, here.user.post(`figure/${figure}/share/user/`, { username: them, sharing_enabled: true }));
  const sent = { email: 'a@example.org', workspace: here.workspace, membership_type: 'viewer' };
  await body(201, here.user.post('invitations/workspace/', sent));
  expect((await body(200, here.user.get(`${path}/log/`))).length).toBe(before);
  const { entries } = await body(200, here.user.get('audit/?limit=5'));
  expect(entries.map((entry: any) => `${entry.event} ${entry.subject}`)).toEqual([
    `invitation_created ${owner.username}`,
    `user_sharing_enabled ${them}`,
    `link_sharing_enabled ${owner.username}`,
    `member_removed ${them}`,
    `member_added ${them}`,
  ]);
});

test('the audit list and its export take filters, and find no hidden address [7.40]', async () => {
  const workspace = (await newWorkspace(here.user)).api_id;
  await body(200, here.user.post(`workspace/${workspace}/members/add/`, level('viewer')));
  await body(200, here.user.post(`workspace/${workspace}/members/remove/`, { username: them }));
  const of = async (caller: Caller, filter: string): Promise<any[]> =>
    (await body(200, caller.get(`audit/?object=${workspace}&${filter}`))).entries;
  const events = async (filter: string) => (await of(here.user, filter)).map((entry) => entry.event);
  expect(await events('group=people')).toEqual(['member_removed', 'member_added']);
  expect(await events('group=keys')).toEqual([]);
  expect(await events(`user=${encodeURIComponent(them)}&event=member_added`)).toEqual(['member_added']);
  expect(await events('until=2020-01-01')).toEqual([]);
  const [entry] = await of(here.user, 'event=member_removed');
  expect(await events(`since=${encodeURIComponent(entry.timestamp)}`)).toEqual(['member_removed']);
  expect(await events(`address=${encodeURIComponent(entry.address)}`)).toHaveLength(2);
  expect(await of(other, 'group=people')).toHaveLength(2);
  expect(await of(other, `address=${encodeURIComponent(entry.address)}`)).toEqual([]);
  const exported = await here.user.get(`audit/export/?object=${workspace}&event=member_added&format=jsonl`);
  expect(exported.text.trim().split('\n')).toHaveLength(1);
  await body(400, here.user.get('audit/?since=yesterday'));
});
