import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { base64, type Proof, startTestServer, type TestServer } from '../../testing/index.ts';

let test: TestServer;
let owner: { username: string; proof: Proof; workspace: string };
let analysis: string;
beforeAll(async () => {
  test = await startTestServer();
  owner = await test.account();
  analysis = await make('analysis/', { name: 'Analysis', workspace: owner.workspace });
});
afterAll(() => test.close());

const make = async (path: string, body: object, as = owner.proof): Promise<string> => {
  const answer = await test.call('POST', path, body, as);
  if (answer.status >= 300) throw new Error(answer.text);
  return answer.body.api_id;
};
const file = async (name: string, text: string, workspace = owner.workspace) => {
  const asset = await make('asset/', { name, workspace });
  return { asset, revision: await again(asset, text) };
};
const again = (asset: string, text: string) =>
  make('asset_revision/', { asset, metadata: {}, data: [{ name: 'f', type: 'file', data: base64(text) }] });
const figure = (name: string) => make('figure/', { name, analysis });
const plot = (of: string, from: readonly string[], use_type = 'direct') =>
  make('revision/', {
    figure: of,
    metadata: {},
    data: [],
    assets: from.map((asset_revision) => ({ asset_revision, use_type })),
  });
const derive = (from: string, into: string) => make(`revision/${from}/derive/`, { figure: into });
const ask = async (path: string, as: Proof | undefined = owner.proof) => {
  const answer = await test.call('GET', path, undefined, as);
  if (answer.status !== 200) throw new Error(answer.text);
  return answer.body;
};
const distances = ({ nodes }: any) => Object.fromEntries(nodes.map((node: any) => [node.api_id, node.distance]));

it('goes several steps in both directions, and describes each connection', async () => {
  const [raw, clean] = [await file('raw.csv', 'raw'), await file('clean.csv', 'clean')];
  const [plotted, browser] = [await figure('Plotted'), await figure('Derived')];
  const first = await plot(plotted, [raw.revision, clean.revision], 'indirect');
  const second = await derive(first, browser);
  const third = await derive(second, browser);

  const up = await ask(`revision/${third}/lineage/?direction=up`);
  expect(distances(up)).toEqual({ [third]: 0, [second]: -1, [first]: -2, [raw.revision]: -3, [clean.revision]: -3 });
  expect(up.edges).toEqual([
    { from: raw.revision, to: first, type: 'use', use_type: 'indirect' },
    { from: clean.revision, to: first, type: 'use', use_type: 'indirect' },
    { from: first, to: second, type: 'derive', use_type: null },
    { from: second, to: third, type: 'derive', use_type: null },
  ]);
  expect([up.start, up.cut]).toEqual([[third], false]);
  expect(up.nodes.find((node: any) => node.api_id === raw.revision)).toMatchObject({
    kind: 'asset_revision',
    name: 'raw.csv',
    parent: raw.asset,
    analysis: null,
    hash: expect.stringMatching(/^[0-9a-f]{64}$/),
    created_by: owner.username,
  });
  expect(up.nodes[0]).toMatchObject({ kind: 'revision', name: 'Derived', parent: browser, analysis, hash: null });

  const down = await ask(`asset/${raw.asset}/lineage/?direction=down`);
  expect(distances(down)).toEqual({ [raw.revision]: 0, [first]: 1, [second]: 2, [third]: 3 });
  const both = await ask(`figure/${browser}/lineage/`);
  expect(new Set(both.start)).toEqual(new Set([second, third]));
  expect(distances(both)).toEqual({
    [second]: 0,
    [third]: 0,
    [first]: -1,
    [raw.revision]: -2,
    [clean.revision]: -2,
  });
});

