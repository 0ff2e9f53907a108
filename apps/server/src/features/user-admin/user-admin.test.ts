import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createClock } from '../../kernel/clock.ts';
import { base64, PASSWORD, type Proof, startTestServer, type TestServer } from '../../testing/index.ts';
import { createRegistrationService } from '../registration/index.ts';

interface Person {
  username: string;
  proof: Proof;
  workspace: string;
}

let test: TestServer;
let boss: Person;
const db = () => test.server.database.db;
const setFlags = (person: Person, flags: { is_staff?: number; is_active?: number }) =>
  db().updateTable('users').set(flags).where('username', '=', person.username).execute();
beforeAll(async () => {
  test = await startTestServer();
});
afterAll(() => test.close());
beforeEach(async () => {
  await db().updateTable('users').set({ is_staff: 0 }).execute();
  boss = await test.account();
  await setFlags(boss, { is_staff: 1 });
});

type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';
const ask = (method: Method, path: string, body?: object, as: Person = boss) => test.call(method, path, body, as.proof);
const ok = async (method: Method, path: string, body?: object, as: Person = boss) => {
  const answer = await ask(method, path, body, as);
  if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`);
  return answer.body;
};
const change = (person: Person, flags: object, as = boss) => ask('PATCH', `admin/user/${person.username}/`, flags, as);
const remove = (person: Person, workspaces: unknown, as = boss) =>
  ask('DELETE', `admin/user/${person.username}/`, { workspaces }, as);
const removeOwn = (person: Person, more: object, password = PASSWORD) =>
  ask('DELETE', 'account/', { password, ...more }, person);
const newSession = async ({ username }: Person): Promise<Proof> => ({
  cookie: String((await test.call('POST', 'session/', { username, password: PASSWORD })).headers['set-cookie']).split(
    ';',
  )[0] as string, // there is always one
});
const codeOf = async (proof: Proof, path = 'workspace/') =>
  (await test.call('GET', path, undefined, proof)).body?.code ?? 'ok';

async function newFigure(owner: Person, workspace: string): Promise<{ figure: string; revision: string }> {
  const analysis = (await ok('POST', 'analysis/', { name: 'A', workspace }, owner)).api_id;
  const figure = (await ok('POST', 'figure/', { name: 'F', analysis }, owner)).api_id;
  const data = [{ name: 'd', type: 'text', data: base64('hello') }];
  const revision = (await ok('POST', 'revision/', { figure, metadata: {}, data }, owner)).api_id;
  return { figure, revision };
}
const join = async (group: string, person: Person, membership_type: string, by: Person) => {
  await ok('POST', `${group}/members/add/`, { username: person.username, membership_type }, by);
  await ok('POST', `${group}/members/accept/`, {}, person);
};
const events = async (subject: string) =>
  (await db().selectFrom('audit').select(['event', 'username']).where('subject', '=', subject).orderBy('seq').execute())
    .filter(({ event }) => event.startsWith('account_'))
    .map(({ event, username }) => `${event} by ${username === boss.username ? 'boss' : username}`);

describe('the list of users', () => {
  it('has who was active last first, with what they own', async () => {
    const [first, last] = [await test.account(), await test.account()];
    await newFigure(last, last.workspace);
    await test.key(last.proof);
    await newSession(first);
    await newSession(last);
    const { entries } = await ok('GET', 'admin/user/');
    expect(entries.slice(0, 2).map(({ username }: Person) => username)).toEqual([last.username, first.username]);
    expect(entries[0]).toMatchObject({
      email: `${last.username}@example.org`,
      is_active: true,
      is_staff: false,
      keys: 1,
      workspaces: 1,
      size_bytes: 5,
    });
    expect(Date.parse(entries[0].last_activity)).toBeGreaterThan(Date.now() - 60_000);
  });

  it('is searched, filtered and read in pages', async () => {
    const tag = Math.random().toString(36).slice(2, 8);
    const people = [];
    for (const name of ['Ann', 'bob', 'Cy%']) people.push(await test.account(`${tag}.${name.replace('%', '')}`));
    const [ann, bob, cy] = people as [Person, Person, Person];
    await ok('PUT' as Method, `user/${cy.username}/`, { first_name: '100%', last_name: 'Öhm' }, cy);
    await setFlags(bob, { is_active: 0 });
    await setFlags(ann, { is_staff: 1 });
    const found = async (query: string) =>
      (await ok('GET', `admin/user/?${query}`)).entries.map(({ username }: Person) => username.replace(`${tag}.`, ''));
    expect(await found(`search=${tag.toUpperCase()}&sort=username`)).toEqual(['Ann', 'bob', 'Cy']);
    expect(await found(`search=${tag}&active=false`)).toEqual(['bob']);
    expect(await found(`search=${tag}&staff=true`)).toEqual(['Ann']);
    expect(await found(`search=${tag}&active=true&staff=false`)).toEqual(['Cy']);
    expect(await found(`search=${encodeURIComponent('100% Öhm')}`)).toEqual(['Cy']);
    expect(await found('search=_____________')).toEqual([]);
    for (const sort of ['username', 'last_activity']) {
      const seen: string[] = [];
      let after = '';
      do {
        const page = await ok('GET', `admin/user/?search=${tag}&sort=${sort}&limit=1${after}`);
        seen.push(...page.entries.map(({ username }: Person) => username));
        after = page.next === null ? '' : `&after=${encodeURIComponent(page.next)}`;
      } while (after !== '');
      expect(seen.toSorted(), sort).toEqual(people.map(({ username }) => username).toSorted());
    }
    for (const query of ['limit=0', 'after=x', 'sort=size', 'active=1'])
      expect((await ask('GET', `admin/user/?${query}`)).body.code, query).toBe('invalid_request');
  });
});

describe('a disabled user', () => {
  it('is refused at once by every credential, and keys alone work again afterwards', async () => {
    const person = await test.account();
    const [session, key] = [await newSession(person), (await test.key(person.proof)).proof];
    const tokens = (await test.call('POST', '/api/token/', { username: person.username, password: PASSWORD })).body;
    const { link } = await ok('POST', `admin/user/${person.username}/reset_link/`);
    const reset = () =>
      test.call('POST', 'password/reset/', { token: link.split('#token=')[1], password: 'quite another pass-phrase' });
    expect((await change(person, { is_active: false })).body).toMatchObject({ is_active: false, keys: 1 });
    expect([await codeOf(session), await codeOf(key), await codeOf(person.proof)]).toEqual([
      'account_disabled',
      'key_not_valid',
      'token_not_valid',
    ]);
    expect((await test.call('GET', 'session/', undefined, session)).body).toEqual({ user: null });
    const signIn = (password: string) => test.call('POST', 'session/', { username: person.username, password });
    expect([(await signIn(PASSWORD)).body.code, (await signIn('wrong')).body.code]).toEqual([
      'account_disabled',
      'sign_in_failed',
    ]);
    expect((await reset()).body.code).toBe('reset_link_not_valid');
    expect((await ask('POST', `admin/user/${person.username}/reset_link/`)).body.code).toBe('account_disabled');

    expect((await change(person, { is_active: true })).status).toBe(200);
    expect([await codeOf(session), await codeOf(key), await codeOf(person.proof)]).toEqual([
      'sign_in_required',
      'ok',
      'token_not_valid',
    ]);
    expect((await reset()).body.code).toBe('reset_link_not_valid');
    const refreshed = await test.call('POST', '/api/token/refresh/', { refresh: tokens.refresh });
    expect(refreshed.body.code).toBe('token_not_valid');
    expect((await signIn(PASSWORD)).status).toBe(200);
    expect(await events(person.username)).toEqual([
      'account_created by null',
      'account_disabled by boss',
      'account_enabled by boss',
    ]);
  });

  it('loses an approved sign-in of a terminal, and its content stays', async () => {
    const person = await test.account();
    const { revision } = await newFigure(person, person.workspace);
    const started = (await test.call('POST', '/oauth/device/code', {})).body;
    await ok('POST', 'device/approve/', { user_code: started.user_code }, person);
    await change(person, { is_active: false });
    const token = await test.call('POST', '/oauth/token', {
      grant_type: 'urn:ietf:params:oauth:grant-type:device_code',
      device_code: started.device_code,
    });
    expect(token.body.code).toBe('expired_token');
    await change(person, { is_active: true });
    const signedIn = { ...person, proof: await newSession(person) };
    expect((await ask('GET', `revision/${revision}/`, undefined, signedIn)).status).toBe(200);
  });
});

describe('administrators', () => {
  it('are made and unmade, at once and without a second entry for the same', async () => {
    const person = await test.account();
    const list = () => ask('GET', 'admin/user/', undefined, person);
    expect((await list()).status).toBe(403);
    await change(person, { is_staff: true });
    await change(person, { is_staff: true });
    expect((await list()).status).toBe(200);
    expect((await change(boss, { is_staff: false }, person)).body.is_staff).toBe(false);
    expect((await ask('GET', 'admin/user/')).status).toBe(403);
    expect(await events(person.username)).toEqual(['account_created by null', 'account_promoted by boss']);
  });

  it('never all go', async () => {
    for (const answer of [
      await change(boss, { is_staff: false }),
      await change(boss, { is_active: false }),
      await remove(boss, 'delete'),
      await removeOwn(boss, { workspaces: 'delete' }),
    ])
      expect([answer.status, answer.body.code]).toEqual([409, 'last_administrator']);
    const other = await test.account();
    await setFlags(other, { is_staff: 1, is_active: 0 });
    // A disabled administrator doesn't count.
    expect((await change(boss, { is_staff: false })).body.code).toBe('last_administrator');
    expect((await ok('GET', `user/${boss.username}/belongings/`)).is_last_administrator).toBe(true);
  });

  it.each([
    ['demote', (whom: Person, by: Person) => change(whom, { is_staff: false }, by)],
    ['disable', (whom: Person, by: Person) => change(whom, { is_active: false }, by)],
    ['delete', (whom: Person, by: Person) => remove(whom, 'delete', by)],
  ])('who %s each other at the same time leave one', async (_what, work) => {
    const other = await test.account();
    await setFlags(other, { is_staff: 1 });
    const statuses = (await Promise.all([work(other, boss), work(boss, other)])).map(({ status }) => status);
    expect(statuses.filter((status) => status < 300)).toHaveLength(1);
    const left = await db()
      .selectFrom('users')
      .select('id')
      .where('is_staff', '=', 1)
      .where('is_active', '=', 1)
      .execute();
    expect(left).toHaveLength(1);
  });
});

describe('a deleted user', () => {
  it('leaves nothing but names, which nobody gets again', async () => {
    const person = await test.account();
    const host = await test.account();
    await join(`workspace/${host.workspace}`, person, 'creator', host);
    const theirs = await newFigure(person, host.workspace);
    const own = await newFigure(person, person.workspace);
    const [session, key] = [await newSession(person), (await test.key(person.proof)).proof];
    const invitation = {
      email: `${person.username}@example.org`,
      workspace: host.workspace,
      membership_type: 'viewer',
    };
    await ok('POST', 'invitations/workspace/', invitation, host);
    await ok('POST', 'invitations/workspace/', { ...invitation, workspace: person.workspace }, person);
    expect((await remove(person, 'delete')).status).toBe(204);

    expect([await codeOf(session), await codeOf(key), await codeOf(person.proof)]).toEqual([
      'sign_in_required',
      'key_not_valid',
      'token_not_valid',
    ]);
    expect((await ask('GET', `revision/${theirs.revision}/`, undefined, host)).body.created_by).toBe(person.username);
    expect(await db().selectFrom('objects').select('id').where('id', '=', own.revision).execute()).toEqual([]);
    expect((await ask('GET', `admin/user/?search=${person.username}`)).body.entries).toEqual([]);
    expect((await remove(person, 'delete')).status).toBe(404);
    const traces = await db()
      .selectFrom('audit')
      .select('details')
      .where('details', 'like', `%${person.username}@%`)
      .execute();
    expect(traces).toEqual([]);
    expect(await events(person.username)).toEqual(['account_created by null', 'account_deleted by boss']);

    const registrations = createRegistrationService({ db: db(), clock: createClock(), hash: async () => '' });
    for (const username of [person.username, person.username.toUpperCase(), host.username]) {
      const again = registrations.create({ username, email: 'a@example.org', password: PASSWORD });
      await expect(again).rejects.toMatchObject({ code: 'already_exists', message: 'This username is taken.' });
    }
  });

  it('hands workspaces and organizations over to an active user', async () => {
    const [person, heir, away] = [await test.account(), await test.account(), await test.account()];
    await setFlags(away, { is_active: 0 });
    const { figure } = await newFigure(person, person.workspace);
    const second = (await ok('POST', 'workspace/', { name: 'Second' }, person)).api_id;
    await join(`workspace/${second}`, heir, 'viewer', person);
    const organization = (await ok('POST', 'organization/', { name: 'Bureau' }, person)).api_id;
    for (const to of ['nobody', person.username, away.username])
      expect((await remove(person, { to })).body.code, to).toBe('unknown_user');
    expect((await remove(person, { to: heir.username })).status).toBe(204);
    expect((await ask('GET', `figure/${figure}/`, undefined, heir)).status).toBe(200);
    const owned = await ok('GET', `user/${heir.username}/belongings/`);
    expect(owned.workspaces.map(({ name }: { name: string }) => name).toSorted()).toEqual([
      'Primary Workspace',
      `Primary Workspace of ${person.username}`,
      'Second',
    ]);
    expect(owned.organizations).toEqual([{ api_id: organization, name: 'Bureau', members: [] }]);
    const workspace = await ok('GET', `workspace/${person.workspace}/`, undefined, heir);
    expect(workspace.workspace_type).toBe('secondary');
    const given = await db()
      .selectFrom('audit')
      .select('event')
      .where('subject', '=', heir.username)
      .where('username', '=', boss.username)
      .execute();
    expect(given.map(({ event }) => event).toSorted()).toEqual(['member_added', 'owner_changed', 'owner_changed']);
  });

  it('leaves the workspaces of an organization to its other administrator', async () => {
    const [person, partner] = [await test.account(), await test.account()];
    const organization = (await ok('POST', 'organization/', { name: 'Bureau' }, person)).api_id;
    await join(`organization/${organization}`, partner, 'org_admin', person);
    const inside = (await ok('POST', 'workspace/', { name: 'Inside', organization }, person)).api_id;
    expect((await ok('GET', `user/${person.username}/belongings/`)).workspaces).toMatchObject([
      { name: 'Primary Workspace', heir: null },
      { name: 'Inside', heir: partner.username },
    ]);
    expect((await remove(person, 'delete')).status).toBe(204);
    expect(await ok('GET', `workspace/${inside}/members/`, undefined, partner)).toEqual([
      { username: partner.username, membership_type: 'owner' },
    ]);
  });

  it.each([[undefined], [null], ['keep'], [{}], [{ to: 5 }]])('is not deleted with the choice %j', async (choice) => {
    const person = await test.account();
    expect((await remove(person, choice)).body.code).toBe('invalid_request');
    expect((await ask('GET', 'workspace/', undefined, person)).status).toBe(200);
  });
});

describe('the own account', () => {
  it('is deleted with the password, and ends the session', async () => {
    const person = await test.account();
    const session = await newSession(person);
    expect((await removeOwn(person, { workspaces: 'delete' }, 'wrong')).body.code).toBe('wrong_password');
    const gone = await test.call('DELETE', 'account/', { password: PASSWORD, workspaces: 'delete' }, session);
    expect(gone.status).toBe(204);
    expect(String(gone.headers['set-cookie'])).toContain('gofigr_session=;');
    expect(await codeOf(session)).toBe('sign_in_required');
    expect(await events(person.username)).toEqual(['account_created by null', `account_deleted by ${person.username}`]);
  });

  it('hands each workspace over to one of its members only', async () => {
    const [person, friend, stranger] = [await test.account(), await test.account(), await test.account()];
    const [one, two] = [
      (await ok('POST', 'workspace/', { name: 'One' }, person)).api_id,
      (await ok('POST', 'workspace/', { name: 'Two' }, person)).api_id,
    ];
    await join(`workspace/${one}`, friend, 'viewer', person);
    const refused = async (body: object) => (await removeOwn(person, body)).body.code;
    expect(await refused({ workspaces: 'delete', hand_over: { [one]: stranger.username } })).toBe('not_a_member');
    expect(await refused({ workspaces: 'delete', hand_over: { [one]: 'nobody' } })).toBe('not_a_member');
    expect(await refused({ workspaces: { to: friend.username } })).toBe('not_a_member');
    expect(await refused({ workspaces: 'delete', hand_over: { [stranger.workspace]: friend.username } })).toBe(
      'invalid_request',
    );
    expect((await ask('GET', `workspace/${two}/`, undefined, person)).status).toBe(200);
    const body = { workspaces: 'delete', hand_over: { [one.toUpperCase()]: friend.username } };
    expect((await removeOwn(person, body)).status).toBe(204);
    expect(await ok('GET', `workspace/${one}/members/`, undefined, friend)).toEqual([
      { username: friend.username, membership_type: 'owner' },
    ]);
    expect((await ask('GET', `workspace/${two}/`, undefined, friend)).status).toBe(404);
  });
});
