import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type BlobStore, createFileBlobs, createSmallBlobs, loadBlake3 } from '../../kernel/blobs/index.ts';
import { base64, type Proof, plant, startTestServer, type TestServer } from '../../testing/index.ts';
import { collectBlobs } from './index.ts';

const SMALL_BYTES = 100;
const LATER = 2 * 60 * 60_000;

let test: TestServer;
let as: Proof;
let figure: string;
let blobs: BlobStore;
/** Small data are rows only there. */
let isSqlite: boolean;
beforeAll(async () => {
  test = await startTestServer({ GOFIGR_SMALL_BYTES: `${SMALL_BYTES}` });
  const owner = await test.account();
  as = owner.proof;
  ({ figure } = await plant(test, as, owner.workspace));
  isSqlite = test.server.database.engine === 'sqlite';
  const newHasher = await loadBlake3();
  const files = createFileBlobs(join(test.config.dataDir, 'blobs'), newHasher);
  blobs = isSqlite ? createSmallBlobs(files, db(), newHasher, SMALL_BYTES) : files;
});
afterAll(() => test.close());

const db = () => test.server.database.db;
const collect = (now: number) => collectBlobs({ db: db(), blobs, now: () => now });
const publish = async (...texts: string[]) => {
  const data = texts.map((text) => ({ name: 'd', type: 'text', metadata: {}, data: base64(text) }));
  return (await test.call('POST', 'revision/', { figure, data }, as)).body;
};
const remove = (id: string) => test.call('DELETE', `revision/${id}/`, undefined, as);
const purge = (id: string) => test.call('DELETE', `trash/${id}/`, undefined, as);
const rows = async () => (isSqlite ? (await db().selectFrom('blobs').select('hash').execute()).length : 0);

it('data in the trash stay, and are removed an hour after the last revision with them, as rows and as files', async () => {
  const before = await rows();
  const one = await publish('shared', 'alone', 'x'.repeat(1000));
  const two = await publish('shared');
  const added = async () => (await rows()) - before;
  expect(await added()).toBe(isSqlite ? 2 : 0);
  await remove(one.api_id);
  expect(await collect(Date.now() + LATER)).toBe(0);
  await purge(one.api_id);
  expect(await collect(Date.now())).toBe(0);
  expect(await collect(Date.now() + LATER)).toBe(2);
  expect(await added()).toBe(isSqlite ? 1 : 0);
  expect((await test.call('GET', `data/${two.data[0].api_id}/content/`, undefined, as)).text).toBe('shared');
  await remove(two.api_id);
  await purge(two.api_id);
  expect(await collect(Date.now() + LATER)).toBe(1);
  expect([await added(), await collect(Date.now() + LATER)]).toEqual([0, 0]);
});
