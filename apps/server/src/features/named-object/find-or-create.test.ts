import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { base64, type Proof, startTestServer, type TestServer } from '../../testing/index.ts';

let test: TestServer;
let owner: { username: string; proof: Proof };
let organization: string;
let workspace: string;
let analysis: string;

const call = (path: string, body: object, as = owner.proof) => test.call('POST', path, body, as);
const make = async (path: string, body: object): Promise<string> => (await call(path, body)).body.api_id;
const read = async (path: string) => (await test.call('GET', path, undefined, owner.proof)).body;

beforeAll(async () => {
  test = await startTestServer();
  owner = await test.account();
});
afterAll(() => test.close());
beforeEach(async () => {
  organization = await make('organization/', { name: 'O' });
  workspace = await make('workspace/', { name: 'W', organization });
  analysis = await make('analysis/', { name: 'A', workspace });
});

const COMPOSED = 'Gr\u00f6\u00dfe';
const DECOMPOSED = 'Gro\u0308\u00dfe';

/** The kinds with their parents, and the answer's field for the parent. */
const KINDS = [
  { kind: 'workspace', field: 'organization', parent: () => organization },
  { kind: 'analysis', field: 'workspace', parent: () => workspace },
  { kind: 'figure', field: 'analysis', parent: () => analysis },
  { kind: 'asset', field: 'workspace', parent: () => workspace },
];

describe.each(KINDS)('$kind', ({ kind, field, parent }) => {
  const find = (name: string, more: object = {}) =>
    call(`${kind}/find_or_create/`, { parent: parent(), name, ...more });
  const create = (name: string) => make(`${kind}/`, { [field]: parent(), name });
  const created = async () => {
    const log = await read(`organization/${organization}/log/`);
    return log.filter((item: any) => item.target_type === kind && item.action === 'create').length;
  };

  it('is created once, with 201, and then found unchanged, with 200', async () => {
    const before = await created();
    const made = await find(' Thrust/Σ ', { description: 'first' });
    expect([made.status, made.body.name, made.body.description]).toEqual([201, ' Thrust/Σ ', 'first']);
    expect(made.body[field]).toBe(parent());
    const found = await find(' Thrust/Σ ', { description: 'second' });
    expect([found.status, found.body]).toEqual([200, made.body]);
    expect(found.body).toEqual(await read(`${kind}/${made.body.api_id}/`));
    expect((await created()) - before).toBe(1);
  });

  it('is the oldest of several, even if POST creates others', async () => {
    const first = await create('Twice');
    await create('Twice');
    expect((await find('Twice')).body.api_id).toBe(first);
    await test.call('DELETE', `${kind}/${first}/`, undefined, owner.proof);
    expect((await find('Twice')).status).toBe(200);
  });

  it('is found by any Unicode composition of its name, and keeps its original name', async () => {
    const made = await find(DECOMPOSED);
    expect(made.body.name).toBe(DECOMPOSED);
    const found = await find(COMPOSED);
    expect([found.status, found.body.api_id, found.body.name]).toEqual([200, made.body.api_id, DECOMPOSED]);
    for (const other of ['Grosse', 'grösse', `${COMPOSED} `]) expect((await find(other)).status).toBe(201);
  });

  it('is found by its new name after a rename, and no longer by the old one', async () => {
    const { api_id } = (await find('Old')).body;
    await test.call('PATCH', `${kind}/${api_id}/`, { name: COMPOSED }, owner.proof);
    await test.call('PATCH', `${kind}/${api_id}/`, { description: 'changed' }, owner.proof);
    expect((await find(DECOMPOSED)).body.api_id).toBe(api_id);
    expect((await find('Old')).status).toBe(201);
  });

  it('accepts names of the maximum length', async () => {
    // Random, so that an index can't compress it.
    const name = Array.from({ length: 1024 }, () =>
      String.fromCodePoint(0x20000 + Math.floor(Math.random() * 40000)),
    ).join('');
    expect([(await find(name)).status, (await find(name)).status, (await find('')).status]).toEqual([201, 200, 400]);
  });

  it('is created once by a hundred concurrent requests', async () => {
    const name = randomUUID();
    const names = [`${name} e\u0301`, `${name} \u00e9`];
    const answers = await Promise.all(Array.from({ length: 100 }, (_, at) => find(names[at % 2] ?? '')));
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([...Array(99).fill(200), 201]);
    expect(new Set(answers.map(({ body }) => body.api_id)).size).toBe(1);
  });

  it('is not found in another parent', async () => {
    const { api_id } = (await find('Here')).body;
    const elsewhere = await make('organization/', { name: 'Elsewhere' });
    const there = await make('workspace/', { name: 'Elsewhere', organization: elsewhere });
    const parents: Record<string, string> = {
      workspace: elsewhere,
      asset: there,
      analysis: there,
      figure: await make('analysis/', { name: 'Elsewhere', workspace: there }),
    };
    const found = await call(`${kind}/find_or_create/`, { parent: parents[kind], name: 'Here' });
    expect(found.status).toBe(201);
    expect(found.body.api_id).not.toBe(api_id);
  });

  it('needs an existing parent', async () => {
    for (const [wrong, status] of [
      [randomUUID(), 404],
      ['no ID', 404],
      [7, 400],
    ])
      expect((await call(`${kind}/find_or_create/`, { parent: wrong, name: 'N' })).status).toBe(status);
    const none = await call(`${kind}/find_or_create/`, { name: randomUUID() });
    expect(none.status).toBe(kind === 'workspace' ? 201 : 400);
  });
});

