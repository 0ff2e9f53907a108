import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { SignedIn } from '../../kernel/auth/index.ts';
import { createClock, parseTime } from '../../kernel/clock.ts';
import type { Message } from '../../kernel/mail.ts';
import { objects } from '../../kernel/objects/index.ts';
import { type Proof, startTestServer, type TestServer } from '../../testing/index.ts';
import { findByName } from '../user/index.ts';
import { invitationMail } from './mail.ts';
import { createInvitationService } from './service.ts';

interface Person {
  username: string;
  proof: Proof;
  workspace: string;
}
type Kind = 'workspace' | 'organization';

let test: TestServer;
let owner: Person;
let guest: Person;
beforeAll(async () => {
  test = await startTestServer();
  [owner, guest] = [await test.account(), await test.account()];
});
afterAll(() => test.close());

const ROLES = { workspace: 'creator', organization: 'workspace_creator' } as const;
const make = async (kind: Kind, name = 'Lab', as = owner) =>
  (await test.call('POST', `${kind}/`, { name }, as.proof)).body.api_id as string;
const invite = async (kind: Kind, id: string, fields: object = {}, as = owner.proof) => {
  const sent = { email: 'new@example.org', membership_type: ROLES[kind], [kind]: id, ...fields };
  return test.call('POST', `invitations/${kind}/`, sent, as);
};
const read = async (path: string, as: Proof = owner.proof) => (await test.call('GET', path, undefined, as)).body;
const ask = async (method: 'GET' | 'POST' | 'DELETE', path: string, as: Proof = {}) => {
  const { status, body } = await test.call(method, path, method === 'POST' ? {} : undefined, as);
  return `${status} ${body?.code ?? ''}`.trim();
};
const DAY = 86_400_000;

describe.each(['workspace', 'organization'] as const)('an invitation to a %s', (kind) => {
  const other = kind === 'workspace' ? 'organization' : 'workspace';

  it('tells the same in every answer, and the token to whoever has it', async () => {
    const id = await make(kind);
    const { body: made } = await invite(kind, id);
    expect(made).toEqual({
      api_id: made.api_id,
      email: 'new@example.org',
      initiator: owner.username,
      token: expect.stringMatching(/^gfinvite/),
      status: 'pending',
      created: made.created,
      expiry: made.expiry,
      membership_type: ROLES[kind],
      [kind]: id,
    });
    const hidden = { ...made, token: null };
    expect(await read(`${kind}/${id}/invitations/`)).toEqual([hidden]);
    for (const key of [made.api_id, made.api_id.toUpperCase()])
      expect(await read(`invitations/${kind}/${key}/`)).toEqual(hidden);
    expect(await read(`invitations/${kind}/${made.token}/`, {})).toEqual(made);
    const { body: shown } = await test.call('POST', 'invitation/preview/', { token: made.token });
    const { email, initiator, membership_type, expiry } = made;
    expect(shown).toEqual({ kind, name: 'Lab', email, initiator, membership_type, expiry });
    const accepted = await test.call('POST', `invitations/${kind}/${made.token}/accept/`, {}, guest.proof);
    expect(accepted.body).toEqual(hidden);
    const members = await read(`${kind}/${id}/members/`);
    expect(members).toContainEqual({ username: guest.username, membership_type: ROLES[kind] });
  });

  it('is none to anything of another kind', async () => {
    const { body } = await invite(kind, await make(kind));
    for (const key of [body.token, body.api_id])
      for (const method of ['GET', 'DELETE'] as const)
        expect(await ask(method, `invitations/${other}/${key}/`, owner.proof)).toBe('404 not_found');
    expect(await ask('POST', `invitations/${other}/${body.token}/accept/`, guest.proof)).toBe('404 not_found');
    expect(await ask('POST', `invitations/${kind}/${body.token}/accept/`, guest.proof)).toBe('200');
    const again = await invite(kind, await make(kind));
    const { status, body: accepted } = await test.call(
      'POST',
      'invitation/accept/',
      { token: again.body.token },
      guest.proof,
    );
    expect([status, accepted]).toEqual([200, { kind, api_id: again.body[kind], membership_type: ROLES[kind] }]);
  });

  it('is shown and withdrawn by its ID for those who may invite, and nobody else', async () => {
    const id = await make(kind);
    const { body } = await invite(kind, id);
    const address = `invitations/${kind}/${body.api_id}/`;
    const below = { username: guest.username, membership_type: ROLES[kind] };
    await test.call('POST', `${kind}/${id}/members/add/`, below, owner.proof);
    for (const method of ['GET', 'DELETE'] as const) {
      expect(await ask(method, address)).toBe('403 sign_in_required');
      expect(await ask(method, address, guest.proof)).toBe('403 not_allowed');
    }
    expect(await ask('DELETE', address, owner.proof)).toBe('204');
    expect(await ask('GET', address, owner.proof)).toBe('404 not_found');
    expect(await ask('POST', `invitations/${kind}/${body.token}/accept/`, guest.proof)).toBe('404 not_found');
  });

  it('is recorded from its making to its end, with who it is for and who had a hand in it', async () => {
    const id = await make(kind, 'Recorded');
    const spent = (await invite(kind, id)).body;
    const vain = (await invite(kind, id)).body;
    const withdrawn = (await invite(kind, id)).body;
    const declined = (await invite(kind, id)).body;
    const accept = (token: string) => test.call('POST', `invitations/${kind}/${token}/accept/`, {}, guest.proof);
    await accept(spent.token);
    await accept(vain.token);
    await test.call('DELETE', `invitations/${kind}/${withdrawn.api_id}/`, undefined, owner.proof);
    await test.call('POST', 'invitation/decline/', { token: declined.token });
    const { db } = test.server.database;
    const rows = await db
      .selectFrom('audit')
      .select(['event', 'username', 'subject', 'object_kind', 'object_name', 'address', 'details'])
      .where('object_id', '=', id)
      .orderBy('timestamp')
      .execute();
    const about = { email: 'new@example.org', role: ROLES[kind] };
    const of = (made: { api_id: string }, more = {}) => ({ invitation: made.api_id, ...about, ...more });
    expect(
      rows.map(({ details, event, username, subject }) => [event, username, subject, JSON.parse(details)]),
    ).toEqual([
      ...[spent, vain, withdrawn, declined].map((made) => [
        'invitation_created',
        owner.username,
        owner.username,
        of(made),
      ]),
      ['invitation_accepted', guest.username, guest.username, of(spent)],
      ['invitation_failed', guest.username, guest.username, of(vain, { reason: 'already_a_member' })],
      ['invitation_withdrawn', owner.username, owner.username, of(withdrawn)],
      ['invitation_withdrawn', null, owner.username, of(declined)],
    ]);
    for (const row of rows)
      expect(row).toMatchObject({ object_kind: kind, object_name: 'Recorded', address: '127.0.0.1' });
  });

  it('is one of a thousand at most, the expired not among them', async () => {
    const id = await make(kind);
    const { db } = test.server.database;
    const now = Date.now() * 1000;
    const row = { object_id: id, email: 'a@b.org', role: ROLES[kind], initiator: owner.username, created: now };
    const rows = (count: number, expiry: number) =>
      Array.from({ length: count }, () => ({ ...row, id: randomUUID(), hash: randomUUID(), expiry }));
    await db
      .insertInto('invitations')
      .values(rows(999, now + 1000 * DAY))
      .execute();
    await db.insertInto('invitations').values(rows(5, now)).execute();
    expect((await invite(kind, id)).status).toBe(201);
    const { status, body } = await invite(kind, id);
    expect([status, body.errors[0].path]).toEqual([400, kind]);
    expect(body.errors[0].message).toContain('1000');
    expect((await invite(kind, await make(kind))).status).toBe(201);
    // Those that expired are gone for good.
    const left = await db.selectFrom('invitations').select('id').where('object_id', '=', id).execute();
    expect(left).toHaveLength(1000);
  });
});

