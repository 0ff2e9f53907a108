import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createClock } from '../../kernel/clock.ts';
import { objects } from '../../kernel/objects/index.ts';
import { type Proof, startTestServer, type TestServer } from '../../testing/index.ts';
import { createLookup, findByName } from '../user/index.ts';
import { createMemberService } from './service.ts';

interface Person {
  username: string;
  proof: Proof;
  workspace: string;
}

let test: TestServer;
let owner: Person;
let other: Person;
let third: Person;
/** How far the server's clock is ahead, in milliseconds. */
let ahead = 0;
beforeAll(async () => {
  test = await startTestServer({}, { clock: createClock(() => Date.now() + ahead) });
  [owner, other, third] = [await test.account(), await test.account(), await test.account()];
});
afterAll(() => test.close());

const KINDS = [
  ['workspace', 'owner', ['admin', 'creator', 'viewer']],
  ['organization', 'org_admin', ['org_admin', 'workspace_admin', 'workspace_creator', 'workspace_viewer']],
] as const;

const make = async (kind: 'workspace' | 'organization', name = 'N', as = owner.proof) =>
  (await test.call('POST', `${kind}/`, { name }, as)).body.api_id as string;
const edit = (path: string, what: string, who: { username: string }, membership_type?: string, as = owner.proof) =>
  test.call('POST', `${path}/members/${what}/`, { username: who.username, membership_type }, as);
const read = async (path: string, as = owner.proof) => (await test.call('GET', path, undefined, as)).body;
const members = async (path: string) =>
  (await read(`${path}/members/`)).map((one: any) => `${one.username} ${one.membership_type}`);
const code = ({ status, body }: { status: number; body: any }) => `${status} ${body?.code ?? ''}`.trim();

describe.each(KINDS)('a change of the members of a %s', (kind, top, roles) => {
  const [high = '', low = ''] = [roles.at(-3), roles.at(-1)];

  it('concerns one user in one place', async () => {
    const [path, elsewhere] = [`${kind}/${await make(kind)}`, `${kind}/${await make(kind)}`];
    for (const place of [path, elsewhere]) for (const who of [other, third]) await edit(place, 'add', who, low);
    const before = [`${owner.username} ${top}`, `${other.username} ${low}`, `${third.username} ${low}`];
    await edit(path, 'change', other, high);
    expect(await members(path)).toEqual([before[0], `${other.username} ${high}`, before[2]]);
    expect(await members(elsewhere)).toEqual(before);
    await test.call('POST', `${path}/members/accept/`, undefined, other.proof);
    for (const who of [other, third]) {
      const ids = (await read('membership/pending/', who.proof)).map((one: any) => `${kind}/${one.api_id}`);
      expect([ids.includes(path), ids.includes(elsewhere)]).toEqual([who === third, true]);
    }
    await edit(path, 'remove', other);
    expect(await members(path)).toEqual([before[0], before[2]]);
    expect(await members(elsewhere)).toEqual(before);
  });

  it('is recorded with the role, that before, and who did it from where; no change is not', async () => {
    const id = await make(kind, 'Recorded');
    const path = `${kind}/${id}`;
    await edit(path, 'add', other, low);
    await edit(path, 'add', other, low);
    await edit(path, 'change', other, low);
    await edit(path, 'change', other, high);
    await edit(path, 'add', other, low);
    const accepted = async () =>
      (await read('audit/?event=member_accepted', other.proof)).entries.filter((one: any) => one.object_id === id);
    for (let times = 0; times < 2; times++) {
      await test.call('POST', `${path}/members/accept/`, undefined, other.proof);
      expect(await accepted()).toHaveLength(1);
    }
    await edit(path, 'remove', other, undefined, other.proof);
    const entries = (await read('audit/?limit=1000', other.proof)).entries.filter((one: any) => one.object_id === id);
    const told = entries.map(({ event, username, details }: any) => [event, username, details]);
    expect(told.toReversed()).toEqual([
      ['member_added', owner.username, { role: low }],
      ['member_changed', owner.username, { role: high, before: low }],
      ['member_changed', owner.username, { role: low, before: high }],
      ['member_accepted', other.username, { role: low }],
      ['member_removed', other.username, { role: low }],
    ]);
    for (const entry of entries)
      expect(entry).toMatchObject({ subject: other.username, object_kind: kind, object_name: 'Recorded' });
    const [last] = entries;
    expect(last.address).toBe('127.0.0.1');
  });

  it('gives every role but that of the owner, and says which when it is none of them', async () => {
    const path = `${kind}/${await make(kind)}`;
    for (const role of roles) {
      expect((await edit(path, 'add', other, role)).body).toEqual({ username: other.username, membership_type: role });
      expect(await members(path)).toContain(`${other.username} ${role}`);
    }
    for (const what of ['add', 'change']) {
      const { body } = await edit(path, what, other, 'boss');
      expect(body.errors).toEqual([{ path: 'membership_type', message: `must be one of ${roles.join(', ')}` }]);
    }
    expect(code(await edit(path, 'change', other, 'boss', other.proof))).toBe('400 invalid_request');
  });

  it('is refused in words that tell what to do', async () => {
    const path = `${kind}/${await make(kind)}`;
    const messages = [
      (await edit(path, 'remove', other)).body.detail,
      (await edit(path, 'remove', { username: 'nobody_at_all' })).body.detail,
      (await edit(path, 'remove', owner)).body.detail,
    ];
    const instead = kind === 'workspace' ? /owner.*hand the workspace over/ : /one org_admin.*another first/;
    expect(messages).toEqual([expect.stringContaining('not a member'), messages[0], expect.stringMatching(instead)]);
  });

  it('of somebody else is for those who manage it', async () => {
    const path = `${kind}/${await make(kind)}`;
    await edit(path, 'add', other, low);
    await edit(path, 'add', third, low);
    for (const [what, role] of [
      ['add', low],
      ['change', low],
      ['remove', undefined],
    ] as const)
      expect(code(await edit(path, what, third, role, other.proof))).toBe('403 not_allowed');
    // One's own stays what it is, or goes down.
    expect(code(await edit(path, 'change', other, low, other.proof))).toBe('200');
    expect(code(await edit(path, 'change', other, high, other.proof))).toBe('403 not_allowed');
    expect(await members(path)).toHaveLength(3);
  });

  it('of somebody else is refused to those who were lowered since the request was let in', async () => {
    const id = await make(kind);
    for (const who of [other, third]) await edit(`${kind}/${id}`, 'add', who, low);
    const { db } = test.server.database;
    const deps = { db, clock: createClock(), lookup: createLookup(db), notify: () => undefined };
    const service = createMemberService(deps);
    const user = await findByName(db, other.username);
    const principal = {
      kind: 'user' as const,
      userId: user?.id ?? '',
      username: other.username,
      isStaff: false,
      via: 'access' as const,
      credentialId: '',
      signInId: '',
      scope: null,
      key: null,
    };
    const asked = { principal, origin: { address: '', client: '' }, object: await objects.get(db, id) };
    const before = await members(`${kind}/${id}`);
    for (const work of [
      () => service.add(asked, third.username, high),
      () => service.change(asked, third.username, low),
      () => service.remove(asked, third.username),
    ])
      await expect(work()).rejects.toMatchObject({ code: 'not_allowed' });
    expect(await members(`${kind}/${id}`)).toEqual(before);
    expect(await service.remove(asked, other.username)).toEqual({ username: other.username, membership_type: low });
  });

  it('lists members in the order in which they came, even when the clock was ahead meanwhile', async () => {
    const path = `${kind}/${await make(kind)}`;
    // An access token would be over by then. A clock that is set back by less is not followed.
    const { proof } = await test.key(owner.proof, { manages_people: true });
    ahead = 3 * 3_600_000;
    expect(code(await edit(path, 'add', third, low, proof))).toBe('200');
    ahead = 0;
    await edit(path, 'add', other, low);
    expect((await members(path)).map((one: string) => one.split(' ')[0])).toEqual(
      [owner, third, other].map(({ username }) => username),
    );
  });
});

