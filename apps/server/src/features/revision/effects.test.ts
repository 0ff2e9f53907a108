import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { base64, type Proof, plant, startTestServer, type TestServer } from '../../testing/index.ts';

interface Person {
  username: string;
  proof: Proof;
  workspace: string;
}

let test: TestServer;
let owner: Person;
let other: Person;
/** Publishes revisions, and did not create the figure. */
let author: Person;
let analysis: string;
let figure: string;
let asset: string;
beforeAll(async () => {
  test = await startTestServer();
  [owner, other, author] = [await test.account(), await test.account(), await test.account()];
  const member = { username: author.username, membership_type: 'creator' };
  await post(`workspace/${owner.workspace}/members/add/`, member);
});
afterAll(() => test.close());
beforeEach(async () => {
  analysis = await make('analysis', { name: 'A', workspace: owner.workspace });
  figure = await make('figure', { name: 'F', analysis });
  asset = await make('asset', { name: 'S', workspace: owner.workspace });
});

const post = (path: string, body: object, as = owner.proof) => test.call('POST', path, body, as);
const make = async (kind: string, fields: object, as = owner.proof) =>
  (await post(`${kind}/`, fields, as)).body.api_id as string;
const read = async (path: string, as = owner.proof) => (await test.call('GET', path, undefined, as)).body;
const patch = (id: string, body: object, query = '') =>
  test.call('PATCH', `revision/${id}/${query}`, body, author.proof);
const datum = (text: string, more: object = {}) => ({ name: text, type: 'text', data: base64(text), ...more });
const publish = async (fields: object = {}, as = author.proof) =>
  (await post('revision/', { figure, data: [], ...fields }, as)).body;
const sizes = async (...paths: string[]) =>
  Promise.all(paths.map(async (path) => (await read(`${path}/`)).size_bytes as number));
/** The items of an analysis' log about one thing, oldest first. */
const told = async (of: string, id: string) =>
  (await read(`analysis/${of}/log/`))
    .filter((one: any) => one.target_id === id)
    .map((one: any) => `${one.username}: ${one.action} ${one.target_type} ${one.target_name}`)
    .toReversed();

