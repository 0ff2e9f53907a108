import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createInterface } from 'node:readline';
import type { ChangeEvent } from '@gofigr/contract';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { base64, PASSWORD, type Proof, startTestServer, type TestServer } from '../../testing/index.ts';

let test: TestServer;
let port: number;
let owner: { username: string; proof: Proof; workspace: string };
let guest: { username: string; proof: Proof; workspace: string };
beforeAll(async () => {
  test = await startTestServer();
  await test.server.http.listen({ port: 0, host: '127.0.0.1' });
  port = (test.server.http.server.address() as AddressInfo).port;
  [owner, guest] = [await test.account(), await test.account()];
  await untilListening();
});
afterAll(() => test.close());

/** Until the server listens to others, it may tell its clients to read all again instead of what changed. */
async function untilListening(): Promise<void> {
  const { db, engine } = test.server.database;
  if (engine === 'sqlite') return;
  const listening = sql`select 1 from pg_stat_activity where datname = current_database()
    and application_name = 'gofigr changes' and state = 'idle' and query <> ''`;
  await vi.waitFor(async () => expect((await listening.execute(db)).rows).toHaveLength(1), { timeout: 30_000 });
}

const opened: IncomingMessage[] = [];
afterEach(() => {
  for (const answer of opened.splice(0)) answer.destroy();
});

interface Received {
  id: string;
  changes: ChangeEvent[];
}

/** Opens a stream. `next` gives its next event that has changes, or null when the server has ended it. */
async function listen(as: Proof, headers: Record<string, string> = {}) {
  const asked = get({ port, host: '127.0.0.1', path: '/api/v1/events/', headers: { ...as, ...headers } });
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  opened.push(answer);
  const lines = createInterface({ input: answer })[Symbol.asyncIterator]();
  const read = async (): Promise<Received | null> => {
    let id = '';
    for (let line = await lines.next(); !line.done; line = await lines.next()) {
      if (line.value.startsWith('id: ')) id = line.value.slice(4);
      if (line.value.startsWith('data: ')) return { id, changes: JSON.parse(line.value.slice(6)) };
    }
    return null;
  };
  const next = async () => {
    for (;;) {
      const event = await read();
      if (event === null || event.changes.length > 0) return event;
    }
  };
  if (answer.statusCode !== 200) return { status: answer.statusCode, first: null, next, answer };
  return { status: 200, first: await read(), next, answer };
}

async function make(kind: string, body: object): Promise<string> {
  const { status, body: made } = await test.call('POST', `${kind}/`, body, owner.proof);
  expect(status).toBe(201);
  return made.api_id;
}
const publish = (figure: string) =>
  make('revision', { figure, metadata: {}, data: [{ name: 'd', type: 'text', data: base64('x') }] });

/** Makes a figure in an analysis of its own. */
async function plant() {
  const analysis = await make('analysis', { name: 'Live', workspace: owner.workspace });
  return { analysis, figure: await make('figure', { name: 'F', analysis }) };
}
const share = (figure: string, sharing_enabled: boolean) =>
  test.call('POST', `figure/${figure}/share/user/`, { username: guest.username, sharing_enabled }, owner.proof);
/** Reads until a change of a kind comes. */
async function until(stream: { next(): Promise<Received | null> }, kind: string): Promise<ChangeEvent> {
  for (;;) {
    const event = await stream.next();
    if (event === null) throw new Error(`the stream ended before ${kind}`);
    const found = event.changes.find((change) => change.kind === kind);
    if (found) return found;
  }
}

