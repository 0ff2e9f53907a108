import { type AddressInfo, connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { base64, plant, startTestServer, type TestServer } from '../../testing/index.ts';
import { objects } from '../objects/index.ts';
import { SLICE } from './lists.ts';

/** More than two slices. */
const MANY = 2 * SLICE + 3;

let test: TestServer;
let owner: Awaited<ReturnType<TestServer['account']>>;
let planted: Awaited<ReturnType<typeof plant>>;
let asset: string;
let port: number;
const answers: [operation: string, answer: unknown][] = [];

const get = (path: string, as = owner.proof) => test.call('GET', path, undefined, as);
const post = async (path: string, body: object): Promise<string> => {
  const { status, text, body: made } = await test.call('POST', path, body, owner.proof);
  if (status >= 300) throw new Error(text);
  return made.api_id;
};

/** Copies a row of `objects`, and of another table of the same key, with names 0, 1, 2 … */
async function copy(id: string, parent: string, more: 'revisions' | 'assets' | null, count = MANY): Promise<void> {
  const { db } = test.server.database;
  const { seq: _, ...row } = await db.selectFrom('objects').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
  const ids = Array.from({ length: count }, (_unused, at) => `${id.slice(0, 28)}${String(at).padStart(8, '0')}`);
  for (let at = 0; at < count; at += 100)
    await db
      .insertInto('objects')
      .values(
        ids.slice(at, at + 100).map((one, index) => ({ ...row, id: one, parent_id: parent, name: `${at + index}` })),
      )
      .execute();
  if (more === 'revisions')
    await sql`insert into revisions (id, parent_id, revision_index, metadata, is_clean_room)
      select o.id, o.parent_id, 1, '{"n": 1.0}', 0 from objects o where o.id in (${sql.join(ids)})`.execute(db);
  if (more === 'assets')
    await sql`insert into assets (id) values ${sql.join(ids.map((one) => sql`(${one})`))}`.execute(db);
}

beforeAll(async () => {
  // Not checked against the contract: old versions have other shapes.
  test = await startTestServer({}, { onAnswer: ({ id }, _status, answer) => answers.push([id, answer]) });
  owner = await test.account('list@owner.example');
  planted = await plant(test, owner.proof, owner.workspace);
  asset = await post('asset/', { name: 'A', workspace: owner.workspace });
  const file = await post('asset_revision/', {
    asset,
    metadata: {},
    data: [{ name: 'd', type: 'file', data: base64('1') }],
  });
  await copy(planted.figure, planted.analysis, null);
  await copy(planted.revision, planted.figure, 'revisions');
  await copy(asset, owner.workspace, 'assets');
  await copy(file, asset, 'revisions');
  await copy(planted.analysis, owner.workspace, null);
  await test.server.http.listen({ port: 0, host: '127.0.0.1' });
  port = (test.server.http.server.address() as AddressInfo).port;
});
afterAll(() => test.close());

const numbers = (list: { name: string }[]): string[] => list.map(({ name }) => name);
const NAMES = Array.from({ length: MANY }, (_, at) => String(at));

describe('a long list is sent in slices, complete and in order', () => {
  it.each([
    ['analysis/', () => '', 'Analysis'],
    ['figure/', () => '', 'Figure'],
    ['asset/', () => '', 'A'],
    ['analysis/:id/', () => planted.analysis, 'Figure'],
    ['workspace/:id/', () => owner.workspace, 'Analysis'],
  ])('GET %s', async (path, id, first) => {
    const { status, body, headers } = await get(path.replace(':id', id()));
    expect([status, headers['content-type']]).toEqual([200, 'application/json; charset=utf-8']);
    const list = Array.isArray(body) ? body : (body.figures ?? body.analyses);
    expect(numbers(list)).toEqual([first, ...NAMES]);
    expect(headers['content-length']).toBeUndefined();
    expect(answers.at(-1)?.[1]).toEqual(body);
  });

  it('with the same text as a short one, for each version', async () => {
    const { db } = test.server.database;
    for (const version of ['v1', 'v1.1', 'v1.2', 'v1.4.1', 'v1.5']) {
      const path = `/api/${version}/figure/${planted.figure}/`;
      const long = await get(path);
      expect(long.body.revisions).toHaveLength(MANY + 1);
      expect(long.text).toContain('"n":1.0');
      expect(long.text).toBe(JSON.stringify(long.body).replaceAll('"n":1', '"n":1.0'));
      const figures = (await get(`/api/${version}/figure/`)).body;
      expect(figures[0]).toEqual(long.body);
      expect(figures[1].revisions).toEqual([]);
      const analysis = (await get(`/api/${version}/analysis/${planted.analysis}/`)).body;
      expect(typeof analysis.figures.at(-1)).toBe(version === 'v1' ? 'string' : 'object');
      expect((await get(`/api/${version}/asset/${asset}/`)).body.revisions).toHaveLength(MANY + 1);
      const revisions = (await get(`/api/${version}/revision/`)).body;
      expect(revisions.map(({ api_id }: { api_id: string }) => api_id)).toEqual(
        (await objects.children(db, [planted.figure], 'revision')).map(({ id }) => id),
      );
      expect(revisions[0].data[0].data).toBe(['v1', 'v1.1'].includes(version) ? base64('hello') : null);
      expect((await get(`/api/${version}/asset_revision/`)).body).toHaveLength(MANY + 1);
    }
  });

  it('with children of their own', async () => {
    const listed = (await get('analysis/')).body;
    expect(listed[0]).toEqual((await get(`analysis/${planted.analysis}/`)).body);
    expect(listed[1].figures).toEqual([]);
    const [whole] = (await get('/api/v1.3/workspace/')).body;
    expect([whole.analyses.length, whole.assets.length]).toEqual([MANY + 1, MANY + 1]);
    const [ids] = (await get('/api/v1/workspace/')).body;
    expect(ids.assets).toEqual(whole.assets.map(({ api_id }: { api_id: string }) => api_id));
    const patched = await test.call('PATCH', `figure/${planted.figure}/`, { description: 'new' }, owner.proof);
    expect(patched.body).toMatchObject({ description: 'new', revisions: { length: MANY + 1 } });
  });

  it('in a short list of one with many children', async () => {
    const reader = await test.account();
    const workspace = (await test.call('POST', 'workspace/', { name: 'W' }, reader.proof)).body.api_id;
    const { analysis, figure } = await plant(test, reader.proof, workspace);
    await copy(figure, analysis, null);
    const listed = (await get('analysis/', reader.proof)).body;
    expect([listed.length, numbers(listed[0].figures)]).toEqual([1, ['Figure', ...NAMES]]);
  });

  it('without names that the reader may not learn', async () => {
    await post(`analysis/${planted.analysis}/share/link/`, { enabled: true });
    const { figures } = (await get(`analysis/${planted.analysis}/`, {})).body;
    expect(figures).toHaveLength(MANY + 1);
    expect(figures.filter((figure: { created_by: string }) => figure.created_by.includes('@'))).toEqual([]);
  });

  it('over several workspaces in order of creation, without those of others', async () => {
    const stranger = await test.account();
    const mine = [stranger.workspace];
    for (let at = 0; at < 3; at += 1)
      mine.push((await test.call('POST', 'workspace/', { name: 'W' }, stranger.proof)).body.api_id);
    const made: string[] = [];
    for (let at = 0; at < 130; at += 1) {
      const body = { name: String(at), workspace: mine[(at * at) % 4] };
      made.push((await test.call('POST', 'analysis/', body, stranger.proof)).body.api_id);
    }
    const listed = (await get('analysis/', stranger.proof)).body;
    expect(listed.map(({ api_id }: { api_id: string }) => api_id)).toEqual(made);
  });
});

it('a log is sent in slices too', async () => {
  const { db } = test.server.database;
  const item = await db
    .selectFrom('activity')
    .selectAll()
    .where('target_id', '=', planted.figure)
    .executeTakeFirstOrThrow();
  const { seq: _, ...row } = item;
  for (let at = 0; at < MANY; at += 1)
    await db
      .insertInto('activity')
      .values({ ...row, id: `${row.id.slice(0, 28)}${String(at).padStart(8, '0')}` })
      .execute();
  const { body } = await get(`workspace/${owner.workspace}/log/`);
  const all = await db
    .selectFrom('activity')
    .select('id')
    .where('workspace_id', '=', owner.workspace)
    .orderBy('seq', 'desc')
    .execute();
  expect(body.map(({ api_id }: { api_id: string }) => api_id)).toEqual(all.map(({ id }) => id));
});

/** Requests a path on a connection of its own. Returns all that arrives until `until` or the end. */
async function raw(path: string, until: (text: string) => boolean = () => false): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  socket.setEncoding('utf8');
  socket.write(
    `GET /api/v1.4.1/${path} HTTP/1.1\r\nhost: localhost\r\nauthorization: ${owner.proof.authorization}\r\nconnection: close\r\n\r\n`,
  );
  let text = '';
  for await (const chunk of socket) {
    text += String(chunk);
    if (until(text)) break;
  }
  socket.destroy();
  return text;
}

