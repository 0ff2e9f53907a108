import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { base64, type Proof, startTestServer, type TestServer } from '../../testing/index.ts';
import { changesBetween } from './service/changes.ts';

let test: TestServer;
let owner: { username: string; proof: Proof; workspace: string };
beforeAll(async () => {
  test = await startTestServer();
  owner = await test.account();
});
afterAll(() => test.close());

const get = (path: string, as: Proof = owner.proof) => test.call('GET', path, undefined, as);
async function make(kind: string, body: object): Promise<string> {
  const { status, body: made } = await test.call('POST', `${kind}/`, body, owner.proof);
  expect(status).toBe(201);
  return made.api_id;
}
const names = (page: { entries: { name: string }[] }): string[] => page.entries.map(({ name }) => name);

/** Every page of a list, one after the other. */
async function everything(path: string): Promise<string[][]> {
  const pages: string[][] = [];
  let cursor: string | null = null;
  do {
    const { status, body } = await get(`${path}${cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`}`);
    expect(status).toBe(200);
    pages.push(names(body));
    cursor = body.next;
  } while (cursor !== null);
  return pages;
}

describe('figures in pages', () => {
  let analysis: string;
  const figures: Record<string, string> = {};
  beforeAll(async () => {
    analysis = await make('analysis', { name: 'Paged', workspace: owner.workspace });
    for (const name of ['beta', 'Alpha', '100% of_it', 'gamma', 'alpha'])
      figures[name] = await make('figure', { name, analysis });
    const data = [{ name: 'd', type: 'text', data: base64('x') }];
    for (const metadata of [{ n: 1 }, { n: 2 }]) await make('revision', { figure: figures['beta'], metadata, data });
  });

  it('are sorted by last change, by creation or by name', async () => {
    const of = async (sort: string) => (await everything(`analysis/${analysis}/figures/?limit=2&sort=${sort}`)).flat();
    expect(await of('changed')).toEqual(['beta', 'alpha', 'gamma', '100% of_it', 'Alpha']);
    expect(await of('created')).toEqual(['alpha', 'gamma', '100% of_it', 'Alpha', 'beta']);
    expect(await of('name')).toEqual(['100% of_it', 'Alpha', 'alpha', 'beta', 'gamma']);
  });

  it('fill pages of the requested size, without duplicates, and are counted', async () => {
    expect((await everything(`analysis/${analysis}/figures/?limit=2`)).map((page) => page.length)).toEqual([2, 2, 1]);
    expect((await get(`analysis/${analysis}/figures/?limit=1`)).body.total).toBe(5);
    expect((await get(`analysis/${analysis}/figures/?limit=5`)).body.next).toBeNull();
  });

  it('keep their order while others are published: a page continues after the last one', async () => {
    const first = (await get(`analysis/${analysis}/figures/?sort=created&limit=2`)).body;
    const late = await make('figure', { name: 'late', analysis });
    const second = (await get(`analysis/${analysis}/figures/?sort=created&limit=9&cursor=${first.next}`)).body;
    expect(names(second)).toEqual(['100% of_it', 'Alpha', 'beta']);
    await test.call('DELETE', `figure/${late}/`, undefined, owner.proof);
  });

  it('are found by a part of their name, ignoring case, with every character literal', async () => {
    const like = async (text: string) =>
      (await everything(`analysis/${analysis}/figures/?sort=name&name=${encodeURIComponent(text)}`)).flat();
    expect(await like('ALPHA')).toEqual(['Alpha', 'alpha']);
    expect(await like('%')).toEqual(['100% of_it']);
    expect(await like('_')).toEqual(['100% of_it']);
    expect(await like('\\')).toEqual([]);
    expect((await get(`analysis/${analysis}/figures/?name=alpha`)).body.total).toBe(2);
  });

  it('give all IDs and names that a filter lets through, looking at so many at once', async () => {
    const list = `analysis/${analysis}/figures/names/`;
    expect(await everything(`${list}?limit=2`)).toEqual([['alpha', 'gamma'], ['100% of_it', 'Alpha'], ['beta']]);
    expect(await everything(`${list}?limit=2&name=alpha`)).toEqual([['alpha'], ['Alpha'], []]);
    const { entries, next } = (await get(list)).body;
    expect([entries[4], next]).toEqual([{ api_id: figures['beta'], name: 'beta' }, null]);
    for (const query of ['limit=0', 'limit=2001', 'cursor=x', 'since=never'])
      expect((await get(`${list}?${query}`)).status).toBe(400);
  });

  it('are only counted in the head of their analysis', async () => {
    const { status, body } = await get(`analysis/${analysis}/head/`);
    expect([status, body.name, body.figure_count, body.figures]).toEqual([200, 'Paged', 5, undefined]);
  });

  it('have the number of their revisions and the newest one', async () => {
    const { entries } = (await get(`analysis/${analysis}/figures/?limit=2`)).body;
    const { revisions } = (await get(`figure/${figures['beta']}/`)).body;
    expect(entries[0]).toMatchObject({ name: 'beta', revision_count: 2, newest_revision: revisions[1].api_id });
    expect(entries[1]).toMatchObject({ name: 'alpha', revision_count: 0, newest_revision: null });
  });

  it.each(['limit=0', 'limit=201', 'limit=x', 'cursor=abc', 'sort=color', 'sort=name&cursor=WzEsMV0'])(
    'are refused for %s',
    async (query) => {
      expect((await get(`analysis/${analysis}/figures/?${query}`)).status).toBe(400);
    },
  );
});

it('analyses and assets of a workspace come in pages too, with their children', async () => {
  const { workspace } = await test.account();
  const other = await test.account();
  const mine = (await test.call('POST', 'workspace/', { name: 'Own' }, other.proof)).body.api_id;
  const made = await test.call('POST', 'analysis/', { name: 'One', workspace: mine }, other.proof);
  await test.call('POST', 'figure/', { name: 'F', analysis: made.body.api_id }, other.proof);
  await test.call('POST', 'asset/', { name: 'data.csv', workspace: mine }, other.proof);
  const analyses = (await get(`workspace/${mine}/analyses/`, other.proof)).body;
  expect(analyses).toMatchObject({ total: 1, next: null, entries: [{ name: 'One', figure_count: 1 }] });
  const assets = (await get(`workspace/${mine}/assets/`, other.proof)).body;
  expect(assets).toMatchObject({ total: 1, next: null, entries: [{ name: 'data.csv', revision_count: 0 }] });
  expect((await get(`workspace/${workspace}/analyses/`, other.proof)).status).toBe(403);
});

it('activity comes in pages, newest first', async () => {
  const workspace = await make('workspace', { name: 'Busy' });
  for (const name of ['a', 'b', 'c']) await make('analysis', { name, workspace });
  const whole = (await get(`workspace/${workspace}/log/`)).body as { api_id: string }[];
  const ids: string[] = [];
  let query = '?limit=2';
  for (;;) {
    const { entries, next } = (await get(`workspace/${workspace}/activity/${query}`)).body;
    expect(entries.length).toBeLessThanOrEqual(2);
    ids.push(...entries.map((item: { api_id: string }) => item.api_id));
    if (next === null) break;
    query = `?limit=2&cursor=${next}`;
  }
  expect(ids).toEqual(whole.map(({ api_id }) => api_id));
  expect((await get(`workspace/${workspace}/activity/?limit=0`)).status).toBe(400);
});

describe('jumping to a name', () => {
  const find = async (q: string, as: Proof = owner.proof) => (await get(`name/?q=${encodeURIComponent(q)}`, as)).body;

  it('finds workspaces, analyses, figures and assets; names that begin with the text come first', async () => {
    const workspace = await make('workspace', { name: 'a zebra crossing' });
    const analysis = await make('analysis', { name: 'Zebra stripes', workspace });
    await make('figure', { name: 'width of zebra stripes', analysis });
    await make('asset', { name: 'zebra.csv', workspace });
    const found = (await find('zebra')) as { name: string; kind: string; workspace_name: string }[];
    expect(found.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
      'asset zebra.csv',
      'analysis Zebra stripes',
      'figure width of zebra stripes',
      'workspace a zebra crossing',
    ]);
    expect(new Set(found.map((one) => one.workspace_name))).toEqual(new Set(['a zebra crossing']));
  });

  it("finds no other users' objects, and with a key for one workspace only objects in it", async () => {
    const [one, two] = [await make('workspace', { name: 'okapi one' }), await make('workspace', { name: 'okapi two' })];
    const stranger = await test.account();
    expect(await find('okapi', stranger.proof)).toEqual([]);
    const key = await test.key(owner.proof, { workspace: one });
    expect((await find('okapi', key.proof)).map(({ api_id }: { api_id: string }) => api_id)).toEqual([one]);
    expect((await find('okapi')).length).toBe(2);
    await test.call(
      'POST',
      `workspace/${two}/members/add/`,
      { username: stranger.username, membership_type: 'viewer' },
      owner.proof,
    );
    expect((await find('okapi', stranger.proof)).length).toBe(1);
  });

  it.each([199, 200])(
    'finds a long name by its first %i characters before newer ones with them inside',
    async (most) => {
      const workspace = await make('workspace', { name: `Long names ${most}` });
      const analysis = await make('analysis', { name: 'A', workspace });
      const name = `lynx ${most} ${'x'.repeat(300)}`;
      const wanted = await make('figure', { name, analysis });
      for (const letter of ['a', 'b']) await make('figure', { name: `${letter} ${name}`, analysis });
      const found = await get(`name/?limit=1&q=${encodeURIComponent(name.slice(0, most))}`);
      expect(found.body.map(({ api_id }: { api_id: string }) => api_id)).toEqual([wanted]);
    },
  );

  it('needs a search text', async () => {
    expect((await get('name/?q=')).status).toBe(400);
    expect((await get('name/')).status).toBe(400);
  });
});

it('rights are the actions that the caller may do', async () => {
  const viewer = await test.account();
  const workspace = await make('workspace', { name: 'Rights' });
  const analysis = await make('analysis', { name: 'A', workspace });
  await test.call(
    'POST',
    `workspace/${workspace}/members/add/`,
    { username: viewer.username, membership_type: 'viewer' },
    owner.proof,
  );
  expect((await get(`analysis/${analysis}/rights/`)).body).toEqual([
    'view',
    'follow',
    'create',
    'update',
    'delete',
    'manage',
    'own',
  ]);
  expect((await get(`analysis/${analysis}/rights/`, viewer.proof)).body).toEqual(['view', 'follow']);
  await test.call('POST', `analysis/${analysis}/share/link/`, { enabled: true }, owner.proof);
  expect((await test.call('GET', `analysis/${analysis}/rights/`)).body).toEqual(['view']);
});

describe('all names of a workspace', () => {
  it('are those of its analyses and assets', async () => {
    const { workspace } = owner;
    await make('analysis', { name: 'Named', workspace });
    const analyses = (await get(`workspace/${workspace}/analyses/names/?name=named`)).body;
    expect([names(analyses), analyses.next]).toEqual([['Named'], null]);
    expect((await get(`workspace/${workspace}/assets/names/`)).body).toEqual({ entries: [], next: null });
  });
});

describe('what changed between revisions', () => {
  const datum = (id: string, type: string, name: string, hash: string, metadata: object = {}) => ({
    id,
    type,
    name,
    hash,
    metadata: JSON.stringify(metadata),
  });
  const between = (before: object[], after: object[], other_metadata = false) =>
    changesBetween(
      [
        { id: '1', other_metadata: null },
        { id: '2', other_metadata },
      ],
      [
        ...before.map((one) => ({ ...datum('1', '', '', ''), ...one, id: '1' })),
        ...after.map((one) => ({ ...datum('2', '', '', ''), ...one, id: '2' })),
      ],
    ).get('2');
  const png = (hash: string, more: object = {}) => datum('', 'image', 'figure', hash, { format: 'png', ...more });

  it('is empty for the same bytes in any order', () => {
    const [code, table] = [datum('', 'code', 'c', '1'), datum('', 'dataframe', 't', '1')];
    expect(between([code, table], [table, code])).toEqual([]);
  });

  it('names each part whose bytes differ', () => {
    const parts = (hash: string) => [
      png(hash),
      datum('', 'code', 'Jupyter Cell', hash),
      datum('', 'dataframe', 't', hash),
      datum('', 'text', 'pip freeze', hash),
      datum('', 'text', 'note', hash),
      datum('', 'file', 'f', hash),
    ];
    expect(between(parts('1'), parts('2'))).toEqual(['picture', 'code', 'data', 'environment', 'text', 'files']);
  });

  it('includes metadata', () => {
    expect(between([], [], true)).toEqual(['metadata']);
    expect(between([png('1')], [png('2')], true)).toEqual(['picture', 'metadata']);
  });

  it('includes added and removed data', () => {
    const code = datum('', 'code', 'c', '1');
    expect(between([png('1')], [png('1'), code])).toEqual(['code']);
    expect(between([png('1'), code], [png('1')])).toEqual(['code']);
  });

  it('ignores data that always differ: watermarks, random IDs in vector formats, notebook history', () => {
    const revision = (hash: string) => [
      png('same'),
      png(hash, { is_watermarked: true }),
      datum('', 'image', 'figure', hash, { format: 'svg' }),
      datum('', 'code', 'IPython history', hash, { format: 'jupyter-history/json' }),
    ];
    expect(between(revision('1'), revision('2'))).toEqual([]);
  });

  it('compares vector formats if there is no raster format', () => {
    const svg = (hash: string) => datum('', 'image', 'figure', hash, { format: 'svg' });
    expect(between([svg('1')], [svg('2')])).toEqual(['picture']);
  });

  it('is listed for every revision of a figure, and empty for the first', async () => {
    const analysis = await make('analysis', { name: 'Changes', workspace: owner.workspace });
    const figure = await make('figure', { name: 'F', analysis });
    const publish = (code: string, metadata = {}) =>
      make('revision', { figure, metadata, data: [{ name: 'c', type: 'code', data: base64(code) }] });
    const revisions = [await publish('1'), await publish('2'), await publish('2'), await publish('2', { n: 1 })];
    await test.call('DELETE', `revision/${revisions[1]}/`, undefined, owner.proof);
    const [first, , third, fourth] = revisions;
    const changes = async (query = '') => {
      const { status, body } = await get(`figure/${figure}/changes/${query}`);
      return status === 200 ? body.map(({ revision, changed }: any) => [revision, ...changed]) : status;
    };
    expect(await changes()).toEqual([[first], [third, 'code'], [fourth, 'metadata']]);
    // Windows hold numbers, so those of deleted revisions are missing.
    expect(await changes('?limit=2')).toEqual([[first]]);
    expect(await changes('?from=1&limit=1')).toEqual([]);
    expect(await changes('?from=2&limit=1')).toEqual([[third, 'code']]);
    expect(await changes('?from=3')).toEqual([[fourth, 'metadata']]);
    expect(await changes('?from=999999999&limit=200')).toEqual([]);
    expect([await changes('?limit=0'), await changes('?limit=201'), await changes('?from=-1')]).toEqual([
      400, 400, 400,
    ]);
  });

  it('is listed for at most 200 revisions at once, however many are deleted', async () => {
    const analysis = await make('analysis', { name: 'Many changes', workspace: owner.workspace });
    const figure = await make('figure', { name: 'F', analysis });
    const ids: string[] = [];
    for (let n = 0; n < 203; n++) ids.push(await make('revision', { figure, metadata: { n: n >> 1 }, data: [] }));
    await test.call('DELETE', `revision/${ids[1]}/`, undefined, owner.proof);
    const changes = async (query: string) => (await get(`figure/${figure}/changes/${query}`)).body;
    const [first, ...others] = await changes('');
    expect(first).toMatchObject({ revision: ids[0], changed: [] });
    expect(others).toHaveLength(199);
    expect(others[0]).toMatchObject({ revision: ids[2], changed: ['metadata'] });
    expect(others[1]).toMatchObject({ revision: ids[3], changed: [] });
    expect(others.at(-1).revision).toBe(ids[200]);
    const rest = await changes('?from=201');
    expect(rest.map(({ revision, changed }: any) => [revision, ...changed])).toEqual([
      [ids[201]],
      [ids[202], 'metadata'],
    ]);
  });
});

it('the last changed objects of all workspaces are those of a member, newest first', async () => {
  const one = await test.account();
  const ask = async (path: string, body: object) => (await test.call('POST', path, body, one.proof)).body.api_id;
  const second = await ask('workspace/', { name: 'Second' });
  const figures: string[] = [];
  for (const [workspace, name] of [
    [one.workspace, 'A'],
    [second, 'B'],
  ] as const) {
    const analysis = await ask('analysis/', { name, workspace });
    figures.push(await ask('figure/', { name: `In ${name}`, analysis }));
    await ask('asset/', { name: `${name}.csv`, workspace });
  }
  await ask('revision/', { figure: figures[0], metadata: {}, data: [{ name: 'd', type: 'text', data: base64('x') }] });
  await test.call('POST', `figure/${figures[0]}/share/link/`, { enabled: true }, one.proof);
  const shared = await make('figure', {
    name: 'Shared',
    analysis: await make('analysis', { name: 'S', workspace: owner.workspace }),
  });
  await test.call(
    'POST',
    `figure/${shared}/share/user/`,
    { username: one.username, sharing_enabled: true },
    owner.proof,
  );

  const { status, body } = await get('recent/', one.proof);
  expect(status).toBe(200);
  expect(names({ entries: body.figures })).toEqual(['In A', 'In B']);
  expect(body.figures[0]).toMatchObject({ analysis_name: 'A', access: { visibility: 'link', people: 1 } });
  expect(body.figures[1]).toMatchObject({ workspace_name: 'Second', access: { visibility: 'private' } });
  expect(names({ entries: body.analyses })).toEqual(['A', 'B']);
  expect(names({ entries: body.assets })).toEqual(['B.csv', 'A.csv']);
  expect((await get('recent/?limit=1', one.proof)).body.figures).toHaveLength(1);
  expect((await get('recent/?limit=0', one.proof)).status).toBe(400);
  const key = await test.key(one.proof, { workspace: second });
  expect(names({ entries: (await get('recent/', key.proof)).body.figures })).toEqual(['In B']);
  await test.call('DELETE', `figure/${figures[0]}/`, undefined, one.proof);
  expect(names({ entries: (await get('recent/', one.proof)).body.figures })).toEqual(['In B']);
});

it('the objects of `recent` are marked as in the lists, also for shares of their analysis', async () => {
  const workspace = await make('workspace', { name: 'Marks' });
  const analysis = await make('analysis', { name: 'Open', workspace });
  const inside = await make('figure', { name: 'In it', analysis });
  const other = await make('analysis', { name: 'Closed', workspace });
  const figure = await make('figure', { name: 'Shown to one', analysis: other });
  const asset = await make('asset', { name: 'data.csv', workspace });
  const guest = await test.account();
  await test.call('POST', `analysis/${analysis}/share/link/`, { enabled: true }, owner.proof);
  const byName = { username: guest.username, sharing_enabled: true };
  await test.call('POST', `figure/${figure}/share/user/`, byName, owner.proof);

  const { status, body } = await get(`workspace/${workspace}/recent/access/`);
  expect(status).toBe(200);
  const marks = new Map(body.map((row: any) => [row.api_id, row.access]));
  expect(marks.get(inside)).toEqual({ visibility: 'link', people: 1, guests: 0 });
  expect(marks.get(figure)).toEqual({ visibility: 'people', people: 2, guests: 1 });
  expect(marks.get(other)).toEqual({ visibility: 'private', people: 1, guests: 0 });
  const lists = [`workspace/${workspace}/analyses/`, `workspace/${workspace}/assets/`];
  lists.push(`analysis/${analysis}/figures/`, `analysis/${other}/figures/`);
  for (const path of lists)
    for (const entry of (await get(path)).body.entries) expect(marks.get(entry.api_id)).toEqual(entry.access);
  expect(new Set(marks.keys())).toEqual(new Set([analysis, inside, other, figure, asset]));

  expect((await get(`workspace/${workspace}/recent/access/?limit=1`)).body).toHaveLength(3);
  expect((await get(`workspace/${workspace}/recent/access/?limit=0`)).status).toBe(400);
  expect((await get(`workspace/${workspace}/recent/access/?limit=201`)).status).toBe(400);
  expect((await get(`workspace/${workspace}/recent/access/`, guest.proof)).status).toBe(403);
});