describe('a new revision', () => {
  it('is answered whole, and as it is read', async () => {
    const client_id = randomUUID();
    const metadata = { nested: [1, null, 'é'], huge: 1e300 };
    const data = [
      datum('one', { metadata: { a: 1 }, is_clean_room: true }),
      datum('three', { type: 'code', metadata: [] }),
    ];
    const made = await publish({ client_id: client_id.toUpperCase(), metadata, data, is_clean_room: true });
    expect(made).toEqual({
      api_id: client_id,
      revision_index: 0,
      size_bytes: 8,
      is_processing: false,
      is_clean_room: true,
      metadata,
      figure,
      figure_metadata: { api_id: figure, name: 'F', analysis },
      short_id: null,
      assets: [],
      created_by: author.username,
      created_on: made.created_on,
      updated_by: null,
      updated_on: null,
      data: [
        {
          ...made.data[0],
          name: 'one',
          type: 'text',
          size_bytes: 3,
          is_clean_room: true,
          metadata: { a: 1 },
          data: null,
        },
        { ...made.data[1], name: 'three', type: 'code', size_bytes: 5, is_clean_room: false, metadata: {}, data: null },
      ],
    });
    expect(await read(`revision/${client_id}/`)).toEqual(made);
    const nested = (await read(`figure/${figure}/`)).revisions;
    const { data: _data, assets: _assets, ...scalars } = made;
    expect(nested).toEqual([{ _shallow: true, ...scalars }]);
  });

  it.each([
    ['nothing', undefined, {}],
    ['an empty list', [], {}],
    ['null', null, null],
    ['a list', [1], [1]],
    ['a text', 'text', 'text'],
  ])('keeps metadata that are %s', async (_what, metadata, kept) => {
    expect((await publish({ metadata })).metadata).toEqual(kept);
  });

  it('counts on from the highest number there was, and adds its size and moment to all above', async () => {
    const paths = [`figure/${figure}`, `analysis/${analysis}`, `workspace/${owner.workspace}`];
    const before = await sizes(...paths);
    const [first, second] = [await publish({ data: [datum('1234')] }), await publish({ data: [datum('12345')] })];
    await test.call('DELETE', `revision/${first.api_id}/`, undefined, owner.proof);
    const third = await publish({ data: [datum('123456')] });
    expect([first, second, third].map((one) => one.revision_index)).toEqual([0, 1, 2]);
    expect(await sizes(...paths)).toEqual(before.map((size) => size + 11));
    for (const path of paths) {
      const above = await read(`${path}/`);
      expect([above.child_updated_by, above.child_updated_on]).toEqual([author.username, third.created_on]);
    }
    expect(await told(analysis, third.api_id)).toEqual([`${author.username}: create revision F – Revision #3`]);
  });

  it('has a short ID that its publisher reserved, once', async () => {
    const { prefix } = (await post('short_id_prefix/reserve/', {}, author.proof)).body;
    const short_id = `${prefix}7`;
    const made = await publish({ short_id });
    expect(made.short_id).toBe(short_id);
    expect(await read(`short_id/${short_id}/`)).toEqual({ revision: made.api_id, figure });
    expect(await publish({ short_id })).toEqual({ code: 'short_id_taken', detail: expect.stringContaining('taken') });
    const foreign = await post('revision/', { figure, data: [], short_id: `${prefix}8` }, owner.proof);
    expect(foreign.body).toEqual({
      code: 'unknown_short_id_prefix',
      detail: expect.stringMatching(/not.*reserved/),
    });
    const again = await publish({ client_id: made.api_id });
    expect(again.detail).toContain('client_id');
    // Even if no log tells of it.
    await test.server.database.db.deleteFrom('activity').where('target_id', '=', made.api_id).execute();
    expect((await publish({ client_id: made.api_id })).code).toBe('already_exists');
  });

  it('is listed for those who can reach it, oldest first', async () => {
    const ids = [(await publish()).api_id, (await publish()).api_id];
    const list = async (as: Proof) => (await read('revision/', as)).map((one: any) => one.api_id);
    expect((await list(author.proof)).slice(-2)).toEqual(ids);
    expect(await list(other.proof)).toEqual([]);
    const [last] = (await read('revision/', author.proof)).slice(-1);
    expect(last).toEqual(await read(`revision/${ids[1]}/`));
  });

  it('names the datum and the field that are wrong', async () => {
    const errors = [];
    for (const wrong of [
      { data: undefined },
      { type: undefined },
      { name: null },
      ...['text', 5, [1], true].map((metadata) => ({ metadata })),
    ])
      errors.push((await publish({ data: [datum('good'), datum('x', wrong)] })).errors);
    const named = (field: string, message: string) => [{ path: `data[1].${field}`, message }];
    expect(errors[0]).toEqual(named('data', 'is required: the bytes as base64'));
    expect(errors[1]).toEqual(named('type', 'is required'));
    expect(errors[2]).toEqual(named('name', 'is required'));
    for (const error of errors.slice(3)) expect(error).toEqual(named('metadata', 'must be an object'));
    // No number loses its digits on the way, and none is an object.
    const raw = `{"figure":"${figure}","data":[{"name":"d","type":"text","data":"","metadata":1.00000000000000000001}]}`;
    const headers = { 'content-type': 'application/json' };
    const { body } = await test.call('POST', 'revision/', undefined, owner.proof, { payload: raw, headers });
    expect(body.errors).toEqual([{ path: 'data[0].metadata', message: 'must be an object' }]);
  });
});

