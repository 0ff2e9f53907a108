import { randomUUID } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { objects } from '../../kernel/objects/index.ts';
import { plant, startTestServer, type TestServer } from '../../testing/index.ts';
import { checkRows } from '../backup/index.ts';

let test: TestServer;
type Account = Awaited<ReturnType<TestServer['account']>>;
let owner: Account;
let workspace: string;
let from: string;
let to: string;
beforeAll(async () => {
  test = await startTestServer();
  owner = await test.account();
});
afterAll(() => test.close());
beforeEach(async () => {
  workspace = await make('workspace/', { name: 'Lab' });
  [from, to] = [
    await make('analysis/', { name: 'From', workspace }),
    await make('analysis/', { name: 'To', workspace }),
  ];
});

const db = () => test.server.database.db;
async function ok(method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, body?: object, as = owner) {
  const { status, text, body: answer } = await test.call(method, path, body, as.proof);
  if (status >= 300) throw new Error(`${method} ${path}: ${status} ${text}`);
  return answer;
}
const make = async (path: string, body: object, as = owner): Promise<string> =>
  (await ok('POST', path, body, as)).api_id;
/** Figures without revisions, by their rows. */
async function figures(count: number, parent_id = from): Promise<string[]> {
  const { workspace_id } = await objects.get(db(), parent_id);
  const common = { kind: 'figure', name: 'F', name_key: 'f', size_bytes: 0, created_on: 1, created_by: owner.username };
  const ids = Array.from({ length: count }, () => randomUUID());
  const rows = ids.map((id) => ({ ...common, id, parent_id, workspace_id }));
  await db()
    .insertInto('objects')
    .values(rows as never)
    .execute();
  return ids;
}
const statuses = (answer: { objects: { status: number }[] }): number[] => answer.objects.map(({ status }) => status);
const ascending = (first: number, second: number) => first - second;
const idsIn = async (analysis: string): Promise<string[]> =>
  (await ok('GET', `analysis/${analysis}/`)).figures.map(({ api_id }: { api_id: string }) => api_id);
const problems = () => checkRows(db(), test.server.database.engine);
const logOf = async (analysis: string): Promise<any[]> => (await ok('GET', `analysis/${analysis}/activity/`)).entries;

