import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createClock } from '../../kernel/clock.ts';
import { objects } from '../../kernel/objects/index.ts';
import { type Proof, plant, startTestServer, type TestServer } from '../../testing/index.ts';
import { createLookup, findByName } from '../user/index.ts';
import { createMemberService } from './service.ts';

let test: TestServer;
let owner: { username: string; proof: Proof; workspace: string };
let other: typeof owner;
let third: typeof owner;
beforeAll(async () => {
  test = await startTestServer();
  [owner, other, third] = [await test.account(), await test.account(), await test.account()];
});
afterAll(() => test.close());

const newWorkspace = async () =>
  (await test.call('POST', 'workspace/', { name: 'W' }, owner.proof)).body.api_id as string;
const newOrganization = async () =>
  (await test.call('POST', 'organization/', { name: 'O' }, owner.proof)).body.api_id as string;
const edit = (path: string, what: string, who: { username: string }, membership_type?: string, as = owner.proof) =>
  test.call('POST', `${path}/members/${what}/`, { username: who.username, membership_type }, as);
const levels = async (path: string) => {
  const { body } = await test.call('GET', `${path}/members/`, undefined, owner.proof);
  return Object.fromEntries(body.map((one: any) => [one.username, one.membership_type]));
};

describe('members of a workspace', () => {
  it('are added, changed and removed, and each answer is the user and the role', async () => {
    const path = `workspace/${await newWorkspace()}`;
    expect((await edit(path, 'add', other, 'viewer')).body).toEqual({
      username: other.username,
      membership_type: 'viewer',
    });
    expect((await edit(path, 'change', other, 'admin')).body.membership_type).toBe('admin');
    expect(await levels(path)).toEqual({ [owner.username]: 'owner', [other.username]: 'admin' });
    expect((await edit(path, 'add', other, 'creator')).status).toBe(200);
    expect((await edit(path, 'remove', other)).body).toEqual({ username: other.username, membership_type: 'creator' });
    expect(await levels(path)).toEqual({ [owner.username]: 'owner' });
  });

  it('never change the owner, and refuse unknown levels, users and members', async () => {
    const path = `workspace/${await newWorkspace()}`;
    await edit(path, 'add', other, 'admin');
    const answers = [
      await edit(path, 'add', third, 'owner'),
      await edit(path, 'change', other, 'owner'),
      await edit(path, 'add', owner, 'viewer'),
      await edit(path, 'change', owner, 'admin', other.proof),
      await edit(path, 'remove', owner, undefined, other.proof),
      await edit(path, 'remove', owner),
      await edit(path, 'add', third, 'org_admin'),
      await edit(path, 'add', { username: 'nobody' }, 'viewer'),
      await edit(path, 'change', third, 'viewer'),
      await edit(path, 'remove', third),
    ];
    expect(answers.map(({ status, body }) => `${status} ${body.code}`)).toEqual([
      ...Array(6).fill('400 owner_is_fixed'),
      '400 invalid_request',
      '400 unknown_user',
      '400 not_a_member',
      '400 not_a_member',
    ]);
    expect(await levels(path)).toEqual({ [owner.username]: 'owner', [other.username]: 'admin' });
  });

  it('can lower their own role and leave, but never raise it', async () => {
    const path = `workspace/${await newWorkspace()}`;
    await edit(path, 'add', other, 'creator');
    for (const level of ['admin', 'owner'])
      expect((await edit(path, 'change', other, level, other.proof)).status).toBe(403);
    expect((await edit(path, 'change', other, 'viewer', other.proof)).status).toBe(200);
    expect((await edit(path, 'change', other, 'creator', other.proof)).status).toBe(403);
    expect((await edit(path, 'add', other, 'admin', other.proof)).status).toBe(403);
    expect((await edit(path, 'remove', other, undefined, other.proof)).status).toBe(200);
    expect((await test.call('GET', `${path}/`, undefined, other.proof)).status).toBe(403);
  });

  it('who are removed lose access immediately, with every key', async () => {
    const workspace = await newWorkspace();
    await edit(`workspace/${workspace}`, 'add', other, 'creator');
    const scoped = await test.key(other.proof, { workspace });
    expect((await test.call('GET', `workspace/${workspace}/`, undefined, scoped.proof)).status).toBe(200);
    await edit(`workspace/${workspace}`, 'remove', other);
    expect((await test.call('GET', `workspace/${workspace}/`, undefined, scoped.proof)).status).toBe(403);
    expect((await test.call('GET', 'workspace/', undefined, scoped.proof)).body).toEqual([]);
  });

  it('two admins who demote each other at once: one succeeds, the other is refused', async () => {
    for (let round = 0; round < 10; round++) {
      const path = `workspace/${await newWorkspace()}`;
      for (const one of [other, third]) await edit(path, 'add', one, 'admin');
      const answers = await Promise.all([
        edit(path, 'change', third, 'viewer', other.proof),
        edit(path, 'change', other, 'viewer', third.proof),
      ]);
      expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 403]);
    }
  });
});

