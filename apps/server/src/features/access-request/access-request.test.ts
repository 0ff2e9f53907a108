import { createServer } from 'node:net';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { type Proof, plant, startTestServer, type TestServer } from '../../testing/index.ts';

const DAY = 24 * 3_600_000_000;

type Account = Awaited<ReturnType<TestServer['account']>>;
let test: TestServer;
let owner: Account;
let viewer: Account;
let workspace: string;
let ids: Awaited<ReturnType<typeof plant>>;
const mails: string[] = [];

/** A mail server that accepts everything. */
const smtp = createServer((socket) => {
  let body: string | null = null;
  socket.write('220 test\r\n');
  socket.on('data', (chunk) => {
    for (const line of chunk.toString().split('\r\n').slice(0, -1)) {
      if (body !== null && line !== '.') body += `${line}\n`;
      else if (body !== null) {
        mails.push(body.replaceAll('=\n', ''));
        body = null;
        socket.write('250 ok\r\n');
      } else if (line === 'DATA') {
        body = '';
        socket.write('354 go\r\n');
      } else socket.write(line.startsWith('EHLO') ? '250 test\r\n' : line === 'QUIT' ? '221 bye\r\n' : '250 ok\r\n');
    }
  });
  socket.on('error', () => undefined);
});

/** Makes all requests older, in microseconds. */
const age = (time: number) =>
  sql`update access_requests set created = created - ${time}, mailed = mailed - ${time}`.execute(
    test.server.database.db,
  );
const ask = (kind: string, id: string, as: Proof, body: object = {}) =>
  test.call('POST', `${kind}/${id}/access/request/`, body, as);
const openFor = async (as: Proof) => (await test.call('GET', 'access_request/', undefined, as)).body;
const answer = (id: string, how: 'grant' | 'decline', as: Proof) =>
  test.call('POST', `access_request/${id}/${how}/`, undefined, as);
const status = async (path: string, as: Proof) => (await test.call('GET', path, undefined, as)).status;

beforeAll(async () => {
  await new Promise<void>((resolve) => smtp.listen(0, '127.0.0.1', resolve));
  const { port } = smtp.address() as { port: number };
  test = await startTestServer({
    GOFIGR_SMTP_URL: `smtp://127.0.0.1:${port}?ignoreTLS=true`,
    GOFIGR_PUBLIC_URL: 'https://figures.example.org',
  });
  owner = await test.account();
  viewer = await test.account();
  workspace = (await test.call('POST', 'workspace/', { name: 'Lab' }, owner.proof)).body.api_id;
  const member = { username: viewer.username, membership_type: 'viewer' };
  await test.call('POST', `workspace/${workspace}/members/add/`, member, owner.proof);
});
afterAll(async () => {
  await test.close();
  await new Promise((resolve) => smtp.close(resolve));
});

beforeEach(async () => {
  await test.server.database.db.deleteFrom('access_requests').execute();
  ids = await plant(test, owner.proof, workspace);
});

it('shows a request to those who may share the object, and one click gives access', async () => {
  const grace = await test.account();
  await test.call('PUT', `user/${grace.username}/`, { first_name: 'Grace', last_name: 'Hopper' }, grace.proof);
  expect((await ask('figure', ids.figure, grace.proof, { message: ' For the review.\n' })).status).toBe(204);
  for (const as of [viewer.proof, grace.proof]) expect(await openFor(as)).toEqual([]);
  const [request, ...more] = await openFor(owner.proof);
  expect(more).toEqual([]);
  expect(request).toMatchObject({
    kind: 'figure',
    object: ids.figure,
    name: 'Figure',
    username: grace.username,
    full_name: 'Grace Hopper',
    message: 'For the review.',
  });
  for (const as of [viewer.proof, grace.proof])
    for (const how of ['grant', 'decline'] as const) expect((await answer(request.api_id, how, as)).status).toBe(404);
  expect(await status(`figure/${ids.figure}/`, grace.proof)).toBe(403);
  expect((await answer(request.api_id, 'grant', owner.proof)).status).toBe(204);
  expect(await status(`figure/${ids.figure}/`, grace.proof)).toBe(200);
  expect(await openFor(owner.proof)).toEqual([]);
  expect((await answer(request.api_id, 'decline', owner.proof)).status).toBe(404);
  const entries = (await test.call('GET', 'audit/?event=user_sharing_enabled', undefined, grace.proof)).body.entries;
  expect(entries[0]).toMatchObject({ subject: grace.username, object_name: 'Figure', details: { requested: true } });
});

it('answers the same for every ID and caller, and notes the same', async () => {
  const grace = await test.account();
  const nowhere = '00000000-0000-4000-8000-000000000000';
  await test.call(
    'POST',
    `analysis/${ids.analysis}/share/user/`,
    { username: viewer.username, sharing_enabled: true },
    owner.proof,
  );
  const shape = async (kind: string, id: string, as: Account) => {
    const { status: code, text, headers } = await ask(kind, id, as.proof);
    const entry = (await test.call('GET', 'audit/?event=access_requested', undefined, as.proof)).body.entries[0];
    expect(entry).toMatchObject({ object_id: id, object_kind: kind, object_name: '', subject: as.username });
    return { code, text, names: Object.keys(headers).toSorted(), details: entry.details };
  };
  const first = await shape('figure', ids.figure, grace);
  expect(first).toMatchObject({ code: 204, text: '' });
  // Again, of another kind, of an ID that doesn't exist, and by a caller with access.
  expect(await shape('figure', ids.figure, grace)).toEqual(first);
  expect(await shape('asset', ids.figure, grace)).toEqual(first);
  expect(await shape('figure', nowhere, grace)).toEqual(first);
  expect(await shape('revision', ids.revision, viewer)).toEqual(first);
  expect((await openFor(owner.proof)).map(({ kind }: { kind: string }) => kind)).toEqual(['figure']);
  expect(await test.server.database.db.selectFrom('access_requests').select('message').execute()).toHaveLength(1);
});