describe('a batch', () => {
  it('moves, deletes and restores objects, and answers for each in the order of the request', async () => {
    const [first = '', second = '', third = ''] = await figures(3);
    const asked = [third, first, second];
    const moved = await ok('POST', 'batch/', { action: 'move', objects: asked, to });
    expect(moved).toEqual({ objects: asked.map((api_id) => ({ api_id, status: 200 })) });
    expect((await idsIn(to)).toSorted()).toEqual(asked.toSorted());
    expect(statuses(await ok('POST', 'batch/', { action: 'delete', objects: asked }))).toEqual([204, 204, 204]);
    expect(await idsIn(to)).toEqual([]);
    expect(statuses(await ok('POST', 'batch/', { action: 'restore', objects: asked }))).toEqual([200, 200, 200]);
    expect(await idsIn(to)).toHaveLength(3);
    expect((await logOf(to)).map(({ action }): string => action)).toEqual(
      ['restore', 'delete', 'move'].flatMap((action) => [action, action, action]).concat('create'),
    );
    expect(await problems()).toEqual([]);
  });

  it('changes what it may and says why it leaves the others', async () => {
    const stranger = await test.account();
    const theirs = await plant(test, stranger.proof, stranger.workspace);
    const [mine = ''] = await figures(1);
    const missing = randomUUID();
    const chosen = [theirs.figure, mine, missing, workspace, from];
    const answer = await ok('POST', 'batch/', { action: 'move', objects: chosen, to });
    expect(answer.objects).toEqual([
      { api_id: theirs.figure, status: 403, error: { code: 'not_allowed', detail: expect.any(String) } },
      { api_id: mine, status: 200 },
      { api_id: missing, status: 404, error: { code: 'not_found', detail: expect.any(String) } },
      { api_id: workspace, status: 400, error: { code: 'invalid_request', detail: expect.any(String) } },
      // An analysis does not move into an analysis.
      { api_id: from, status: 404, error: { code: 'not_found', detail: expect.any(String) } },
    ]);
    expect(await idsIn(to)).toEqual([mine]);
    expect((await ok('GET', `figure/${theirs.figure}/`, undefined, stranger)).analysis).toBe(theirs.analysis);
  });

  it('refuses each object if the caller may not create in the new place', async () => {
    const stranger = await test.account();
    const theirs = await plant(test, stranger.proof, stranger.workspace);
    const chosen = await figures(2);
    const answer = await ok('POST', 'batch/', { action: 'move', objects: chosen, to: theirs.analysis });
    expect(statuses(answer)).toEqual([403, 403]);
    expect(await idsIn(from)).toHaveLength(2);
  });

  it('that is sent again changes nothing and writes nothing into the log', async () => {
    const chosen = await figures(2);
    await ok('POST', 'batch/', { action: 'move', objects: chosen, to });
    const before = await logOf(to);
    expect(statuses(await ok('POST', 'batch/', { action: 'move', objects: chosen, to: to.toUpperCase() }))).toEqual([
      200, 200,
    ]);
    expect(await logOf(to)).toEqual(before);
    await ok('POST', 'batch/', { action: 'delete', objects: chosen });
    expect(statuses(await ok('POST', 'batch/', { action: 'delete', objects: chosen }))).toEqual([404, 404]);
  });

  it('that is malformed is refused and changes nothing', async () => {
    const [id = ''] = await figures(1);
    const wrong = [
      {},
      { action: 'delete' },
      { action: 'delete', objects: [] },
      { action: 'delete', objects: [id, id] },
      { action: 'delete', objects: [id, 'no ID'] },
      { action: 'delete', objects: [id, ...Array.from({ length: 1000 }, () => randomUUID())] },
      { action: 'purge', objects: [id] },
      { action: 'move', objects: [id] },
      { action: 'move', objects: [id], to: 7 },
      { action: 'tag', objects: [id] },
      { action: 'tag', objects: [id], tags: { add: ['good', ' '] } },
      { action: 'share', objects: [id] },
      { action: 'share', objects: [id], link: {} },
      { action: 'share', objects: [id], link: { enabled: true, expiry: '2001-01-01T00:00:00Z' } },
      { action: 'share', objects: [id], link: { enabled: true }, user: { username: 'x', sharing_enabled: true } },
    ];
    for (const body of wrong)
      expect([body, (await test.call('POST', 'batch/', body, owner.proof)).status]).toEqual([body, 400]);
    expect(await idsIn(from)).toEqual([id]);
    expect(await ok('GET', `figure/${id}/share/link/`)).toEqual({ enabled: false });
  });

  it('shares by link and with a person, who counts once, and writes the audit list', async () => {
    const friend = await test.account();
    // More than the unknown names that one may look up in an hour.
    const chosen = await figures(35);
    const shared = { username: friend.username, sharing_enabled: true };
    const all = (body: object) => ok('POST', 'batch/', { action: 'share', objects: chosen, ...body });
    expect(new Set(statuses(await all({ user: shared })))).toEqual(new Set([200]));
    expect(await ok('GET', 'shared/', undefined, friend)).toHaveLength(35);
    const none = await all({ user: { username: 'nobody_of_this_name', sharing_enabled: true } });
    expect(new Set(none.objects.map(({ error }: any) => error.code))).toEqual(new Set(['unknown_user']));
    expect((await test.call('POST', `figure/${chosen[0]}/share/user/`, shared, owner.proof)).status).toBe(200);
    expect(new Set(statuses(await all({ link: { enabled: true } })))).toEqual(new Set([200]));
    expect((await test.call('GET', `figure/${chosen[34]}/`)).status).toBe(200);
    const { entries } = await ok('GET', 'audit/');
    expect(entries[0]).toMatchObject({ event: 'link_sharing_enabled' });
  });

  it('adds and removes tags of figures', async () => {
    const chosen = await figures(2);
    await ok('POST', `figure/${chosen[1]}/tags/`, { add: ['old', 'kept'] });
    const tags = { add: [' new '], remove: ['OLD'] };
    expect(statuses(await ok('POST', 'batch/', { action: 'tag', objects: [...chosen, from], tags }))).toEqual([
      200, 200, 400,
    ]);
    const tagsOf = async (id = '') => new Set((await ok('GET', `figure/${id}/tags/`)).tags);
    expect(await Promise.all(chosen.map(tagsOf))).toEqual([new Set(['new']), new Set(['kept', 'new'])]);
  });

  it('of an API key counts each object as a request of the key', async () => {
    const limited = await startTestServer({ GOFIGR_API_KEY_REQUESTS: '10' });
    try {
      const one = await limited.account();
      const { analysis } = await plant(limited, one.proof, one.workspace);
      const { proof } = await limited.key(one.proof);
      const create = () => limited.call('POST', 'figure/', { name: 'F', analysis }, one.proof);
      const made = await Promise.all(Array.from({ length: 12 }, create));
      const chosen = made.map(({ body }) => body.api_id);
      const answer = await limited.call('POST', 'batch/', { action: 'delete', objects: chosen }, proof);
      expect(answer.status).toBe(200);
      expect(statuses(answer.body).toSorted(ascending)).toEqual([...Array(9).fill(204), 429, 429, 429]);
    } finally {
      await limited.close();
    }
  });

  it('runs twice at once for one user', async () => {
    const chosen = await figures(20);
    const send = () =>
      test.call('POST', 'batch/', { action: 'share', objects: chosen, link: { enabled: true } }, owner.proof);
    const answers = await Promise.all([send(), send(), send(), send()]);
    expect(answers.map(({ status }) => status).toSorted(ascending)).toEqual([200, 200, 429, 429]);
    expect((await send()).status).toBe(200);
  });

  it('of 1,000 objects lets other requests run in between', async () => {
    const mine = await figures(50);
    // Every 20th object is there.
    const chosen = mine.flatMap((id) => [id, ...Array.from({ length: 19 }, () => randomUUID())]);
    let isDone = false;
    const moving = ok('POST', 'batch/', { action: 'move', objects: chosen, to }).finally(() => {
      isDone = true;
    });
    for (let reads = 0; reads < 10; reads++) {
      await ok('GET', `analysis/${to}/rights/`);
      // As requests of sockets do.
      await nextTurn();
    }
    expect(isDone).toBe(false);
    const answered = (await moving).objects;
    expect(answered.map(({ api_id }: { api_id: string }) => api_id)).toEqual(chosen);
    expect(statuses({ objects: answered })).toEqual(chosen.map((_, at) => (at % 20 === 0 ? 200 : 404)));
    expect((await idsIn(to)).toSorted()).toEqual(mine.toSorted());
  });
});