describe('a change of a revision', () => {
  it('touches only what is sent, and stamps the revision', async () => {
    const made = await publish({ metadata: { a: 1 }, data: [datum('one')] });
    const at = async () => read(`revision/${made.api_id}/`);
    const changed = (await patch(made.api_id, { metadata: { b: 2 } })).body;
    expect(changed).toEqual({
      ...made,
      metadata: { b: 2 },
      updated_by: author.username,
      updated_on: changed.updated_on,
    });
    expect(changed.updated_on > made.created_on).toBe(true);
    expect((await patch(made.api_id, { is_clean_room: true })).body.is_clean_room).toBe(true);
    expect((await patch(made.api_id, { is_clean_room: null })).body).toMatchObject({ is_clean_room: true });
    expect((await patch(made.api_id, { data: [] })).body).toMatchObject({ data: made.data, metadata: { b: 2 } });
    expect((await patch(made.api_id, { is_clean_room: false, metadata: [] })).body).toMatchObject({
      is_clean_room: false,
      metadata: {},
    });
    expect((await patch(made.api_id, {})).body).toEqual(await at());
    const above = await read(`figure/${figure}/`);
    expect([above.child_updated_by, above.child_updated_on]).toEqual([author.username, (await at()).updated_on]);
  });

  it('is told of in the log, unless it is silent', async () => {
    const made = await publish();
    await patch(made.api_id, { metadata: {} }, '?silent=true');
    expect(await told(analysis, made.api_id)).toHaveLength(1);
    await patch(made.api_id, { metadata: {} });
    await patch(made.api_id, { metadata: {} }, '?silent=false');
    const name = 'F – Revision #1';
    expect(await told(analysis, made.api_id)).toEqual([
      `${author.username}: create revision ${name}`,
      ...Array(2).fill(`${author.username}: update revision ${name}`),
    ]);
  });

  it('of its data changes the sizes above by the difference', async () => {
    const paths = [`figure/${figure}`, `analysis/${analysis}`, `workspace/${owner.workspace}`];
    const made = await publish({ data: [datum('12345', { metadata: { a: 1 }, is_clean_room: true })] });
    const before = await sizes(...paths);
    const [kept] = made.data;
    const twice = [{ api_id: kept.api_id.toUpperCase() }, datum('12', { api_id: kept.api_id }), datum('123')];
    const { body } = await patch(made.api_id, { data: twice });
    expect(body.size_bytes).toBe(10);
    expect(body.data[0]).toEqual(kept);
    expect(new Set(body.data.map((one: any) => one.api_id)).size).toBe(3);
    expect(await sizes(...paths)).toEqual(before.map((size) => size + 5));
    const { body: less } = await patch(made.api_id, {
      data: [{ api_id: kept.api_id, name: 'renamed', metadata: { b: 2 }, is_clean_room: false }],
    });
    expect(less.data).toEqual([{ ...kept, name: 'renamed', metadata: { b: 2 }, is_clean_room: false }]);
    expect(await sizes(...paths)).toEqual(before);
  });

  it('moves it to another figure with its size, where it gets the next number, and both logs tell', async () => {
    const target = await plant(test, owner.proof, owner.workspace);
    const made = await publish({ data: [datum('123')] });
    const paths = [
      `figure/${figure}`,
      `analysis/${analysis}`,
      `figure/${target.figure}`,
      `analysis/${target.analysis}`,
    ];
    const before = await sizes(...paths);
    const whole = await sizes(`workspace/${owner.workspace}`);
    const { body } = await patch(made.api_id, { figure: target.figure.toUpperCase() });
    expect(body).toMatchObject({ figure: target.figure, revision_index: 1, data: made.data, size_bytes: 3 });
    expect(await sizes(...paths)).toEqual(before.map((size, index) => size + (index < 2 ? -3 : 3)));
    expect(await sizes(`workspace/${owner.workspace}`)).toEqual(whole);
    expect((await told(analysis, made.api_id)).at(-1)).toBe(`${author.username}: move revision Figure – Revision #2`);
    expect(await told(target.analysis, made.api_id)).toEqual([
      `${author.username}: move revision Figure – Revision #2`,
    ]);
    // Sent back with the figure that it is in, it does not move.
    expect((await patch(made.api_id, { figure: target.figure })).body.revision_index).toBe(1);
    expect((await patch(made.api_id, { figure: null })).body.figure).toBe(target.figure);
  });

  it('moves it only where the mover may publish', async () => {
    const theirs = await plant(test, other.proof, other.workspace);
    const made = await publish();
    const { status } = await patch(made.api_id, { figure: theirs.figure });
    expect(status).toBe(403);
    expect((await read(`revision/${made.api_id}/`)).figure).toBe(figure);
  });
});

describe('deleting a revision', () => {
  it('takes its size from all above, is told, and leaves the others', async () => {
    const kept = await publish({ data: [datum('1')] });
    const gone = await publish({ data: [datum('12')] });
    const paths = [`figure/${figure}`, `analysis/${analysis}`, `workspace/${owner.workspace}`];
    const before = await sizes(...paths);
    const { status } = await test.call('DELETE', `revision/${gone.api_id}/`, undefined, author.proof);
    expect(status).toBe(204);
    expect(await sizes(...paths)).toEqual(before.map((size) => size - 2));
    expect((await read(`figure/${figure}/`)).revisions.map((one: any) => one.api_id)).toEqual([kept.api_id]);
    expect((await told(analysis, gone.api_id)).at(-1)).toBe(`${author.username}: delete revision F – Revision #2`);
    expect((await test.call('GET', `data/${gone.data[0].api_id}/`, undefined, owner.proof)).status).toBe(404);
  });
});

