import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { base64, type Proof, startTestServer, type TestServer } from '../../testing/index.ts';

let test: TestServer;
let as: Proof;
let workspace: string;
beforeAll(async () => {
  test = await startTestServer();
  const owner = await test.account();
  as = owner.proof;
  workspace = (await test.call('POST', 'workspace/', { name: 'W' }, as)).body.api_id;
});
afterAll(() => test.close());

const get = async (path: string) => (await test.call('GET', path, undefined, as)).body;
const make = async (path: string, body: object) => (await test.call('POST', path, body, as)).body.api_id as string;
const publish = (figure: string, text: string) =>
  test.call('POST', 'revision/', { figure, data: [{ name: 'd', type: 'text', data: base64(text) }] }, as);

/** Every size is the sum of the sizes below, even after concurrent changes. */
async function checkSizes(): Promise<void> {
  const { size_bytes, analyses } = await get(`workspace/${workspace}/`);
  let total = 0;
  for (const { api_id } of analyses) {
    const analysis = await get(`analysis/${api_id}/`);
    let sum = 0;
    for (const { api_id: id } of analysis.figures) {
      const figure = await get(`figure/${id}/`);
      const bytes = figure.revisions.reduce((all: number, one: { size_bytes: number }) => all + one.size_bytes, 0);
      expect(figure.size_bytes).toBe(bytes);
      sum += figure.size_bytes;
    }
    expect(analysis.size_bytes).toBe(sum);
    total += analysis.size_bytes;
  }
  expect(size_bytes).toBe(total);
}

it('sizes and numbers stay right with concurrent publishes, changes, moves and deletes', async () => {
  const [one, two] = [
    await make('analysis/', { name: 'A', workspace }),
    await make('analysis/', { name: 'B', workspace }),
  ];
  const figures = await Promise.all([one, two].map((analysis) => make('figure/', { name: 'F', analysis })));
  const [left = '', right = ''] = figures;
  for (let round = 0; round < 6; round++) {
    const made = (await publish(left, 'to be changed')).body.api_id;
    const answers = await Promise.all([
      publish(left, 'one'),
      publish(right, 'three'),
      publish(left, 'seven!!'),
      test.call('PATCH', `figure/${left}/`, { analysis: round % 2 ? one : two }, as),
      test.call('PATCH', `figure/${right}/`, { analysis: round % 2 ? two : one }, as),
      test.call(
        'PUT',
        `revision/${made}/`,
        { data: [{ name: 'd', type: 'text', data: base64('longer than before') }] },
        as,
      ),
      test.call('PATCH', `revision/${made}/`, { figure: right }, as),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 200, 200, 200, 200]);
    await Promise.all([publish(right, 'x'), test.call('DELETE', `revision/${made}/`, undefined, as)]);
  }
  await checkSizes();
  for (const id of figures) {
    const numbers = (await get(`figure/${id}/`)).revisions.map(
      (each: { revision_index: number }) => each.revision_index,
    );
    expect(new Set(numbers).size).toBe(numbers.length);
  }
});

it('a figure deleted during publishes is gone, and its publishes are 201 or 404', async () => {
  const analysis = await make('analysis/', { name: 'C', workspace });
  for (let round = 0; round < 5; round++) {
    const figure = await make('figure/', { name: 'F', analysis });
    const [first, , second] = await Promise.all([
      publish(figure, 'a'),
      test.call('DELETE', `figure/${figure}/`, undefined, as),
      publish(figure, 'b'),
    ]);
    for (const { status } of [first, second]) expect([201, 404]).toContain(status);
    expect((await test.call('GET', `figure/${figure}/`, undefined, as)).status).toBe(404);
  }
  await checkSizes();
});

it('a move to another workspace includes everything below', async () => {
  const [from, to] = [await make('workspace/', { name: 'From' }), await make('workspace/', { name: 'To' })];
  const analysis = await make('analysis/', { name: 'D', workspace: from });
  const figure = await make('figure/', { name: 'F', analysis });
  const revision = (await publish(figure, 'moved')).body;
  await test.call('PATCH', `analysis/${analysis}/`, { workspace: to }, as);
  expect([(await get(`workspace/${from}/`)).size_bytes, (await get(`workspace/${to}/`)).size_bytes]).toEqual([0, 5]);
  const { proof } = await test.key(as, { workspace: to });
  expect((await test.call('GET', `data/${revision.data[0].api_id}/`, undefined, proof)).status).toBe(200);
});

it('revisions are published while their analysis moves to another workspace and back', async () => {
  const { db, engine } = test.server.database;
  const deadlocks = async (): Promise<number> => {
    if (engine === 'sqlite') return 0;
    const { rows } = await sql<{ deadlocks: string }>`
      select deadlocks from pg_stat_database where datname = current_database()`.execute(db);
    return Number(rows[0]?.deadlocks);
  };
  const other = await make('workspace/', { name: 'Other' });
  const analysis = await make('analysis/', { name: 'A', workspace });
  const figure = await make('figure/', { name: 'F', analysis });
  const before = await deadlocks();
  for (const to of [other, workspace, other, workspace]) {
    const published = Array.from({ length: 8 }, () => publish(figure, 'x'));
    const moved = test.call('PATCH', `analysis/${analysis}/`, { workspace: to }, as);
    const answers = await Promise.all([...published, moved]);
    expect(answers.map(({ status }) => status)).toEqual([...published.map(() => 201), 200]);
  }
  expect(await deadlocks()).toBe(before);
  await checkSizes();
});
