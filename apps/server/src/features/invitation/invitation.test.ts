import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PASSWORD, type Proof, startTestServer, type TestServer } from '../../testing/index.ts';

let test: TestServer;
let owner: { username: string; proof: Proof; workspace: string };
let guest: typeof owner;
let workspace: string;
beforeAll(async () => {
  test = await startTestServer();
  [owner, guest] = [await test.account(), await test.account()];
  workspace = (await test.call('POST', 'workspace/', { name: 'Lab' }, owner.proof)).body.api_id;
});
afterAll(() => test.close());

const invite = async (fields: object = {}) =>
  test.call(
    'POST',
    'invitations/workspace/',
    { email: 'new@example.org', workspace, membership_type: 'creator', ...fields },
    owner.proof,
  );
const accept = (token: string, as: Proof) => test.call('POST', `invitations/workspace/${token}/accept`, {}, as);
const listed = async () =>
  (await test.call('GET', `workspace/${workspace}/invitations/`, undefined, owner.proof)).body as any[];
const membersOf = async () =>
  (await test.call('GET', `workspace/${workspace}/members/`, undefined, owner.proof)).body.map(
    (one: any) => one.username,
  );
const remove = (who: { username: string }) =>
  test.call('POST', `workspace/${workspace}/members/remove/`, { username: who.username }, owner.proof);

describe('an invitation', () => {
  it('is shown with its token once, listed without it, and stored only as a hash', async () => {
    const { status, body } = await invite();
    expect([status, body.initiator, body.status, body.workspace]).toEqual([201, owner.username, 'pending', workspace]);
    expect((await listed()).map(({ token, ...rest }) => [token, rest.api_id])).toEqual([[null, body.api_id]]);
    const byId = await test.call('GET', `invitations/workspace/${body.api_id}/`, undefined, owner.proof);
    expect(byId.body.token).toBeNull();
    const byToken = await test.call('GET', `invitations/workspace/${body.token}/`);
    expect(byToken.body.token).toBe(body.token);
    const { db } = test.server.database;
    const rows = [
      ...(await db.selectFrom('invitations').selectAll().execute()),
      ...(await db.selectFrom('audit').selectAll().execute()),
    ];
    expect(JSON.stringify(rows)).not.toContain(body.token.slice(9));
    await test.call('DELETE', `invitations/workspace/${body.token}/`);
    expect(await listed()).toEqual([]);
  });

  it('works for one person, once, even with concurrent uses', async () => {
    const { token, api_id } = (await invite()).body;
    const others = await Promise.all([test.account(), test.account(), test.account()]);
    const answers = await Promise.all(others.map(({ proof }) => accept(token, proof)));
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 404, 404]);
    expect((await membersOf()).filter((name: string) => others.some(({ username }) => username === name))).toHaveLength(
      1,
    );
    for (const key of [token, api_id])
      for (const method of ['GET', 'DELETE'] as const)
        expect((await test.call(method, `invitations/workspace/${key}/`, undefined, owner.proof)).status).toBe(404);
  });

  it('is accepted and declined with its token in the body, not in an address', async () => {
    const first = (await invite()).body;
    const accepted = await test.call('POST', 'invitation/accept/', { token: first.token }, guest.proof);
    expect([accepted.status, accepted.body]).toEqual([
      200,
      { kind: 'workspace', api_id: workspace, membership_type: 'creator' },
    ]);
    expect(await membersOf()).toContain(guest.username);
    await remove(guest);
    for (const call of ['accept', 'decline'])
      expect((await test.call('POST', `invitation/${call}/`, { token: first.token }, guest.proof)).status).toBe(404);
    const second = (await invite()).body;
    // Its ID is not a token.
    for (const call of ['accept', 'decline']) {
      const { status } = await test.call('POST', `invitation/${call}/`, { token: second.api_id }, guest.proof);
      expect([403, 404]).toContain(status);
    }
    expect((await test.call('POST', 'invitation/decline/', { token: second.token })).status).toBe(204);
    expect(await listed()).toEqual([]);
  });

  it('is used up by an existing member, whose role does not change', async () => {
    const { token } = (await invite({ membership_type: 'viewer' })).body;
    expect((await accept(token, owner.proof)).body.code).toBe('already_a_member');
    expect((await accept(token, guest.proof)).status).toBe(404);
    expect(await membersOf()).not.toContain(guest.username);
  });

  it('ends at its expiry, which must be in the future', async () => {
    const { api_id, token } = (await invite({ expiry: new Date(Date.now() + 60_000).toISOString() })).body;
    expect((await test.call('GET', `invitations/workspace/${token}`)).status).toBe(200);
    const { db } = test.server.database;
    await db.updateTable('invitations').set({ expiry: 1 }).where('id', '=', api_id).execute();
    expect((await accept(token, guest.proof)).status).toBe(404);
    for (const expiry of ['yesterday', '2020-01-01 00:00:00']) expect((await invite({ expiry })).status).toBe(400);
    const far = (await invite({ expiry: '2999-01-01T00:00:00Z' })).body;
    expect(new Date(far.expiry).getTime()).toBeLessThan(Date.now() + 367 * 86_400_000);
    expect(await listed()).toHaveLength(1);
    await test.call('DELETE', `invitations/workspace/${far.api_id}/`, undefined, owner.proof);
  });

  it('is refused for unknown levels, for owners and for invalid addresses', async () => {
    const answers = [
      await invite({ membership_type: 'owner' }),
      await invite({ membership_type: 'org_admin' }),
      await invite({ email: 'no address' }),
      await invite({ email: 'a@b.c\r\nBcc: d@e.f' }),
    ];
    expect(answers.map(({ status, body }) => `${status} ${body.code}`)).toEqual([
      '400 owner_is_fixed',
      ...Array(3).fill('400 invalid_request'),
    ]);
    expect(await listed()).toEqual([]);
  });

  it("does not outlive its initiator's right to invite", async () => {
    await test.call(
      'POST',
      `workspace/${workspace}/members/add/`,
      { username: guest.username, membership_type: 'admin' },
      owner.proof,
    );
    const sent = { email: 'x@example.org', workspace, membership_type: 'admin' };
    const { token } = (await test.call('POST', 'invitations/workspace/', sent, guest.proof)).body;
    await remove(guest);
    const back = await accept(token, guest.proof);
    expect([back.status, back.body.code]).toEqual([403, 'not_allowed']);
    expect(await membersOf()).not.toContain(guest.username);
    expect((await accept(token, guest.proof)).status).toBe(404);
  });

  it('is not used up by a key for one workspace', async () => {
    const { token } = (await invite()).body;
    const scoped = await test.key(guest.proof, { workspace: guest.workspace });
    expect((await accept(token, scoped.proof)).status).toBe(403);
    expect((await accept(token, guest.proof)).status).toBe(200);
    await remove(guest);
  });

  it('is previewed with its token, but not with its ID', async () => {
    const { token, api_id } = (await invite()).body;
    const shown = await test.call('POST', 'invitation/preview/', { token });
    expect(shown.body).toMatchObject({ kind: 'workspace', name: 'Lab', initiator: owner.username });
    expect((await test.call('POST', 'invitation/preview/', { token: api_id })).status).toBe(403);
    expect((await test.call('POST', 'invitation/preview/', { token: `${token}x` })).status).toBe(404);
  });
});