describe('appending to a revision', () => {
  const append = async (id: string, data: object[], query = '') =>
    (await post(`revision/${id}/append_data/${query}`, { data }, author.proof)).body;

  it('puts data behind those that are there, adds their size to all above, and is no update of the revision', async () => {
    const made = await publish({ data: [datum('1'), datum('2')] });
    const paths = [
      `revision/${made.api_id}`,
      `figure/${figure}`,
      `analysis/${analysis}`,
      `workspace/${owner.workspace}`,
    ];
    const before = await sizes(...paths);
    const body = await append(made.api_id, [datum('333'), datum('22')]);
    expect(body.data.map((one: any) => one.name)).toEqual(['1', '2', '333', '22']);
    expect(body.data.slice(0, 2)).toEqual(made.data);
    expect([body.updated_on, body.updated_by, body.size_bytes]).toEqual([null, null, 7]);
    expect(await sizes(...paths)).toEqual(before.map((size) => size + 5));
    expect((await read(`figure/${figure}/`)).child_updated_on > made.created_on).toBe(true);
    // An ID that is there already makes no datum another one.
    const [first] = made.data;
    const more = await append(made.api_id, [datum('4', { api_id: first.api_id })]);
    expect(more.data.map((one: any) => one.name)).toEqual(['1', '2', '333', '22', '4']);
    expect(more.data.at(-1).api_id).not.toBe(first.api_id);
  });

  it('is told of in the log, unless it is silent or nothing', async () => {
    const made = await publish();
    await append(made.api_id, []);
    await append(made.api_id, [datum('1')], '?silent=true');
    expect(await told(analysis, made.api_id)).toHaveLength(1);
    await append(made.api_id, [datum('2')]);
    expect((await told(analysis, made.api_id)).at(-1)).toBe(`${author.username}: update revision F – Revision #1`);
  });

  it('says what the most is when it would be too much', async () => {
    const { errors } = await publish({ data: [datum('1')] }).then(async ({ api_id }) => {
      const row = { name: 'd', type: 'text', hash: '0'.repeat(64), size_bytes: 0, is_clean_room: 0, metadata: '{}' };
      const rows = Array.from({ length: 1000 }, (_, index) => ({ ...row, owner_id: api_id, position: index + 1 }));
      for (let times = 0; times < 10; times++)
        await test.server.database.db
          .insertInto('data')
          .values(rows.slice(times === 0 ? 1 : 0).map((one) => ({ ...one, id: randomUUID() })))
          .execute();
      return append(api_id, [datum('2')]);
    });
    expect(errors).toEqual([{ path: 'data', message: 'a revision holds at most 10000 data' }]);
  });
});

describe('deriving a revision', () => {
  const derive = (from: string, fields: object = {}, as = author.proof) =>
    post(`revision/${from}/derive/`, { figure, ...fields }, as);

  it('copies the data frames in their order, and nothing else', async () => {
    const frame = (text: string) => datum(text, { type: 'dataframe', metadata: { format: 'csv' } });
    const data = [frame('1'), datum('22'), frame('333'), datum('4', { type: 'image' })];
    const origin = await publish({ metadata: { a: 1 }, data, is_clean_room: true });
    const before = await sizes(`figure/${figure}`, `analysis/${analysis}`, `workspace/${owner.workspace}`);
    const { status, body } = await derive(origin.api_id, { figure: figure.toUpperCase(), metadata: { b: 2 } });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      figure,
      revision_index: 1,
      size_bytes: 4,
      is_clean_room: true,
      metadata: { b: 2 },
      created_by: author.username,
    });
    const without = ({ api_id: _id, ...rest }: any) => rest;
    expect(body.data.map(without)).toEqual([origin.data[0], origin.data[2]].map(without));
    expect(body.data.map((one: any) => one.api_id)).not.toContain(origin.data[0].api_id);
    expect((await test.call('GET', `data/${body.data[1].api_id}/content/`, undefined, owner.proof)).text).toBe('333');
    expect(await sizes(`figure/${figure}`, `analysis/${analysis}`, `workspace/${owner.workspace}`)).toEqual(
      before.map((size) => size + 4),
    );
    expect(await read(`short_id/${body.short_id}/`)).toEqual({ revision: body.api_id, figure });
    expect(await told(analysis, body.api_id)).toEqual([`${author.username}: create revision F – Revision #2`]);
    expect((await derive((await publish()).api_id)).body).toMatchObject({
      is_clean_room: false,
      metadata: {},
      data: [],
    });
    expect(await read(`revision/${origin.api_id}/`)).toEqual(origin);
  });

  it('needs the right to see the one and to publish into the other', async () => {
    const theirs = await plant(test, other.proof, other.workspace);
    const mine = await publish();
    expect((await derive(theirs.revision)).status).toBe(403);
    expect((await derive(mine.api_id, { figure: theirs.figure })).status).toBe(403);
    expect((await derive(mine.api_id, {}, other.proof)).status).toBe(403);
    const share = { username: other.username, sharing_enabled: true };
    await post(`revision/${mine.api_id}/share/user/`, share);
    expect((await derive(mine.api_id, { figure: theirs.figure }, other.proof)).status).toBe(201);
  });

  it('copies more frames than one statement takes rows', async () => {
    const origin = await publish({ data: [datum('a', { type: 'dataframe' })] });
    const [{ hash }] = origin.data;
    const { db } = test.server.database;
    const row = { owner_id: origin.api_id, type: 'dataframe', hash, size_bytes: 1, is_clean_room: 0, metadata: '{}' };
    for (const start of [1, 1001])
      await db
        .insertInto('data')
        .values(
          Array.from({ length: 1000 }, (_, index) => ({
            ...row,
            id: randomUUID(),
            name: String(start + index),
            position: start + index,
          })),
        )
        .execute();
    const { body } = await derive(origin.api_id);
    expect(body.data.map((one: any) => one.name)).toEqual([
      'a',
      ...Array.from({ length: 2000 }, (_, index) => String(index + 1)),
    ]);
  });
});