it('a moved object is found in its new parent', async () => {
  const { api_id } = (await call('figure/find_or_create/', { parent: analysis, name: 'Moves' })).body;
  const other = await make('analysis/', { name: 'Other', workspace });
  await test.call('PATCH', `figure/${api_id}/`, { analysis: other }, owner.proof);
  expect((await call('figure/find_or_create/', { parent: other, name: 'Moves' })).body.api_id).toBe(api_id);
  expect((await call('figure/find_or_create/', { parent: analysis, name: 'Moves' })).status).toBe(201);
});

it("a workspace without a parent is one of the caller's own, in no organization", async () => {
  const name = randomUUID();
  await make('workspace/', { name, organization });
  const guest = await test.account();
  const shared = (await call('workspace/', { name }, guest.proof)).body.api_id;
  const member = { username: owner.username, membership_type: 'admin' };
  await call(`workspace/${shared}/members/add/`, member, guest.proof);
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, at) => call('workspace/find_or_create/', { name, ...(at % 2 && { parent: null }) })),
  );
  expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([...Array(19).fill(200), 201]);
  const [mine] = answers.map(({ body }) => body);
  expect(mine).toMatchObject({ name, organization: null, workspace_type: 'secondary' });
  expect(mine.api_id).not.toBe(shared);
  expect((await call('workspace/find_or_create/', { name }, guest.proof)).body.api_id).toBe(shared);
});

it('an asset requested with an analysis belongs to it', async () => {
  const name = randomUUID();
  const forAll = (await call('asset/find_or_create/', { parent: workspace, name })).body;
  expect(forAll.analysis).toBeNull();
  const asked = { parent: workspace, name, analysis: analysis.toUpperCase() };
  const answers = await Promise.all(Array.from({ length: 20 }, () => call('asset/find_or_create/', asked)));
  expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([...Array(19).fill(200), 201]);
  expect(answers[0]?.body).toMatchObject({ analysis, workspace, name });
  expect((await call('asset/find_or_create/', { parent: workspace, name })).body.api_id).toBe(forAll.api_id);
  const elsewhere = await make('workspace/', { name: 'Elsewhere' });
  expect((await call('asset/find_or_create/', { ...asked, parent: elsewhere })).status).toBe(400);
});

it('finding by exact name stays exact', async () => {
  const name = `${randomUUID()} ${DECOMPOSED}`;
  await call('asset/find_or_create/', { parent: workspace, name });
  expect((await call('asset/find_by_name/', { name })).body).toHaveLength(1);
  expect((await call('asset/find_by_name/', { name: name.normalize('NFC') })).body).toEqual([]);
});

it("auto-assign finds a figure by any Unicode composition of the code's title", async () => {
  const { api_id } = (await call('figure/find_or_create/', { parent: analysis, name: DECOMPOSED })).body;
  const data = [
    { name: 'c', type: 'code', metadata: { language: 'Python' }, data: base64(`plt.title("${COMPOSED}")`) },
  ];
  const published = await call('revision/auto-assign/', { analysis, metadata: {}, data });
  expect(published.body.figure).toBe(api_id);
});

it('concurrent publishes and requests with a new title create one figure', async () => {
  const name = randomUUID();
  const answers = await Promise.all(
    Array.from({ length: 24 }, (_, at) =>
      at % 2
        ? call('revision/auto-assign/', { analysis, metadata: { title: name }, data: [] })
        : call('figure/find_or_create/', { parent: analysis, name }),
    ),
  );
  expect(answers.filter(({ status }) => status >= 300)).toEqual([]);
  const { figures } = await read(`analysis/${analysis}/`);
  expect(figures.filter((figure: any) => figure.name === name)).toHaveLength(1);
});
