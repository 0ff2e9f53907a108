import { afterEach, describe, expect, it } from 'vitest';
import { createClock } from '../../kernel/clock.ts';
import { PASSWORD, startTestServer, type TestServer } from '../../testing/index.ts';
import { createRegistrationService } from './index.ts';

let test: TestServer;
afterEach(() => test.close());

const ada = { username: 'ada', email: 'ada@example.org', password: PASSWORD };
const tokenOf = (link: string | null) => new URL(link ?? '').hash.slice('#token='.length);

const ORIGIN = { address: '127.0.0.1', client: 'test' };

describe('the set-up link', () => {
  it('is offered while there are no users, and creates one administrator, who is signed in', async () => {
    test = await startTestServer();
    const token = tokenOf(await test.server.setupLink());
    expect((await test.call('GET', 'info/')).body.set_up).toBe(false);

    const made = await test.call('POST', 'setup/', { token, ...ada });
    expect([made.status, made.body.user.username, made.body.user.is_staff]).toEqual([201, 'ada', true]);
    const cookie = String(made.headers['set-cookie']).split(';')[0] ?? '';
    expect((await test.call('GET', 'session/', undefined, { cookie })).body.user.username).toBe('ada');

    expect((await test.call('GET', 'info/')).body.set_up).toBe(true);
    expect(await test.server.setupLink()).toBeNull();
  });

  it('works once: of twenty concurrent uses one succeeds', async () => {
    test = await startTestServer();
    const token = tokenOf(await test.server.setupLink());
    const { db } = test.server.database;
    const registrations = createRegistrationService({ db, clock: createClock() });
    const uses = await Promise.allSettled(
      Array.from({ length: 20 }, (_, index) => registrations.setUp(token, { ...ada, username: `ada${index}` }, ORIGIN)),
    );
    expect(uses.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const refused = uses.filter((use) => use.status === 'rejected').map(({ reason }) => reason.code);
    expect(refused).toEqual(Array(19).fill('setup_link_not_valid'));
    expect(await db.selectFrom('users').select('id').execute()).toHaveLength(1);
  });

  it('allows ten failed attempts from one address, and still accepts the right token', async () => {
    test = await startTestServer();
    const token = tokenOf(await test.server.setupLink());
    let last = 0;
    for (let attempt = 0; attempt < 11; attempt++)
      last = (await test.call('POST', 'setup/', { token: `gfsetup_${attempt}`, ...ada })).status;
    expect(last).toBe(429);
    expect((await test.call('POST', 'setup/', { token, ...ada })).status).toBe(201);
  });

  it('is invalid after a newer one was printed, with a guessed token, and once there is a user', async () => {
    test = await startTestServer();
    const old = tokenOf(await test.server.setupLink());
    const newer = tokenOf(await test.server.setupLink());
    for (const token of [old, 'gfsetup_guess']) {
      const { status, body } = await test.call('POST', 'setup/', { token, ...ada });
      expect([status, body.code]).toEqual([403, 'setup_link_not_valid']);
    }
    await test.account('someone');
    expect((await test.call('POST', 'setup/', { token: newer, ...ada })).status).toBe(403);
  });

  it('stays usable after an attempt with a weak password', async () => {
    test = await startTestServer();
    const token = tokenOf(await test.server.setupLink());
    const weak = await test.call('POST', 'setup/', { token, ...ada, password: 'password123' });
    expect([weak.status, weak.body.code]).toEqual([400, 'weak_password']);
    expect((await test.call('POST', 'setup/', { token, ...ada })).status).toBe(201);
  });
});

describe('registration', () => {
  it.each(['invite', 'closed'] as const)('is refused when it is %s', async (mode) => {
    test = await startTestServer({ GOFIGR_REGISTRATION: mode });
    const { status, body } = await test.call('POST', 'registration/', ada);
    expect([status, body.code]).toEqual([403, 'registration_closed']);
  });

  it('waits for the administrator, even if it is open', async () => {
    test = await startTestServer({ GOFIGR_REGISTRATION: 'open' });
    expect((await test.call('POST', 'registration/', ada)).status).toBe(403);
    expect(await test.server.setupLink()).not.toBeNull();
  });

  it('creates a user with a primary workspace if it is open, but no second one with that name, in any case', async () => {
    test = await startTestServer({ GOFIGR_REGISTRATION: 'open' });
    await test.account('admin');
    const made = await test.call('POST', 'registration/', ada);
    expect([made.status, made.body.user.is_staff]).toEqual([201, false]);
    const cookie = String(made.headers['set-cookie']).split(';')[0] ?? '';
    const workspaces = (await test.call('GET', 'workspace/', undefined, { cookie })).body;
    expect(workspaces.map((one: { workspace_type: string }) => one.workspace_type)).toEqual(['primary']);

    const { status, body } = await test.call('POST', 'registration/', { ...ada, username: 'ADA' });
    expect([status, body.code]).toEqual([409, 'already_exists']);
  });

  it('refuses passwords that are short, common, the mail address, a repetition, or too long', async () => {
    test = await startTestServer({ GOFIGR_REGISTRATION: 'open' });
    await test.account('admin');
    for (const password of ['seven77', 'Password123', 'ada@example.org', 'aaaaaaaa', 'x'.repeat(129)]) {
      const { status, body } = await test.call('POST', 'registration/', { ...ada, password });
      expect([password, status, body.code]).toEqual([password, 400, 'weak_password']);
    }
  });

  it('limits wrong invitations from one address, and never valid ones', async () => {
    test = await startTestServer();
    const host = await test.account('host');
    const register = (username: string, invitation: string) =>
      test.call('POST', 'registration/', { ...ada, username, invitation });
    const invite = async () => {
      const body = { email: 'new@example.org', workspace: host.workspace, membership_type: 'viewer' };
      return (await test.call('POST', 'invitations/workspace/', body, host.proof)).body.token as string;
    };
    for (let index = 0; index < 12; index++) expect((await register(`guest${index}`, await invite())).status).toBe(201);
    const wrong = [];
    for (let index = 0; index < 11; index++) wrong.push((await register('other', `gfinvite_${index}`)).status);
    expect([...new Set(wrong)]).toEqual([404, 429]);
    expect((await register('last', await invite())).status).toBe(201);
  });

  it('limits the number of users that one address creates', async () => {
    test = await startTestServer({ GOFIGR_REGISTRATION: 'open' });
    await test.account('admin');
    let last = 0;
    for (let index = 0; index < 11; index++)
      last = (await test.call('POST', 'registration/', { ...ada, username: `ada${index}`, password: 'short' })).status;
    expect(last).toBe(429);
  });
});

describe('a new account', () => {
  const service = async () => {
    test = await startTestServer({ GOFIGR_REGISTRATION: 'open' });
    return createRegistrationService({ db: test.server.database.db, clock: createClock(), hash: async () => '' });
  };

  const BAD = {
    username: [' ada', 'a'.repeat(151), 'a\tb', '', 'Service.x'],
    email: ['ada', 'ada@home@x.org', ' ada@x.org', 'ada@x.org\n', 'ada\u0007@x.org', `${'a'.repeat(251)}@b.c`],
    first_name: ['a'.repeat(151), 'Ada\u0000'],
    last_name: ['Love\nlace', 'Love\ud800'],
  };

  it('is refused on every path if a name or the mail address is not valid', async () => {
    const registrations = await service();
    const token = (await registrations.offerSetup()) ?? '';
    const cases = Object.entries(BAD).flatMap(([field, values]) => values.map((value) => ({ field, value })));
    for (const { field, value } of cases) {
      const account = { ...ada, [field]: value };
      for (const attempt of [
        () => registrations.create(account),
        () => registrations.check(account),
        () => registrations.setUp(token, account, ORIGIN),
        () => registrations.createInvited(account, 'token', ORIGIN),
      ])
        await expect(attempt(), value).rejects.toMatchObject({ status: 400, errors: [{ path: field }] });
      expect((await test.call('POST', 'setup/', { token, ...account })).status, value).toBe(400);
    }
    expect((await registrations.create({ ...ada, email: `${'a'.repeat(250)}@b.c` })).is_active).toBe(1);
  });

  it('of a command has a username and a mail address of its own, in any case', async () => {
    const registrations = await service();
    await registrations.create({ ...ada, email: 'Adä@Example.org' });
    const twin = { username: 'eve', email: 'adÄ@example.ORG', password: PASSWORD };
    for (const attempt of [() => registrations.check(twin), () => registrations.create(twin, { isOnlyEmail: true })])
      await expect(attempt()).rejects.toMatchObject({
        code: 'already_exists',
        message: expect.stringContaining('mail'),
      });
    await expect(registrations.check({ ...ada, username: 'ADA' })).rejects.toThrow('This username is taken');
    await registrations.check({ username: 'eve', email: 'eve@example.org' });
  });

  it('of a registration does not tell whether somebody else has its mail address', async () => {
    const registrations = await service();
    await registrations.create(ada);
    expect((await test.call('POST', 'registration/', { ...ada, username: 'eve' })).status).toBe(201);
  });
});