describe('registration with an invitation', () => {
  const account = (username: string) => ({ username, email: `${username}@example.org`, password: PASSWORD });

  it('creates a user in the workspace, but only with a valid invitation', async () => {
    const { token } = (await invite()).body;
    const register = (fields: object) => test.call('POST', 'registration/', fields);
    expect((await register(account('ada'))).body.code).toBe('registration_closed');
    expect((await register({ ...account('ada'), invitation: 'gfinvite_wrong' })).status).toBe(404);
    // An invalid account doesn't use up the invitation.
    expect((await register({ ...account('ada'), password: 'short', invitation: token })).body.code).toBe(
      'weak_password',
    );
    expect((await register({ ...account(owner.username), invitation: token })).body.code).toBe('already_exists');
    const made = await register({ ...account('ada'), invitation: token });
    expect([made.status, made.body.user.username]).toEqual([201, 'ada']);
    expect(await membersOf()).toContain('ada');
    expect((await register({ ...account('bob'), invitation: token })).status).toBe(404);
    const { db } = test.server.database;
    expect(await db.selectFrom('users').select('id').where('username', '=', 'bob').execute()).toEqual([]);
  });

  it('is refused if registration is closed', async () => {
    const closed = await startTestServer({ GOFIGR_REGISTRATION: 'closed' });
    const admin = await closed.account();
    const sent = { email: 'a@example.org', workspace: admin.workspace, membership_type: 'viewer' };
    const { token } = (await closed.call('POST', 'invitations/workspace/', sent, admin.proof)).body;
    const refused = await closed.call('POST', 'registration/', { ...account('eve'), invitation: token });
    expect(refused.body.code).toBe('registration_closed');
    await closed.close();
  });
});

