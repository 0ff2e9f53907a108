import { afterAll, beforeAll, expect, it } from 'vitest';
import { base64, startTestServer, type TestServer } from '../../testing/index.ts';
import { namesLocalPath } from './service/local-paths.ts';

let test: TestServer;
let owner: Awaited<ReturnType<TestServer['account']>>;
let analysis: string;
beforeAll(async () => {
  test = await startTestServer();
  owner = await test.account();
  analysis = await make('analysis/', { name: 'A', workspace: owner.workspace });
});
afterAll(() => test.close());

async function make(path: string, body: object): Promise<string> {
  const answer = await test.call('POST', path, body, owner.proof);
  if (answer.status !== 201) throw new Error(answer.text);
  return answer.body.api_id;
}
const datum = (type: string, name: string, metadata: object = {}) => ({ type, name, metadata, data: base64(name) });
const publish = (figure: string, data: object[], metadata: object = {}) =>
  make('revision/', { figure, metadata, data });
const contentsOf = async (path: string) =>
  (await test.call('GET', `${path}/share/contents/`, undefined, owner.proof)).body;

it('counts the revisions with each kind of data below an object', async () => {
  const [one, two] = [
    await make('figure/', { name: 'one', analysis }),
    await make('figure/', { name: 'two', analysis }),
  ];
  const code = [datum('code', 'a.py'), datum('code', 'b.py'), datum('text', 'pip freeze')];
  const first = await publish(one, code);
  await publish(one, [datum('dataframe', 'points'), datum('text', 'System Info'), datum('image', 'plot')]);
  const third = await publish(two, [datum('file', 'notes.md'), datum('code', 'a.R'), datum('text', 'sessionInfo')], {
    at: '/home/ada/plots/x.py',
  });
  const none = { code: 0, tables: 0, files: 0, packages: 0, texts: 0, local_paths: false };
  expect(await contentsOf(`analysis/${analysis}`)).toEqual({
    figures: 2,
    revisions: 3,
    examined: 3,
    code: 2,
    tables: 1,
    files: 1,
    packages: 2,
    texts: 1,
    local_paths: true,
  });
  const ofOne = { figures: 1, revisions: 2, examined: 2 };
  expect(await contentsOf(`figure/${one}`)).toEqual({ ...none, ...ofOne, code: 1, tables: 1, packages: 1, texts: 1 });
  expect(await contentsOf(`revision/${first}`)).toEqual({
    ...none,
    figures: 0,
    revisions: 1,
    examined: 1,
    code: 1,
    packages: 1,
  });
  expect((await contentsOf(`revision/${third}`)).local_paths).toBe(true);
  const asset = await make('asset/', { name: 'data.csv', workspace: owner.workspace });
  expect(await contentsOf(`asset/${asset}`)).toEqual({ ...none, figures: 0, revisions: 0, examined: 0 });
  const data = [datum('file', 'data.csv', { path: 'C:\\Users\\ada\\data.csv' })];
  const held = await make('asset_revision/', { asset, metadata: {}, data });
  for (const path of [`asset/${asset}`, `asset_revision/${held}`])
    expect(await contentsOf(path)).toMatchObject({ revisions: 1, files: 1, local_paths: true });
});

it('examines the newest 1,000 revisions', async () => {
  const figure = await make('figure/', {
    name: 'many',
    analysis: await make('analysis/', { name: 'B', workspace: owner.workspace }),
  });
  await publish(figure, [datum('code', 'old.py')], { at: '/home/ada/x.py' });
  const { db } = test.server.database;
  const { seq: _, ...row } = await db
    .selectFrom('objects')
    .selectAll()
    .where('parent_id', '=', figure)
    .executeTakeFirstOrThrow();
  const ids = Array.from({ length: 1000 }, (_each, n) => `id ${n}`);
  for (let from = 0; from < ids.length; from += 100) {
    const some = ids.slice(from, from + 100);
    await db
      .insertInto('objects')
      .values(some.map((id) => ({ ...row, id })))
      .execute();
    const fields = {
      parent_id: figure,
      metadata: '{}',
      is_clean_room: 0,
      short_id: null,
      derived_from: null,
      key_id: null,
    };
    const rows = some.map((id, index) => ({ ...fields, id, revision_index: from + index + 1 }));
    await db.insertInto('revisions').values(rows).execute();
  }
  const found = { revisions: 1001, examined: 1000, code: 0, local_paths: false };
  expect(await contentsOf(`figure/${figure}`)).toMatchObject(found);
});

it.each([
  '/home/ada/x.py',
  '/content/drive/x.ipynb',
  '~/plots/x.py',
  'C:\\Users\\ada\\x.py',
  'D:/plots/x.R',
  '\\\\server\\share\\x.R',
  'file:///Users/ada/x.ipynb',
  'python /home/ada/run.py --all',
  'saved in C:\\Users\\ada',
])('%j is a local path', (path) => {
  for (const json of [JSON.stringify({ path }), JSON.stringify([path]), JSON.stringify(path).replaceAll('/', '\\/')])
    expect([json, namesLocalPath(json)]).toEqual([json, true]);
});

it.each([
  'text/csv',
  'jupyter-history/json',
  '/',
  '1/2',
  'https://example.org/home/ada/',
  'https://example.org/~ada/Users/x',
  'a/home/b',
  'plot.png',
])('%j is no local path', (text) => {
  const json = JSON.stringify({ text });
  expect([json, namesLocalPath(json)]).toEqual([json, false]);
});

it('the path of a notebook counts, even a relative one', () => {
  expect(namesLocalPath('{"notebook_path": "plots/x.ipynb"}')).toBe(true);
  expect(namesLocalPath('{"notebook_path": null, "notebook_name": "x.ipynb"}')).toBe(false);
});
