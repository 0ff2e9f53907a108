import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { copyFigures } from '../../../../../tools/bench/lib/fill.ts';
import { base64, type Proof, startTestServer, type TestServer } from '../../testing/index.ts';

/** Copies beside the templates. */
const COUNT = 14;

let test: TestServer;
let owner: Awaited<ReturnType<TestServer['account']>>;
let colleague: Awaited<ReturnType<TestServer['account']>>;
beforeAll(async () => {
  test = await startTestServer();
  owner = await test.account();
  colleague = await test.account();
});
afterAll(() => test.close());

const send = async (method: 'POST' | 'PUT' | 'GET', path: string, body?: object, as: Proof = owner.proof) => {
  const { status, text, body: answer } = await test.call(method, path, body, as);
  if (status >= 300) throw new Error(`${path}: ${text}`);
  return answer;
};
const make = async (path: string, body: object, as?: Proof): Promise<string> =>
  (await send('POST', path, body, as)).api_id;

const picture = { name: 'p', type: 'image', metadata: { format: 'png' }, data: base64('a picture') };
const table = { name: 't', type: 'dataframe', metadata: { format: 'csv' }, data: base64('a,b\n1,2\n') };
const kinds = () => [
  { every: 5, as: colleague.proof, tags: ['Draft', 'rare'], data: [table], isStarred: true },
  { every: 3, as: owner.proof, tags: ['paper'], data: [picture, table] },
  { every: 1, as: owner.proof, tags: [], data: [picture] },
];

/** Publishes a figure of a kind. */
async function publish(
  analysis: string,
  { as, tags, data, isStarred }: ReturnType<typeof kinds>[number],
  name: string,
) {
  const figure = await make('figure/', { name, analysis, tags }, as);
  const revision = await make('revision/', { figure, metadata: { n: 1 }, data }, as);
  if (isStarred) await send('PUT', `figure/${figure}/star/`);
  return { figure, revision };
}

/** Makes a workspace with an analysis and the templates. */
async function begin() {
  const workspace = await make('workspace/', { name: 'Lab' });
  await send('POST', `workspace/${workspace}/members/add/`, {
    username: colleague.username,
    membership_type: 'creator',
  });
  const analysis = await make('analysis/', { name: 'Many', workspace });
  const templates = [];
  for (const kind of kinds()) templates.push({ ...(await publish(analysis, kind, 'Figure')), every: kind.every });
  return { workspace, analysis, templates };
}

/** An answer without what differs between any two publishes. */
const comparable = (answer: unknown): unknown =>
  JSON.parse(
    JSON.stringify(answer)
      .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, 'ID')
      .replace(/\d{4}-\d\d-\d\dT[\d:.]+\+00:00/g, 'TIME')
      .replace(/"next":"[^"]*"/g, '"next":"CURSOR"'),
  );

it('the copies of the benchmark answer like published figures', async () => {
  const { db } = test.server.database;
  const copied = await begin();
  await copyFigures(
    {
      settings: {},
      remove: () => undefined,
      dropTriggers: async () => [],
      change: (statements) =>
        db.transaction().execute(async (trx) => {
          for (const statement of statements) await sql.raw(statement).execute(trx);
        }),
      async columns(name) {
        const tables = await db.introspection.getTables();
        return tables.find((one) => one.name === name)?.columns.map((column) => column.name) ?? [];
      },
    },
    copied,
    COUNT,
  );
  const published = await begin();
  for (let at = 1; at <= COUNT; at += 1) {
    const kind = kinds().find(({ every }) => at % every === 0);
    if (kind) await publish(published.analysis, kind, `Figure ${at}`);
  }

  const read = async (path: string) => {
    const answers = [];
    for (const { analysis, workspace } of [copied, published])
      answers.push(comparable(await send('GET', path.replace('ANALYSIS', analysis).replace('WORKSPACE', workspace))));
    return answers;
  };
  const filters = [
    '',
    `by=${colleague.username}`,
    'tags=draft',
    'tags=paper',
    'kind=table',
    'has_table=true',
    'name=1',
  ];
  const lists = ['changed', 'created', 'name', 'size'].flatMap((sort) =>
    [...filters, 'starred=true', 'limit=5'].map((filter) => `analysis/ANALYSIS/figures/?sort=${sort}&${filter}`),
  );
  const facets = filters.map((filter) => `analysis/ANALYSIS/figures/facets/?${filter}`);
  const others = [
    'analysis/ANALYSIS/',
    'analysis/ANALYSIS/activity/?limit=200',
    'analysis/ANALYSIS/activity/grouped/?limit=200',
    'workspace/WORKSPACE/',
    'workspace/WORKSPACE/recent/',
    'workspace/WORKSPACE/log/',
  ];
  // Items of the log are in another order: all figures come before all revisions.
  const isLog = (path: string): boolean => path.includes('/log/') || path.endsWith('/activity/?limit=200');
  const sorted = (answer: any) =>
    (Array.isArray(answer) ? answer : answer.entries).map((one: object) => JSON.stringify(one)).toSorted();
  for (const path of [...lists, ...facets, ...others]) {
    const [one, other] = await read(path);
    if (isLog(path)) expect(sorted(one), path).toEqual(sorted(other));
    else expect(one, path).toEqual(other);
  }
  expect((await read('analysis/ANALYSIS/figures/?kind=table'))[0]).toMatchObject({ total: 3 });
});