describe('with a mail server', () => {
  let mails: { to: string[]; text: string }[];
  let smtp: SMTPServer;
  let mailing: TestServer;
  let admin: typeof owner;
  beforeAll(async () => {
    mails = [];
    smtp = new SMTPServer({
      disabledCommands: ['AUTH', 'STARTTLS'],
      onData(stream, session, done) {
        const parts: Buffer[] = [];
        stream.on('data', (part: Buffer) => parts.push(part));
        stream.on('end', () => {
          mails.push({
            to: session.envelope.rcptTo.map(({ address }) => address),
            text: Buffer.concat(parts).toString(),
          });
          done();
        });
      },
    });
    const port = await new Promise<number>((resolve) => {
      const listening = smtp.listen(0, '127.0.0.1', () => resolve((listening.address() as { port: number }).port));
    });
    mailing = await startTestServer({
      GOFIGR_SMTP_URL: `smtp://127.0.0.1:${port}`,
      GOFIGR_PUBLIC_URL: 'https://figures.example.org',
    });
    admin = await mailing.account();
  });
  afterAll(async () => {
    await mailing.close();
    await new Promise<void>((resolve) => smtp.close(() => resolve()));
  });

  const received = async (count: number) => {
    for (let attempt = 0; mails.length < count && attempt < 100; attempt++)
      await new Promise((resolve) => setTimeout(resolve, 20));
    return mails;
  };

  it('an invitation is mailed with its link, and no workspace name can add a header or a recipient', async () => {
    const name = 'Lab\r\nBcc: eve@example.org\r\n\r\nhttps://evil.example.org';
    const made = await mailing.call('POST', 'workspace/', { name }, admin.proof);
    const sent = { email: 'new@example.org', workspace: made.body.api_id, membership_type: 'viewer' };
    const { body } = await mailing.call('POST', 'invitations/workspace/', sent, admin.proof);
    const [mail] = await received(1);
    expect(mail?.to).toEqual(['new@example.org']);
    const [, head = '', text = ''] = /^(.*?)\r\n\r\n(.*)$/s.exec(mail?.text ?? '') ?? [];
    expect(head).not.toMatch(/^bcc/im);
    const plain = text.replaceAll('=\r\n', '').replaceAll('=3D', '=');
    expect(plain).toContain(`https://figures.example.org/invite#token=${body.token}`);
    expect(plain).not.toMatch(/^https:\/\/evil/m);
  });

  it('no name can put an address into a mail', async () => {
    const before = mails.length;
    const eve = await mailing.account('evil.example.com');
    const named = (name: string) => mailing.call('POST', 'workspace/', { name }, eve.proof);
    const sent = { email: 'new@example.org', membership_type: 'viewer' };
    for (const name of ['Your account is locked: http://evil.example.com', 'evil。example'])
      await mailing.call(
        'POST',
        'invitations/workspace/',
        { ...sent, workspace: (await named(name)).body.api_id },
        eve.proof,
      );
    await mailing.call('POST', 'password/forgot/', { account: eve.username });
    const all = (await received(before + 3)).slice(before);
    expect(all).toHaveLength(3);
    for (const { text } of all) {
      // Her own address is the recipient of the last one.
      const said = text.replaceAll('=\r\n', '').replaceAll(/^(Message-ID|To):.*$/gim, '');
      expect(said).not.toMatch(/evil/i);
      expect(said).toMatch(/Somebody(, probably you,| invites you to a workspace)/);
    }
  });

  it('a forgotten password is mailed for, and the answer reveals nothing', async () => {
    const before = mails.length;
    const forgot = (account: string) => mailing.call('POST', 'password/forgot/', { account });
    const answers = [
      await forgot(admin.username),
      await forgot('nobody_at_all'),
      await forgot(`${admin.username.toUpperCase()}@EXAMPLE.ORG`),
    ];
    expect(answers.map(({ status, text }) => `${status}${text}`)).toEqual(Array(3).fill('204'));
    const all = await received(before + 2);
    expect(all.length - before).toBe(2);
    const text = all.at(-1)?.text.replaceAll('=\r\n', '').replaceAll('=3D', '=') ?? '';
    const [, token = ''] = /https:\/\/figures\.example\.org\/reset-password#token=(\S+)/.exec(text) ?? [];
    const password = 'another long pass-phrase';
    expect((await mailing.call('POST', 'password/reset/', { token, password })).status).toBe(204);
    expect((await mailing.call('POST', '/api/token/', { username: admin.username, password })).status).toBe(200);
  });

  it('that is dead, creating an invitation is as quick and succeeds', async () => {
    const dead = await startTestServer({ GOFIGR_SMTP_URL: 'smtp://127.0.0.1:1' });
    const maker = await dead.account();
    const sent = { email: 'new@example.org', workspace: maker.workspace, membership_type: 'viewer' };
    expect((await dead.call('POST', 'invitations/workspace/', sent, maker.proof)).status).toBe(201);
    await dead.close();
  });
});