describe('an invitation', () => {
  const span = (body: { created: string; expiry: string }) =>
    ((parseTime(body.expiry) ?? 0) - (parseTime(body.created) ?? 0)) / 1000 / DAY;

  it('holds thirty days, or until the time that is wished for, a leap year at most', async () => {
    const id = await make('workspace');
    for (const wish of [{}, { expiry: null }]) expect(span((await invite('workspace', id, wish)).body)).toBe(30);
    const soon = new Date(Date.now() + 2 * DAY).toISOString();
    expect(parseTime((await invite('workspace', id, { expiry: soon })).body.expiry)).toBe(parseTime(soon));
    const late = new Date(Date.now() + 400 * DAY).toISOString();
    expect(span((await invite('workspace', id, { expiry: late })).body)).toBe(366);
    const errors = [];
    for (const expiry of ['tomorrow', new Date(Date.now() - 1000).toISOString()])
      errors.push((await invite('workspace', id, { expiry })).body.errors);
    expect(errors).toEqual([
      [{ path: 'expiry', message: 'must be a time, such as 2030-01-31T12:00:00+00:00' }],
      [{ path: 'expiry', message: 'must be in the future' }],
    ]);
  });

  it('that is over is neither shown nor listed, and others are, oldest first', async () => {
    const id = await make('workspace');
    const ids = [];
    for (let number = 0; number < 4; number++) ids.push((await invite('workspace', id)).body.api_id);
    const { db } = test.server.database;
    await db
      .updateTable('invitations')
      .set({ expiry: Date.now() * 1000 })
      .where('id', '=', ids[1])
      .execute();
    const listed = await read(`workspace/${id}/invitations/`);
    expect(listed.map((one: any) => one.api_id)).toEqual([ids[0], ids[2], ids[3]]);
    expect(await ask('GET', `invitations/workspace/${ids[1]}/`, owner.proof)).toBe('404 not_found');
  });

  it('of somebody whose account was closed lets nobody in, and is spent', async () => {
    const former = await test.account();
    const id = await make('workspace', 'Lab', former);
    const { token } = (await invite('workspace', id, {}, former.proof)).body;
    const { db } = test.server.database;
    await db.updateTable('users').set({ is_active: 0 }).where('username', '=', former.username).execute();
    const { status, body } = await test.call('POST', 'invitation/accept/', { token }, guest.proof);
    expect([status, body]).toEqual([
      403,
      { code: 'not_allowed', detail: expect.stringContaining('may no longer invite') },
    ]);
    expect(await ask('GET', `invitations/workspace/${token}/`)).toBe('404 not_found');
    const [entry] = (await read('audit/?event=invitation_failed', guest.proof)).entries;
    expect(entry.details.reason).toBe('not_allowed');
  });

  it('is refused in words that tell what to do', async () => {
    const gone = await test.call('GET', 'invitations/workspace/gfinvite_none/');
    expect(gone.body.detail).toMatch(/invitation .*used.*withdrawn.*expired.*Ask for a new one/);
    const { token } = (await invite('workspace', await make('workspace'))).body;
    const member = await test.call('POST', 'invitation/accept/', { token }, owner.proof);
    expect(member.body).toEqual({ code: 'already_a_member', detail: expect.stringContaining('already') });
  });

  it('makes no org_admin by an API key', async () => {
    const [id, { proof }] = [await make('organization'), await test.key(owner.proof, { manages_people: true })];
    const admin = { membership_type: 'org_admin' };
    expect((await invite('organization', id, admin, proof)).body.code).toBe('not_with_a_key');
    expect(await read(`organization/${id}/invitations/`)).toEqual([]);
    expect((await invite('organization', id, {}, proof)).status).toBe(201);
    expect((await invite('organization', id, admin)).status).toBe(201);
  });

  it('is no way in for a key for one workspace, whatever is invited to', async () => {
    const { token } = (await invite('organization', await make('organization'))).body;
    const scoped = await test.key(guest.proof, { manages_people: true, workspace: guest.workspace });
    const { status } = await test.call('POST', 'invitation/accept/', { token }, scoped.proof);
    expect(status).toBe(403);
    expect(
      (
        await test.call(
          'POST',
          'invitation/accept/',
          { token },
          (
            await test.key(guest.proof, { manages_people: true })
          ).proof,
        )
      ).status,
    ).toBe(200);
  });
});

