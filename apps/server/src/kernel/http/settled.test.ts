import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Answer, startTestServer, type TestServer } from '../../testing/index.ts';
import { openDatabase } from '../db/index.ts';

let test: TestServer;
let sync: PromiseWithResolvers<void> | undefined;
beforeAll(async () => {
  const database = openDatabase({ path: ':memory:' });
  test = await startTestServer({}, { database: { ...database, settled: () => sync?.promise } });
});
afterAll(() => test.close());

it.each([
  ['an answer', 200, '/api/v1.4.1/info/'],
  ['a refusal', 403, '/api/v1.4.1/workspace/'],
  ['a page that does not exist', 404, '/nothing'],
])('%s waits until all that it may tell of is on the disk', async (_what, status, path) => {
  const { promise, resolve } = Promise.withResolvers<void>();
  sync = { promise, resolve } as PromiseWithResolvers<void>;
  let answer: Answer | undefined;
  const asked = test.call('GET', path).then((given) => {
    answer = given;
  });
  await new Promise((later) => setTimeout(later, 50));
  expect(answer).toBeUndefined();
  sync = undefined;
  resolve();
  await asked;
  expect(answer?.status).toBe(status);
});