it('follows copies of a file in the workspace, but not empty files, nor to other workspaces', async () => {
  const text = randomUUID();
  const [one, copy, empty, void_] = [
    await file('a.csv', text),
    await file('copy.csv', text),
    await file('empty', ''),
    await file('void', ''),
  ];
  const later = await again(one.asset, text);
  const elsewhere = await make('workspace/', { name: 'Elsewhere' });
  const far = await file('a.csv', text, elsewhere);
  const drawn = await plot(await figure('Of the copy'), [copy.revision, empty.revision]);
  const down = await ask(`asset_revision/${one.revision}/lineage/?direction=down`);
  expect(distances(down)).toEqual({ [one.revision]: 0, [copy.revision]: 1, [later]: 1, [drawn]: 2 });
  expect(down.edges).toContainEqual({ from: one.revision, to: later, type: 'same_bytes', use_type: null });
  expect(down.edges).toContainEqual({ from: one.revision, to: copy.revision, type: 'same_bytes', use_type: null });
  const up = distances(await ask(`revision/${drawn}/lineage/?direction=up`));
  expect(up[one.revision]).toBe(-2);
  expect([up[far.revision], up[void_.revision]]).toEqual([undefined, undefined]);
});

it('omits revisions that the reader may not view, and those reached only through them', async () => {
  const source = await file('source.csv', randomUUID());
  const [shared, secret] = [await figure('Shared'), await figure('Secret')];
  const first = await plot(shared, [source.revision]);
  const hidden = await derive(first, secret);
  const last = await derive(hidden, shared);
  const other = await test.account();
  expect((await test.call('GET', `figure/${shared}/lineage/`, undefined, other.proof)).status).toBe(403);
  await test.call('POST', `figure/${shared}/share/link/`, { enabled: true }, owner.proof);
  for (const as of [other.proof, {}]) {
    const seen = await ask(`figure/${shared}/lineage/`, as);
    expect(distances(seen)).toEqual({ [first]: 0, [last]: 0 });
    expect(seen.edges).toEqual([]);
    expect(distances(await ask(`revision/${first}/lineage/`, as))).toEqual({ [first]: 0 });
  }
  const key = await test.key(owner.proof, { workspace: owner.workspace });
  expect(distances(await ask(`revision/${last}/lineage/?direction=up`, key.proof))[source.revision]).toBe(-3);
});

it('omits the edge to a deleted origin, but not the revision derived from it', async () => {
  const origin = await plot(await figure('Origin'), []);
  const derived = await derive(origin, await figure('Left'));
  await test.call('DELETE', `revision/${origin}/`, undefined, owner.proof);
  expect(await ask(`revision/${derived}/lineage/`)).toMatchObject({ nodes: [{ api_id: derived }], edges: [] });
});

it('reports when it is cut, by depth and by number', async () => {
  const chain = [await plot(await figure('Chain'), [])];
  const links = await figure('Links');
  for (let count = 0; count < 4; count++) chain.push(await derive(chain.at(-1) as string, links));
  const start = `revision/${chain[0]}/lineage/`;
  expect(await ask(`${start}?depth=3`)).toMatchObject({ cut: true, nodes: { length: 4 } });
  expect(await ask(`${start}?depth=4`)).toMatchObject({ cut: false, nodes: { length: 5 } });
  expect(await ask(`${start}?limit=2`)).toMatchObject({ cut: true, nodes: { length: 2 } });
  expect(await ask(`${start}?limit=5`)).toMatchObject({ cut: false, nodes: { length: 5 } });
  expect(await ask(`figure/${links}/lineage/?limit=3&direction=down`)).toMatchObject({
    cut: true,
    start: { length: 3 },
  });
  for (const query of ['depth=0', 'depth=21', 'limit=0', 'limit=1001', 'limit=x', 'direction=sideways'])
    expect((await test.call('GET', `${start}?${query}`, undefined, owner.proof)).status, query).toBe(400);
});

it('of an empty figure is empty', async () => {
  const empty = { start: [], nodes: [], edges: [], cut: false };
  expect(await ask(`figure/${await figure('Empty')}/lineage/`)).toEqual(empty);
});