describe('an invitation by mail', () => {
  const row = {
    id: '',
    hash: '',
    object_id: '',
    email: 'new@example.org',
    role: 'workspace_creator' as const,
    initiator: 'ada',
    created: 0,
    expiry: Date.UTC(2030, 0, 31, 23, 59) * 1000,
    kind: 'organization' as const,
    object_name: 'Lab',
  };

  it('says who invites to what, as what, where to accept, and until when', () => {
    const { to, subject, text } = invitationMail(row, 'https://figures.example.org/invite#token=T');
    expect([to, subject]).toEqual(['new@example.org', 'ada invites you to the organization "Lab" on GoFigr']);
    expect(text.split('\n')).toEqual([
      'ada invites you to the organization "Lab" on GoFigr, as workspace creator.',
      '',
      expect.stringMatching(/accept.*once.*:$/),
      'https://figures.example.org/invite#token=T',
      '',
      expect.stringMatching(/ 2030-01-31\.$/),
      '',
    ]);
  });

  it.each([
    ['organization', 'an organization'],
    ['workspace', 'a workspace'],
  ] as const)('to a %s whose name is no name says %s', (kind, what) => {
    const { subject } = invitationMail({ ...row, kind, object_name: ' ', initiator: 'evil.example.org' }, '');
    expect(subject).toBe(`Somebody invites you to ${what} on GoFigr`);
  });

  let sent: Message[];
  beforeEach(() => {
    sent = [];
  });
  async function service(enabled: boolean) {
    const { db } = test.server.database;
    const mail = {
      enabled,
      send: (message: Message) => void sent.push(message),
      later: () => undefined,
      close: async () => undefined,
    };
    const user = await findByName(db, owner.username);
    const principal: SignedIn = {
      kind: 'user',
      userId: user?.id ?? '',
      username: owner.username,
      isStaff: false,
      via: 'session',
      credentialId: '',
      signInId: '',
      scope: null,
      key: null,
    };
    const asked = {
      principal,
      origin: { address: '', client: '' },
      object: await objects.get(db, await make('workspace')),
    };
    const publicUrl = new URL('https://figures.example.org/');
    const invitations = createInvitationService({ db, clock: createClock(), mail, publicUrl });
    return () => invitations.create(asked, { email: 'new@example.org', membership_type: 'viewer' });
  }

  it('goes out fifty times an hour, and what is not mailed stands all the same', async () => {
    const create = await service(true);
    const tokens = [];
    for (let times = 0; times < 51; times++) tokens.push((await create()).token);
    expect(sent.map(({ text }) => /#token=(.*)/.exec(text)?.[1])).toEqual(tokens.slice(0, 50));
    expect(await ask('GET', `invitations/workspace/${tokens[50]}/`)).toBe('200');
  });

  it('is not written where there is no mail server', async () => {
    await (await service(false))();
    expect(sent).toEqual([]);
  });
});