/** Transactions that PostgreSQL ended to resolve a deadlock. The server repeats them, so that no answer shows them. */
async function deadlocks(): Promise<number> {
  const { rows } = await sql<{ deadlocks: string | number }>`
    select deadlocks from pg_stat_database where datname = current_database()`.execute(db());
  return Number(rows[0]?.deadlocks);
}

it('two batches in opposite directions end, and neither waits for the other in a circle', async () => {
  const elsewhere = await make('workspace/', { name: 'Elsewhere' });
  const far = await make('analysis/', { name: 'Far', workspace: elsewhere });
  const [ones, others] = [await figures(15, from), await figures(15, far)];
  const data = [{ name: 'd', type: 'text', metadata: {}, data: 'aGVsbG8=' }];
  for (const figure of [ones[0], others[0]]) await ok('POST', 'revision/', { figure, metadata: {}, data });
  const [there, back] = await Promise.all([
    ok('POST', 'batch/', { action: 'move', objects: ones, to: far }),
    ok('POST', 'batch/', { action: 'move', objects: others, to: from }),
  ]);
  expect(new Set([...statuses(there), ...statuses(back)])).toEqual(new Set([200]));
  expect((await idsIn(far)).toSorted()).toEqual(ones.toSorted());
  expect(await problems()).toEqual([]);
  if (test.server.database.engine === 'postgres') expect(await deadlocks()).toBe(0);
});

it('a move locks both parents in the order of their IDs, so that no other move waits for it in a circle', async () => {
  const [lower = '', higher = ''] = [from, to].toSorted((first, second) => (first < second ? -1 : 1));
  const [figure = ''] = await figures(1, lower);
  const isPostgres = test.server.database.engine === 'postgres';
  const before = isPostgres ? await deadlocks() : 0;
  let moving: Promise<any> | undefined;
  await db()
    .transaction()
    .execute(async (trx) => {
      await objects.lock(trx, lower);
      moving = ok('POST', 'batch/', { action: 'move', objects: [figure], to: higher });
      if (isPostgres) await vi.waitFor(async () => expect(await waiting()).toBe(1), 20_000);
      await objects.lock(trx, higher);
    });
  expect(statuses(await moving)).toEqual([200]);
  if (isPostgres) expect(await deadlocks()).toBe(before);
});

/** Number of transactions of this database that wait for a lock. */
async function waiting(): Promise<number> {
  const { rows } = await sql<{ count: string | number }>`
    select count(distinct l.pid) as count from pg_locks l join pg_stat_activity a on a.pid = l.pid
    where not l.granted and a.datname = current_database()`.execute(db());
  return Number(rows[0]?.count);
}
