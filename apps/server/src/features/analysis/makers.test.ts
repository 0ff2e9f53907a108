import { afterAll, beforeAll, expect, it } from 'vitest';
import { base64, startTestServer, type TestServer } from '../../testing/index.ts';

let test: TestServer;
let owner: Awaited<ReturnType<TestServer['account']>>;
beforeAll(async () => {
  test = await startTestServer();
  owner = await test.account();
});
afterAll(() => test.close());

const make = async (path: string, body: object) => {
  const answer = await test.call('POST', path, body, owner.proof);
  if (answer.status !== 201) throw new Error(answer.text);
  return answer.body;
};
const get = async (path: string) => (await test.call('GET', path, undefined, owner.proof)).body;
const data = [{ name: 'd', type: 'text', data: base64('x') }];
const idOf = async (path: string, body: object): Promise<string> => (await make(path, body)).api_id;

it('are the notebooks and scripts that the metadata name, the last used first', async () => {
  const analysis = await idOf('analysis/', { name: 'A', workspace: owner.workspace });
  const publish = async (metadata: unknown, figure?: string) => {
    const into = figure ?? (await idOf('figure/', { name: 'F', analysis }));
    return { figure: into, id: await idOf('revision/', { figure: into, metadata, data }) };
  };
  const notebook = { notebook_name: 'dose.ipynb', notebook_path: '/home/ada/dose.ipynb' };
  const first = await publish({ ...notebook, url: 'http://localhost:8888/lab?token=1' });
  await publish({ ...notebook, url: 'http://localhost:9999/lab?token=2' }, first.figure);
  const second = await publish(notebook);
  const script = await publish({ script: 'plot.py', notebook_name: 7 });
  for (const odd of [{}, [], 'text', null, { notebook_name: '' }]) await publish(odd);
  const nameless = { notebook_name: null, notebook_path: null, url: null };
  const makers = await get(`analysis/${analysis}/makers/`);
  expect(makers).toMatchObject([
    { ...nameless, script: 'plot.py', figures: 1, newest: script.id },
    { ...notebook, script: null, url: null, figures: 2, newest: second.id },
  ]);
  await test.call('DELETE', `figure/${second.figure}/`, undefined, owner.proof);
  expect((await get(`analysis/${analysis}/makers/`))[1]).toMatchObject({
    url: 'http://localhost:9999/lab?token=2',
    figures: 1,
  });
});

it('and all links stay when the analysis, the figure and the file get other names', async () => {
  const analysis = await idOf('analysis/', { name: 'A', workspace: owner.workspace });
  const figure = await idOf('figure/', { name: 'F', analysis });
  const asset = await idOf('asset/', { name: 'a.csv', workspace: owner.workspace });
  const file = await idOf('asset_revision/', { asset, metadata: {}, data });
  const { prefix } = await make('short_id_prefix/reserve/', {});
  const revision = await idOf('revision/', {
    figure,
    metadata: { script: 'plot.py' },
    data,
    short_id: `${prefix}0`,
    assets: [{ asset_revision: file, use_type: 'direct' }],
  });
  const read = async () => {
    const { edges } = await get(`asset/${asset}/lineage/`);
    const { parent } = (await get(`revision/${revision}/lineage/`)).nodes[0];
    return [edges, parent, await get(`short_id/${prefix}0/`), await get(`analysis/${analysis}/makers/`)];
  };
  const before = await read();
  expect(before[0]).toEqual([{ from: file, to: revision, type: 'use', use_type: 'direct' }]);
  for (const path of [`analysis/${analysis}`, `figure/${figure}`, `asset/${asset}`])
    expect((await test.call('PATCH', `${path}/`, { name: 'Renamed' }, owner.proof)).status).toBe(200);
  expect(await read()).toEqual(before);
});