describe('older versions of the API', () => {
  const text = 'the bytes of a datum';
  it.each(['v1', 'v1.1', 'v1.2', 'v1.4.1'])('%s: bytes are embedded up to v1.1', async (version) => {
    const reader = await test.account();
    const home = await plant(test, reader.proof, reader.workspace);
    const sent = { figure: home.figure, data: [datum(text), datum('', { name: 'empty' })] };
    const made = await publish(sent, reader.proof);
    const answer = async (path: string) =>
      (await test.call('GET', `/api/${version}/${path}`, undefined, reader.proof)).body;
    const shown = ['v1', 'v1.1'].includes(version) ? [base64(text), ''] : [null, null];
    const one = await answer(`revision/${made.api_id}/`);
    expect(one.data.map((each: any) => each.data)).toEqual(shown);
    expect(one.data.map((each: any) => each.hash)).toEqual(made.data.map((each: any) => each.hash));
    const all = await answer('revision/');
    expect(all.at(-1)).toEqual(one);
  });
});

describe('assets that a revision was made from', () => {
  const link = (asset_revision: string, use_type?: string) => ({ asset_revision, ...(use_type && { use_type }) });
  const held = async (as = owner.proof, home = asset) =>
    make('asset_revision', { asset: home, data: [datum(randomUUID())] }, as);

  it('are linked in the order sent, the first of two, and replaced as a whole', async () => {
    const [one, two, three] = [await held(), await held(), await held()] as [string, string, string];
    const made = await publish({ assets: [link(two, 'indirect'), link(one), link(two, 'direct')] });
    const of = (id: string, use_type = 'direct') => ({ figure_revision: made.api_id, asset_revision: id, use_type });
    expect(made.assets).toEqual([of(two, 'indirect'), of(one)]);
    const untouched = await publish({ assets: [link(one)] });
    const { body } = await patch(made.api_id, { assets: [link(three), link(two.toUpperCase())] });
    expect(body.assets).toEqual([of(three), of(two)]);
    expect((await patch(made.api_id, { assets: null })).body.assets).toEqual([of(three), of(two)]);
    expect((await read(`revision/${untouched.api_id}/`)).assets).toHaveLength(1);
    expect((await read(`asset_revision/${one}/`)).figure_revisions).toEqual([
      { figure_revision: untouched.api_id, asset_revision: one, use_type: 'direct' },
    ]);
  });

  it('are refused when they are not there, of another kind, or hidden, and then nothing is made', async () => {
    const mine = await held();
    const hidden = await held(other.proof, await make('asset', { name: 'S', workspace: other.workspace }, other.proof));
    const planted = await plant(test, owner.proof, owner.workspace);
    for (const [id, status] of [
      [randomUUID(), 404],
      [planted.revision, 404],
      [hidden, 403],
    ] as const) {
      const answer = await post('revision/', { figure, data: [], assets: [link(mine), link(id)] }, author.proof);
      expect([id, answer.status]).toEqual([id, status]);
    }
    expect((await read(`figure/${figure}/`)).revisions).toEqual([]);
  });
});
