import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { base64, loseBytes, plant, startTestServer, type TestServer } from '../../testing/index.ts';
import { unzip } from '../../testing/unzip.ts';

let test: TestServer;
let owner: Awaited<ReturnType<TestServer['account']>>;
let analysis: string;
beforeAll(async () => {
  test = await startTestServer();
  owner = await test.account();
  ({ analysis } = await plant(test, owner.proof, owner.workspace));
});
afterAll(() => test.close());

async function make(path: string, body: object): Promise<any> {
  const answer = await test.call('POST', path, body, owner.proof);
  if (answer.status >= 300) throw new Error(`${path}: ${answer.text}`);
  return answer.body;
}

/** Publishes a revision of a figure with a picture and code. */
async function publish(figure: string, picture: string) {
  const data = [
    { name: 'figure', type: 'image', metadata: { format: 'svg' }, data: base64(picture) },
    { name: 'code', type: 'code', metadata: { language: 'Python' }, data: base64(`print("${picture}")`) },
  ];
  return make('revision/', { figure, metadata: {}, data });
}

async function newFigure(name: string, pictures: readonly string[]): Promise<string> {
  const { api_id } = await make('figure/', { name, analysis });
  for (const picture of pictures) await publish(api_id, picture);
  return api_id;
}

const svg = (text: string) => `<svg xmlns="http://www.w3.org/2000/svg"><text>${text}</text></svg>`;

async function filesOf(body: object, as = owner.proof): Promise<[string, string][]> {
  const answer = await test.call('POST', 'export/figures/', body, as);
  expect([answer.status, answer.headers['content-type'], answer.text.slice(0, 0)]).toEqual([
    200,
    'application/zip',
    '',
  ]);
  return (await unzip(answer.bytes)).map(({ path, bytes }) => [path, bytes.toString()]);
}

it('holds the pictures of the newest revisions, named after their figures, in the order of the request', async () => {
  const one = await newFigure('Growth: 2024', [svg('old'), svg('new')]);
  const other = await newFigure('Growth_ 2024', [svg('x'), svg('other')]);
  expect(await filesOf({ objects: [other, one] })).toEqual([
    ['Growth_ 2024 r2.svg', svg('other')],
    ['Growth_ 2024 r2 (2).svg', svg('new')],
  ]);
});

it('holds all files of each figure in a folder of its own', async () => {
  const objects = [await newFigure('Same', [svg('1')]), await newFigure('Same', [svg('2')])];
  const files = await filesOf({ objects, files: 'all' });
  expect(files.map(([path]) => path)).toEqual([
    'Same r1/Same r1.svg',
    'Same r1/code.py',
    'Same r1 (2)/Same r1.svg',
    'Same r1 (2)/code.py',
  ]);
});

it('leaves out damaged data and what the caller may not see, and says so', async () => {
  const good = await newFigure('Good', [svg('good')]);
  const bad = await newFigure('Bad', []);
  const published = await publish(bad, svg('bad'));
  await loseBytes(test, published.data[0].hash);
  const empty = await newFigure('Empty', []);
  const missing = randomUUID();
  const stranger = await test.account();
  const theirs = await plant(test, stranger.proof, stranger.workspace);
  const objects = [bad, missing, good, theirs.figure, empty];
  const files = await filesOf({ objects });
  expect(files.map(([path]) => path)).toEqual(['Good r1.svg', 'left-out.json']);
  expect(JSON.parse(files[1]?.[1] ?? '')).toEqual([
    { figure: bad, data: published.data[0].api_id, name: 'figure', reason: 'damaged' },
    { figure: missing, reason: 'not found' },
    { figure: theirs.figure, reason: 'not found' },
    { figure: empty, name: 'Empty', reason: 'no files' },
  ]);
  const none = await test.call('POST', 'export/figures/', { objects: [theirs.figure, missing] }, owner.proof);
  expect(none.status).toBe(404);
});

it('may be sent as a form, with one figure or several, but from no other site', async () => {
  const [one, other] = [await newFigure('One', [svg('1')]), await newFigure('Other', [svg('2')])];
  const send = (fields: string, origin = 'http://localhost') =>
    test.call('POST', 'export/figures/', undefined, owner.proof, {
      payload: fields,
      headers: { 'content-type': 'application/x-www-form-urlencoded', origin },
    });
  const names = async (fields: string) => (await unzip((await send(fields)).bytes)).map(({ path }) => path);
  expect(await names(`objects=${one}`)).toEqual(['One r1.svg']);
  expect(await names(`objects=${one}&objects=${other}&files=all`)).toHaveLength(4);
  expect((await send('files=all')).status).toBe(400);
  expect((await send(`objects=${one}`, 'https://evil.example')).status).toBe(403);
  const elsewhere = { payload: 'objects=x', headers: { 'content-type': 'application/x-www-form-urlencoded' } };
  expect((await test.call('POST', 'batch/', undefined, owner.proof, elsewhere)).status).toBe(415);
});