it('rights are checked again in the transaction, since they may be lost after the request was admitted', async () => {
  const { db } = test.server.database;
  const service = createMemberService({ db, clock: createClock(), lookup: createLookup(db), notify: () => undefined });
  const workspace = await newWorkspace();
  const user = await findByName(db, other.username);
  const asked = {
    principal: {
      kind: 'user' as const,
      userId: user?.id ?? '',
      username: other.username,
      isStaff: false,
      via: 'access' as const,
      credentialId: '',
      signInId: '',
      scope: null,
      key: null,
    },
    origin: { address: '', client: '' },
    object: await objects.get(db, workspace),
  };
  for (const work of [
    () => service.add(asked, third.username, 'viewer'),
    () => service.change(asked, third.username, 'viewer'),
    () => service.remove(asked, owner.username),
    () => service.change(asked, other.username, 'viewer'),
  ])
    await expect(work()).rejects.toMatchObject({ code: 'not_allowed' });
  expect(await levels(`workspace/${workspace}`)).toEqual({ [owner.username]: 'owner' });
});

describe('the owner of a workspace', () => {
  const handOver = (workspace: string, to: { username: string }, as = owner.proof) =>
    test.call('POST', `workspace/${workspace}/owner/`, { username: to.username }, as);

  it('hands it over to a member and becomes admin', async () => {
    const workspace = await newWorkspace();
    expect((await handOver(workspace, other)).body.code).toBe('not_a_member');
    await edit(`workspace/${workspace}`, 'add', other, 'viewer');
    expect((await handOver(workspace, owner)).status).toBe(200);
    expect((await handOver(workspace, other)).body).toEqual({ username: other.username, membership_type: 'owner' });
    expect(await levels(`workspace/${workspace}`)).toEqual({ [owner.username]: 'admin', [other.username]: 'owner' });
    expect((await handOver(workspace, owner)).status).toBe(403);
  });

  it('keeps the primary one', async () => {
    await edit(`workspace/${owner.workspace}`, 'add', other, 'admin');
    expect((await handOver(owner.workspace, other)).body.code).toBe('primary_workspace');
    await edit(`workspace/${owner.workspace}`, 'remove', other);
  });

  it('is one user, even after concurrent hand-overs', async () => {
    const workspace = await newWorkspace();
    for (const one of [other, third]) await edit(`workspace/${workspace}`, 'add', one, 'viewer');
    const answers = await Promise.all([handOver(workspace, other), handOver(workspace, third)]);
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 403]);
    const roles = Object.values(await levels(`workspace/${workspace}`));
    expect(roles.filter((role) => role === 'owner')).toHaveLength(1);
  });
});

