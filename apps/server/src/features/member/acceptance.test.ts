import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Proof, startTestServer, type TestServer } from '../../testing/index.ts';

let test: TestServer;
let owner: { username: string; proof: Proof; workspace: string };
beforeAll(async () => {
  test = await startTestServer();
  owner = await test.account();
});
afterAll(() => test.close());

type Person = typeof owner;

const make = async (kind: 'workspace' | 'organization', fields = {}) =>
  (await test.call('POST', `${kind}/`, { name: `A ${kind}`, ...fields }, owner.proof)).body.api_id as string;
const add = (path: string, who: Person, membership_type: string) =>
  test.call('POST', `${path}/members/add/`, { username: who.username, membership_type }, owner.proof);
const accept = (path: string, proof: Proof) => test.call('POST', `${path}/members/accept/`, undefined, proof);
const pending = async ({ proof }: Person) => (await test.call('GET', 'membership/pending/', undefined, proof)).body;
const sees = async (who: Person, whom: { username: string }) =>
  (await test.call('GET', `user/${whom.username}/`, undefined, who.proof)).status === 200;
/** Tells whether each of the two sees the other. */
const see = async (one: Person, other: Person) => [await sees(one, other), await sees(other, one)];

describe.each([
  ['workspace', 'viewer'],
  ['organization', 'workspace_viewer'],
] as const)('somebody who is added to a %s', (kind, role) => {
  it('is a member immediately, is notified, and shows and sees no profile before accepting', async () => {
    const [added, other] = [await test.account(), await test.account()];
    const id = await make(kind);
    const path = `${kind}/${id}`;
    await add(path, other, role);
    await accept(path, other.proof);
    await add(path, added, role);
    expect((await test.call('GET', `${path}/`, undefined, added.proof)).status).toBe(200);
    expect(await pending(added)).toEqual([
      {
        kind,
        api_id: id,
        name: `A ${kind}`,
        membership_type: role,
        added_by: owner.username,
        added_on: expect.any(String),
      },
    ]);
    for (const member of [owner, other]) expect(await see(added, member)).toEqual([false, false]);
    expect(await see(owner, other)).toEqual([true, true]);
    // Nothing else that members can read contains a mail address.
    for (const rest of ['', 'members/', 'log/', 'activity/', 'invitations/'])
      expect((await test.call('GET', `${path}/${rest}`, undefined, owner.proof)).text).not.toContain(
        `${added.username}@example.org`,
      );
    expect((await test.call('GET', 'audit/', undefined, owner.proof)).text).not.toContain(`${added.username}@`);

    for (let time = 0; time < 2; time++)
      expect((await accept(path, added.proof)).body).toEqual({ username: added.username, membership_type: role });
    expect(await pending(added)).toEqual([]);
    for (const member of [owner, other]) expect(await see(added, member)).toEqual([true, true]);
    const { entries } = (await test.call('GET', 'audit/?event=member_accepted', undefined, added.proof)).body;
    expect(entries).toMatchObject([{ username: added.username, object_id: id }]);
  });

  it('can leave, and has to accept again when added again', async () => {
    const added = await test.account();
    const path = `${kind}/${await make(kind)}`;
    await add(path, added, role);
    await accept(path, added.proof);
    const leave = { username: added.username };
    expect((await test.call('POST', `${path}/members/remove/`, leave, added.proof)).status).toBe(200);
    expect(await see(owner, added)).toEqual([false, false]);
    await add(path, added, role);
    expect(await see(owner, added)).toEqual([false, false]);
    await test.call('POST', `${path}/members/change/`, { ...leave, membership_type: role }, owner.proof);
    expect(await see(owner, added)).toEqual([false, false]);
    expect(await pending(added)).toHaveLength(1);
  });

  it('accepts by signing in, not by a key, and only a membership of their own', async () => {
    const [added, stranger] = [await test.account(), await test.account()];
    const path = `${kind}/${await make(kind)}`;
    await add(path, added, role);
    const key = await test.key(added.proof);
    expect((await accept(path, key.proof)).body.code).toBe('not_with_a_key');
    expect((await accept(path, stranger.proof)).body.code).toBe('not_allowed');
    expect(await see(owner, added)).toEqual([false, false]);
  });

  it('has accepted if it came by an invitation', async () => {
    const guest = await test.account();
    const id = await make(kind);
    const sent = { email: 'a@example.org', membership_type: role, [kind]: id };
    const { token } = (await test.call('POST', `invitations/${kind}/`, sent, owner.proof)).body;
    await test.call('POST', `invitations/${kind}/${token}/accept/`, undefined, guest.proof);
    expect(await see(owner, guest)).toEqual([true, true]);
    expect(await pending(guest)).toEqual([]);
  });
});

it('a workspace of an organization shows members who accepted either, but none who were only added', async () => {
  const [member, added] = [await test.account(), await test.account()];
  const organization = await make('organization');
  await add(`organization/${organization}`, member, 'workspace_viewer');
  await accept(`organization/${organization}`, member.proof);
  const workspace = `workspace/${await make('workspace', { organization })}`;
  await add(workspace, added, 'viewer');
  expect(await see(member, added)).toEqual([false, false]);
  // An organization's member has nothing to accept in its workspaces.
  expect((await accept(workspace, member.proof)).body.code).toBe('not_a_member');
  await accept(workspace, added.proof);
  expect(await see(member, added)).toEqual([true, true]);
});

it('unknown and hidden usernames are refused with the same bytes', async () => {
  const hidden = await test.account();
  const [one, other] = [
    await test.call('GET', `user/${hidden.username}/`, undefined, owner.proof),
    await test.call('GET', 'user/nobody_of_this_name/', undefined, owner.proof),
  ];
  expect([one.status, one.text]).toEqual([403, other.text]);
  expect(other.status).toBe(403);
});

it('a key for one workspace sees only the members of that one', async () => {
  const fellow = await test.account();
  const ids = [await make('workspace'), await make('workspace')];
  await add(`workspace/${ids[0]}`, fellow, 'viewer');
  await accept(`workspace/${ids[0]}`, fellow.proof);
  const statuses = [];
  for (const workspace of ids) {
    const { proof } = await test.key(owner.proof, { workspace });
    statuses.push((await test.call('GET', `user/${fellow.username}/`, undefined, proof)).status);
  }
  expect(statuses).toEqual([200, 403]);
});