describe('a stream', () => {
  it('tells a member of a new revision after its commit, with the IDs above it', async () => {
    const { analysis, figure } = await plant();
    const stream = await listen(owner.proof);
    const revision = await publish(figure);
    const { ids } = await until(stream, 'published');
    expect(ids).toEqual([revision, figure, analysis, owner.workspace]);
  });

  it('tells somebody with whom a figure is shared only of this figure, and nobody of other objects', async () => {
    const { analysis, figure } = await plant();
    const other = await make('figure', { name: 'Secret', analysis });
    await share(figure, true);
    await test.call('POST', `figure/${other}/share/link/`, { enabled: true }, owner.proof);
    const stream = await listen(guest.proof);
    await publish(other);
    const revision = await publish(figure);
    const { ids } = await until(stream, 'published');
    expect(ids).toEqual([revision, figure]);
    await share(figure, false);
    expect((await stream.next())?.changes).toEqual([{ kind: 'access', ids: [] }]);
    await publish(figure);
    await test.call('PATCH', `workspace/${guest.workspace}/`, { name: 'Own' }, guest.proof);
    expect((await stream.next())?.changes).toEqual([{ kind: 'described', ids: [guest.workspace] }]);
  });

  it('tells each of several people only what they may learn, of the same change', async () => {
    const { analysis, figure } = await plant();
    const other = await make('figure', { name: 'Secret', analysis });
    await share(figure, true);
    const [member, reader] = [await listen(owner.proof), await listen(guest.proof)];
    const [hidden, shown] = [await publish(other), await publish(figure)];
    const all: ChangeEvent[] = [];
    while (!all.some(({ ids }) => ids.includes(shown))) all.push(...((await member.next())?.changes ?? []));
    expect(all.filter(({ kind }) => kind === 'published').map(({ ids }) => ids)).toEqual([
      [hidden, other, analysis, owner.workspace],
      [shown, figure, analysis, owner.workspace],
    ]);
    expect((await until(reader, 'published')).ids).toEqual([shown, figure]);
  });

  it('tells where something was deleted, moved or renamed, silently too', async () => {
    const { analysis, figure } = await plant();
    const stream = await listen(owner.proof);
    await test.call('PATCH', `figure/${figure}/?silent=true`, { name: 'G' }, owner.proof);
    expect((await until(stream, 'described')).ids).toEqual([figure, analysis, owner.workspace]);
    const to = await make('analysis', { name: 'To', workspace: owner.workspace });
    await test.call('PATCH', `figure/${figure}/`, { analysis: to }, owner.proof);
    let moved: ChangeEvent[] = [];
    while (moved.length === 0) moved = (await stream.next())?.changes.filter(({ kind }) => kind === 'moved') ?? [];
    expect(moved.map(({ ids }) => ids)).toEqual([
      [figure, to, owner.workspace],
      [analysis, owner.workspace],
    ]);
    await test.call('DELETE', `figure/${figure}/`, undefined, owner.proof);
    expect((await until(stream, 'deleted')).ids).toEqual([to, owner.workspace]);
  });

  it('tells members that their workspace is gone', async () => {
    const workspace = await make('workspace', { name: 'Short' });
    const body = { username: guest.username, membership_type: 'viewer' };
    await test.call('POST', `workspace/${workspace}/members/add/`, body, owner.proof);
    const stream = await listen(guest.proof);
    await test.call('DELETE', `workspace/${workspace}/`, undefined, owner.proof);
    expect((await until(stream, 'access')).ids).toEqual([]);
  });

  it('goes on after the last event of a client that was away', async () => {
    const { figure } = await plant();
    const before = await listen(owner.proof);
    before.answer.destroy();
    const revision = await publish(figure);
    const again = await listen(owner.proof, { 'last-event-id': before.first?.id ?? '' });
    expect(again.first?.changes).toContainEqual(expect.objectContaining({ kind: 'published' }));
    expect(again.first?.changes.flatMap(({ ids }) => ids)).toContain(revision);
    for (const unknown of ['', 'x', 'elsewhere.3', `${before.first?.id}0`])
      expect((await listen(owner.proof, { 'last-event-id': unknown || '.' })).first?.changes).toEqual([
        { kind: 'refetch', ids: [] },
      ]);
  });

  it('is not compressed, stored or held back by proxies', async () => {
    const { answer } = await listen(owner.proof, { 'accept-encoding': 'gzip' });
    expect(answer.headers).toMatchObject({
      'content-type': 'text/event-stream',
      'cache-control': 'no-store, no-transform',
      'x-accel-buffering': 'no',
      'x-content-type-options': 'nosniff',
    });
    expect(answer.headers['content-encoding']).toBeUndefined();
  });
});

describe('a stream ends or is refused', () => {
  it('with its session or key', async () => {
    const { proof, username } = await test.account();
    const signedIn = await test.call('POST', 'session/', { username, password: PASSWORD });
    const cookie = String(signedIn.headers['set-cookie']).split(';')[0] ?? '';
    const bySession = await listen({ cookie });
    await test.call('DELETE', 'session/', undefined, { cookie });
    expect(await bySession.next()).toBeNull();
    const key = await test.key(proof);
    const byKey = await listen(key.proof);
    await test.call('DELETE', `api_key/${key.id}/`, undefined, proof);
    expect(await byKey.next()).toBeNull();
  });

  it('when an administrator disables its user', async () => {
    const { proof, username } = await test.account();
    const stream = await listen(proof);
    await test.server.database.db.updateTable('users').set({ is_active: 0 }).where('username', '=', username).execute();
    // Any change of anybody wakes the streams.
    await plant();
    expect(await stream.next()).toBeNull();
  });

  it('for publish-only keys and nobody, and past twenty of one account', async () => {
    const { proof } = await test.account();
    const key = await test.key(proof, { permission: 'publish' });
    expect((await listen(key.proof)).status).toBe(403);
    expect((await listen({})).status).toBe(403);
    for (let count = 0; count < 20; count++) expect((await listen(proof)).status).toBe(200);
    expect((await listen(proof)).status).toBe(429);
  });

  it('for a key of one workspace, except for changes there', async () => {
    const { analysis } = await plant();
    const elsewhere = await make('workspace', { name: 'Elsewhere' });
    const key = await test.key(owner.proof, { permission: 'read', workspace: elsewhere });
    const stream = await listen(key.proof);
    await make('figure', { name: 'Not here', analysis });
    const there = await make('analysis', { name: 'Here', workspace: elsewhere });
    expect((await until(stream, 'created')).ids).toEqual([there, elsewhere]);
  });
});

it('without following, the answer ends after the changes so far', async () => {
  const { figure } = await plant();
  const ask = async (since: string) =>
    (await test.call('GET', `events/?follow=false${since}`, undefined, owner.proof)).text;
  const id = /^id: (.*)$/m.exec(await ask(''))?.[1] ?? '';
  expect(await ask(`&since=${id}`)).toBe(`id: ${id}\ndata: []\n\n`);
  const revision = await publish(figure);
  expect(await ask(`&since=${id}`)).toContain(revision);
});

it('a stopping server ends its streams at once', async () => {
  const own = await startTestServer();
  const { proof } = await own.account();
  await own.server.http.listen({ port: 0, host: '127.0.0.1' });
  const { port: there } = own.server.http.server.address() as AddressInfo;
  const asked = get({ port: there, host: '127.0.0.1', path: '/api/v1/events/', headers: { ...proof } });
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  answer.resume();
  const ended = once(answer, 'end');
  await own.close();
  await ended;
});