/** The answer, with the shortest of three durations, since other programs may slow the machine down. */
async function quickest(path: string) {
  let took = Number.POSITIVE_INFINITY;
  let seen: any;
  for (let round = 0; round < 3; round++) {
    const began = performance.now();
    seen = await ask(path);
    took = Math.min(took, performance.now() - began);
  }
  return { seen, took };
}

/** Columns of a revision that only has to be there. */
const PLAIN = { revision_index: 0, metadata: '{}', is_clean_room: 0, short_id: null, derived_from: null };

it('of a file that was published a thousand times is as fast as its answer is small', async () => {
  const { db } = test.server.database;
  const source = await file('nightly.csv', randomUUID());
  const { hash } = await db
    .selectFrom('data')
    .select('hash')
    .where('owner_id', '=', source.revision)
    .executeTakeFirstOrThrow();
  const object = { kind: 'asset_revision' as const, parent_id: source.asset, workspace_id: owner.workspace, name: '' };
  const stamps = { updated_on: null, updated_by: null, child_updated_on: null, child_updated_by: null };
  const made = {
    name_key: '',
    description: null,
    size_bytes: 36,
    created_on: 1,
    created_by: owner.username,
    ...stamps,
  };
  const publish = async (count: number) => {
    const ids = Array.from({ length: count }, () => randomUUID());
    await db
      .insertInto('objects')
      .values(ids.map((id) => ({ id, ...object, ...made })))
      .execute();
    await db
      .insertInto('revisions')
      .values(ids.map((id) => ({ id, parent_id: source.asset, ...PLAIN })))
      .execute();
    const held = { position: 0, name: 'f', type: 'file', hash, size_bytes: 36, is_clean_room: 0, metadata: '{}' };
    await db
      .insertInto('data')
      .values(ids.map((owner_id) => ({ id: randomUUID(), owner_id, ...held })))
      .execute();
  };
  await publish(100);
  const few = await quickest(`asset/${source.asset}/lineage/?limit=100&depth=20`);
  expect([few.seen.nodes.length, few.seen.cut]).toEqual([100, true]);
  await publish(900);
  const { seen, took } = await quickest(`asset/${source.asset}/lineage/?limit=1000&depth=20`);
  expect([seen.nodes.length, seen.cut]).toEqual([1000, true]);
  // Ten times as many nodes. If each was compared with each, it would take a hundred times as long.
  expect(took / few.took).toBeLessThan(40);
});

it('of a file that is used in very many figures is as fast as its answer is small', async () => {
  const { db } = test.server.database;
  const source = await file('popular.csv', randomUUID());
  const parent = await figure('Popular');
  const stamps = { updated_on: null, updated_by: null, child_updated_on: null, child_updated_by: null };
  const object = { kind: 'revision' as const, parent_id: parent, workspace_id: owner.workspace, name: '', ...stamps };
  const useInThousand = async () => {
    const some = Array.from({ length: 1000 }, () => randomUUID());
    const made = { name_key: '', description: null, size_bytes: 0, created_on: 1, created_by: owner.username };
    await db
      .insertInto('objects')
      .values(some.map((id) => ({ id, ...object, ...made })))
      .execute();
    await db
      .insertInto('revisions')
      .values(some.map((id) => ({ id, parent_id: parent, ...PLAIN })))
      .execute();
    const link = { asset_revision_id: source.revision, use_type: 'direct' as const, position: 0 };
    await db
      .insertInto('asset_links')
      .values(some.map((figure_revision_id) => ({ figure_revision_id, ...link })))
      .execute();
  };
  await useInThousand();
  const path = `asset_revision/${source.revision}/lineage/?limit=1000&depth=20`;
  const few = await quickest(path);
  for (let thousands = 1; thousands < 20; thousands++) await useInThousand();
  const { seen, took } = await quickest(path);
  expect([seen.nodes.length, seen.edges.length, seen.cut]).toEqual([1000, 999, true]);
  // Twenty times as many uses. If each was read, it would take twenty times as long.
  expect(took / few.took).toBeLessThan(14);
});