describe('an org_admin', () => {
  it('goes only while another stays, in the same organization and in the same role', async () => {
    const organization = `organization/${await make('organization')}`;
    await edit(`organization/${await make('organization')}`, 'add', other, 'org_admin');
    await edit(organization, 'add', third, 'workspace_admin');
    for (const role of ['workspace_viewer', undefined])
      expect(code(await edit(organization, role ? 'change' : 'remove', owner, role))).toBe('400 owner_is_fixed');
    // The highest role again takes nothing away.
    expect(code(await edit(organization, 'change', owner, 'org_admin'))).toBe('200');
    await edit(organization, 'add', other, 'org_admin');
    expect(code(await edit(organization, 'change', owner, 'workspace_viewer'))).toBe('200');
  });

  it('gives up the role with an API key of their own, which takes no other the role', async () => {
    const organization = `organization/${await make('organization')}`;
    await edit(organization, 'add', other, 'org_admin');
    const { proof } = await test.key(owner.proof, { manages_people: true });
    expect(code(await edit(organization, 'change', other, 'workspace_admin', proof))).toBe('403 not_with_a_key');
    expect(code(await edit(organization, 'remove', other, undefined, proof))).toBe('403 not_with_a_key');
    expect(code(await edit(organization, 'change', owner, 'workspace_admin', proof))).toBe('200');
  });
});

describe('memberships to accept', () => {
  it('are listed newest first, a hundred at most', async () => {
    const asked = await test.account();
    // One alone may not add a stranger so often.
    const makers = { workspace: (await test.account()).proof, organization: (await test.account()).proof };
    const ids: string[] = [];
    for (let number = 0; number < 102; number++) {
      const kind = number % 2 === 0 ? 'workspace' : 'organization';
      const id = await make(kind, 'N', makers[kind]);
      const role = kind === 'workspace' ? 'viewer' : 'workspace_viewer';
      await edit(`${kind}/${id}`, 'add', asked, role, makers[kind]);
      ids.push(id);
    }
    const pending = await read('membership/pending/', asked.proof);
    expect(pending.map((one: any) => one.api_id)).toEqual(ids.toReversed().slice(0, 100));
  });

  it('are told with the moment at which somebody was added', async () => {
    const id = await make('workspace');
    const asked = await test.account();
    const before = Date.now();
    await edit(`workspace/${id}`, 'add', asked, 'viewer');
    const [{ added_on }] = await read('membership/pending/', asked.proof);
    expect(Date.parse(added_on)).toBeGreaterThanOrEqual(before);
    expect(Date.parse(added_on)).toBeLessThanOrEqual(Date.now());
  });

  it('are nobody’s who made the place', async () => {
    const maker = await test.account();
    await make('organization', 'Mine', maker.proof);
    expect(await read('membership/pending/', maker.proof)).toEqual([]);
  });
});