describe('an organization', () => {
  it('keeps an org_admin, even if all leave at once', async () => {
    const path = `organization/${await newOrganization()}`;
    for (const [what, level] of [
      ['change', 'workspace_admin'],
      ['remove', undefined],
    ] as const)
      expect((await edit(path, what, owner, level)).body.code).toBe('owner_is_fixed');
    await edit(path, 'add', other, 'org_admin');
    const answers = await Promise.all([
      edit(path, 'remove', owner),
      edit(path, 'remove', other, undefined, other.proof),
    ]);
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 400]);
  });

  it('lists its workspaces in order of joining for every member, and leaves them to their owners', async () => {
    const organization = await newOrganization();
    const late = await newWorkspace();
    const made = await test.call('POST', 'workspace/', { name: 'In', organization }, owner.proof);
    expect(made.body.organization).toBe(organization);
    await test.call('PATCH', `workspace/${late}/`, { organization }, owner.proof);
    await test.call(
      'PATCH',
      `workspace/${owner.workspace}/`,
      { organization: organization.toUpperCase() },
      owner.proof,
    );
    await edit(`organization/${organization}`, 'add', other, 'workspace_viewer');
    const { body } = await test.call('GET', `organization/${organization}/`, undefined, other.proof);
    const ids = body.workspaces.map((one: any) => one.api_id);
    expect(ids).toEqual([made.body.api_id, late, owner.workspace]);
    expect((await test.call('GET', 'organization/', undefined, other.proof)).body).toContainEqual(body);

    // Saving a workspace with its current organization needs no right there.
    await edit(`workspace/${late}`, 'add', third, 'admin');
    const saved = await test.call('PUT', `workspace/${late}/`, { name: 'Saved', organization }, third.proof);
    expect([saved.status, saved.body.organization]).toEqual([200, organization]);

    expect((await test.call('DELETE', `organization/${organization}/`, undefined, owner.proof)).status).toBe(204);
    for (const id of ids) {
      const kept = await test.call('GET', `workspace/${id}/`, undefined, owner.proof);
      expect([kept.status, kept.body.organization]).toEqual([200, null]);
    }
    expect((await test.call('GET', `workspace/${late}/`, undefined, other.proof)).status).toBe(403);
  });

  it('does not accept a workspace from its admin, who would gain rights that way', async () => {
    const workspace = await newWorkspace();
    await edit(`workspace/${workspace}`, 'add', other, 'admin');
    const mine = (await test.call('POST', 'organization/', { name: 'Mine' }, other.proof)).body.api_id;
    const taken = await test.call('PATCH', `workspace/${workspace}/`, { organization: mine }, other.proof);
    expect(taken.status).toBe(403);
    expect((await test.call('GET', `workspace/${workspace}/`, undefined, owner.proof)).body.organization).toBeNull();
  });

  it('does not make a primary workspace deletable', async () => {
    const organization = await newOrganization();
    await edit(`organization/${organization}`, 'add', other, 'workspace_creator');
    await test.call('PATCH', `workspace/${other.workspace}/`, { organization }, other.proof);
    const refused = await test.call('DELETE', `workspace/${other.workspace}/`, undefined, owner.proof);
    expect(refused.body.code).toBe('primary_workspace');
    // After the removal from the organization, the workspace's owner keeps it.
    await edit(`organization/${organization}`, 'remove', other);
    expect((await test.call('GET', `workspace/${other.workspace}/`, undefined, other.proof)).status).toBe(200);
    expect((await test.call('GET', `organization/${organization}/`, undefined, other.proof)).status).toBe(403);
  });

  it('shows accepted members to each other, and its workspaces in their log', async () => {
    const organization = await newOrganization();
    const fourth = await test.account();
    expect((await test.call('GET', `user/${fourth.username}/`, undefined, owner.proof)).status).toBe(403);
    await edit(`organization/${organization}`, 'add', fourth, 'workspace_creator');
    await test.call('POST', `organization/${organization}/members/accept/`, undefined, fourth.proof);
    expect((await test.call('GET', `user/${fourth.username}/`, undefined, owner.proof)).status).toBe(200);
    const workspace = (await test.call('POST', 'workspace/', { name: 'In', organization }, fourth.proof)).body.api_id;
    await plant(test, fourth.proof, workspace);
    await test.call('PATCH', `organization/${organization}/`, { name: 'Renamed' }, owner.proof);
    const { body } = await test.call('GET', `organization/${organization}/log/`, undefined, fourth.proof);
    expect(body.map((one: any) => `${one.action} ${one.target_type}`)).toEqual([
      'update organization',
      'create revision',
      'create figure',
      'create analysis',
      'create workspace',
      'create organization',
    ]);
  });
});