describe('a list that cannot be sent to its end', () => {
  it('does not look complete', async () => {
    const complete = await raw('figure/');
    expect(complete.endsWith('0\r\n\r\n')).toBe(true);
    const { database } = test.server;
    // The metadata of a late revision are not JSON any more.
    const late = (await objects.children(database.db, [planted.figure], 'revision')).at(-1);
    const change = (metadata: string) =>
      database.db
        .updateTable('revisions')
        .set({ metadata })
        .where('id', '=', late?.id ?? '')
        .execute();
    await change('{');
    try {
      const broken = await raw(`figure/${planted.figure}/`);
      expect(broken).toMatch(/^HTTP\/1\.1 200/);
      expect(broken.endsWith('0\r\n\r\n')).toBe(false);
    } finally {
      await change('{"n": 1.0}');
    }
  });

  it('is not read on when its reader is gone or does not read', async () => {
    const { db } = test.server.database;
    let slices = 0;
    const executor = db.getExecutor();
    const original = executor.executeQuery.bind(executor);
    executor.executeQuery = (query, ...rest) => {
      // Background work has queries too.
      if (query.sql.startsWith('select "o".* from "objects" as "o" where "o"."kind" =')) slices += 1;
      return original(query, ...rest);
    };
    try {
      await raw('figure/', (text) => text.includes('"api_id"'));
      let aborted: number;
      do {
        aborted = slices;
        await sleep(300);
      } while (slices > aborted);
      await raw('figure/');
      expect(slices - aborted).toBeGreaterThan(aborted);
    } finally {
      executor.executeQuery = original;
    }
  });
});