it('takes one request of a person, object and day, and 20 of a person a day', async () => {
  const grace = await test.account();
  await ask('figure', ids.figure, grace.proof, { message: 'one' });
  await ask('figure', ids.figure, grace.proof, { message: 'two' });
  const [request] = await openFor(owner.proof);
  expect(request.message).toBe('one');
  await answer(request.api_id, 'decline', owner.proof);
  await ask('figure', ids.figure, grace.proof, { message: 'three' });
  expect(await openFor(owner.proof)).toEqual([]);
  await age(DAY);
  await ask('figure', ids.figure, grace.proof, { message: 'four' });
  expect((await openFor(owner.proof)).map(({ message }: { message: string }) => message)).toEqual(['four']);
  const codes = [];
  for (let count = 0; count < 17; count++) codes.push((await ask('figure', ids.figure, grace.proof)).status);
  expect(codes).toEqual([...Array.from({ length: 16 }, () => 204), 429]);
  expect((await ask('figure', ids.figure, owner.proof, { message: 'x'.repeat(501) })).status).toBe(400);
});

it('ends a request after 30 days, with its object, and when the person gets access otherwise', async () => {
  const [grace, joan, linus] = [await test.account(), await test.account(), await test.account()];
  for (const { proof } of [grace, joan, linus]) await ask('figure', ids.figure, proof);
  const askers = async () => (await openFor(owner.proof)).map(({ username }: { username: string }) => username);
  expect((await askers()).toSorted()).toEqual([grace, joan, linus].map(({ username }) => username).toSorted());
  const share = { username: joan.username, sharing_enabled: true };
  await test.call('POST', `analysis/${ids.analysis}/share/user/`, share, owner.proof);
  const member = { username: linus.username, membership_type: 'viewer' };
  await test.call('POST', `workspace/${workspace}/members/add/`, member, owner.proof);
  expect(await askers()).toEqual([grace.username]);
  const [request] = await openFor(owner.proof);
  await age(30 * DAY);
  expect(await askers()).toEqual([]);
  expect((await answer(request.api_id, 'grant', owner.proof)).status).toBe(404);
  for (const path of [`figure/${ids.figure}/`, `trash/${ids.figure}/`])
    await test.call('DELETE', path, undefined, owner.proof);
  const { db } = test.server.database;
  expect(await db.selectFrom('access_requests').select('id').execute()).toEqual([]);
});

it('does not show a username that looks like a mail address', async () => {
  const grace = await test.account(`grace.${Date.now()}@example.org`);
  await ask('revision', ids.revision, grace.proof);
  expect(await openFor(owner.proof)).toMatchObject([
    { username: null, full_name: null, kind: 'revision', name: 'Figure – Revision #1' },
  ]);
});

it('mails managers once a day about an object, and the person the answer, without names that were typed', async () => {
  const [boss, grace, joan] = [await test.account(), await test.account(), await test.account()];
  const { figure } = await plant(test, boss.proof, boss.workspace);
  const mailsTo = ({ username }: Account) => mails.filter((mail) => mail.includes(`To: ${username}@example.org`));
  const firstTo = async (who: Account) => {
    await expect.poll(() => mailsTo(who).length).toBe(1);
    return mailsTo(who).join();
  };
  await ask('figure', figure, grace.proof, { message: 'SPAM https://evil.example' });
  const asked = await firstTo(boss);
  expect(asked).toContain('https://figures.example.org/requests');
  expect(asked).not.toContain('SPAM');
  await ask('figure', figure, joan.proof);
  const requests = await openFor(boss.proof);
  const of = ({ username }: Account) => requests.find((one: { username: string }) => one.username === username).api_id;
  await answer(of(grace), 'grant', boss.proof);
  await answer(of(joan), 'decline', boss.proof);
  const granted = await firstTo(grace);
  expect(granted).toContain('Your request was granted');
  expect(granted).toContain(`https://figures.example.org/figure/${figure}`);
  expect(await firstTo(joan)).toContain('was declined');
  expect(mailsTo(boss)).toHaveLength(1);
});

it('writes a declined request into the list of who declined, not of who asked', async () => {
  const grace = await test.account();
  await ask('figure', ids.figure, grace.proof);
  const [request] = await openFor(owner.proof);
  await answer(request.api_id, 'decline', owner.proof);
  expect(await status(`figure/${ids.figure}/`, grace.proof)).toBe(403);
  const entries = async (as: Proof) =>
    (await test.call('GET', 'audit/?event=access_declined', undefined, as)).body.entries;
  expect(await entries(grace.proof)).toEqual([]);
  expect((await entries(owner.proof))[0]).toMatchObject({
    object_name: 'Figure',
    details: { username: grace.username },
  });
});
