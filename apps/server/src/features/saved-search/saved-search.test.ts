import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Proof, startTestServer, type TestServer } from '../../testing/index.ts';

let test: TestServer;
beforeAll(async () => {
  test = await startTestServer();
});
afterAll(() => test.close());

const save = (as: Proof, name: string, q = 'hill') => test.call('POST', 'saved_search/', { name, q }, as);
const change = (as: Proof, id: string, body: object) => test.call('PATCH', `saved_search/${id}/`, body, as);
const list = async (as: Proof): Promise<[string, string][]> =>
  (await test.call('GET', 'saved_search/', undefined, as)).body.map(({ name, q }: any) => [name, q]);

it('searches are saved, listed by name, changed and deleted, each for its person [18.9]', async () => {
  const [{ proof }, other] = [await test.account(), await test.account()];
  const { status, body } = await save(proof, ' Zebra ', ' tag:final hill ');
  expect([status, body]).toMatchObject([201, { name: 'Zebra', q: 'tag:final hill' }]);
  await save(proof, 'apple');
  await save(other.proof, 'Zebra', 'theirs');
  expect(await list(proof)).toEqual([
    ['apple', 'hill'],
    ['Zebra', 'tag:final hill'],
  ]);
  expect((await change(proof, body.api_id, { name: 'Aardvark' })).body).toEqual({ ...body, name: 'Aardvark' });
  expect((await change(proof, body.api_id, { q: 'new' })).body).toEqual({ ...body, name: 'Aardvark', q: 'new' });
  expect((await change(proof, body.api_id, {})).body).toMatchObject({ name: 'Aardvark', q: 'new' });
  expect((await change(other.proof, body.api_id, { q: 'stolen' })).status).toBe(404);
  expect((await test.call('DELETE', `saved_search/${body.api_id}/`, undefined, other.proof)).status).toBe(404);
  expect((await test.call('DELETE', `saved_search/${body.api_id}/`, undefined, proof)).status).toBe(204);
  expect((await test.call('DELETE', `saved_search/${body.api_id}/`, undefined, proof)).status).toBe(404);
  expect([await list(proof), await list(other.proof)]).toEqual([[['apple', 'hill']], [['Zebra', 'theirs']]]);
});

it('a name is taken once, in any case, and bad searches change nothing [18.9]', async () => {
  const { proof } = await test.account();
  await save(proof, 'Größe');
  const second = (await save(proof, 'second')).body.api_id;
  expect([(await save(proof, 'GRÖSSE')).status, (await save(proof, 'größe')).status]).toEqual([201, 409]);
  expect((await change(proof, second, { name: 'grösse' })).body.code).toBe('already_exists');
  expect((await change(proof, second, { name: 'SECOND' })).status).toBe(200);
  for (const bad of [
    { name: ' ', q: 'a' },
    { name: 'a', q: ' ' },
    { name: 'a' },
    { name: 'x'.repeat(101), q: 'a' },
    { name: 'a', q: 'x'.repeat(1001) },
    { name: 'a\0', q: 'a' },
  ])
    expect([bad, (await test.call('POST', 'saved_search/', bad, proof)).status]).toEqual([bad, 400]);
  expect((await change(proof, second, { q: '' })).status).toBe(400);
  expect((await list(proof)).map(([name]) => name)).toEqual(['GRÖSSE', 'Größe', 'SECOND']);
});

it('a person saves 100 searches, also with simultaneous requests [18.9]', async () => {
  const { proof } = await test.account();
  for (let count = 0; count < 98; count++) await save(proof, `Search ${count}`);
  const answers = await Promise.all(Array.from({ length: 10 }, (_, at) => save(proof, `Last ${at}`)));
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(2);
  expect(answers.filter(({ status }) => status === 400)).toHaveLength(8);
  expect(await list(proof)).toHaveLength(100);
});

it('keys list the searches of their person, unless they are for one workspace, and change none [18.9]', async () => {
  const { proof, workspace } = await test.account();
  const saved = (await save(proof, 'Mine')).body.api_id;
  const [full, read, here, publish] = [
    await test.key(proof),
    await test.key(proof, { permission: 'read' }),
    await test.key(proof, { workspace }),
    await test.key(proof, { permission: 'publish' }),
  ];
  for (const key of [full, read]) expect(await list(key.proof)).toEqual([['Mine', 'hill']]);
  for (const key of [here, publish])
    expect((await test.call('GET', 'saved_search/', undefined, key.proof)).status).toBe(403);
  expect((await save(full.proof, 'Other')).status).toBe(403);
  expect((await change(full.proof, saved, { q: 'x' })).status).toBe(403);
});
