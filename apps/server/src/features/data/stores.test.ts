import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { bucketsOf } from '../../app.ts';
import { createFileBlobs, loadBlake3 } from '../../kernel/blobs/index.ts';
import { base64, type Proof, plant, startTestServer, type TestServer } from '../../testing/index.ts';
import { backup, verifyServer } from '../backup/index.ts';
import { silent } from '../backup/service/progress.ts';
import { collectBlobs } from '../blob-collector/index.ts';
import { blobsAfter } from '../scrub/store.ts';

let test: TestServer;
let as: Proof;
let figure: string;
beforeAll(async () => {
  test = await startTestServer({ GOFIGR_SMALL_BYTES: '0' });
  const owner = await test.account();
  as = owner.proof;
  figure = (await plant(test, as, owner.workspace)).figure;
});
afterAll(() => test.close());

const db = () => test.server.database.db;

/** A datum whose row names another store. */
async function publishElsewhere(text: string) {
  const data = [{ name: 'd', type: 'text', metadata: {}, data: base64(text) }];
  const { body } = await test.call('POST', 'revision/', { figure, data }, as);
  const { api_id: id, hash } = body.data[0];
  await db().updateTable('data').set({ store: 'elsewhere' }).where('id', '=', id).execute();
  return { revision: body.api_id as string, id: id as string, hash: hash as string };
}

it('bytes are read from the store that their row names, and from no other', async () => {
  const { revision, id } = await publishElsewhere('kept elsewhere');
  for (const path of [`data/${id}/`, `data/${id}/content/`, `/api/v1/revision/${revision}/`])
    expect(await test.call('GET', path, undefined, as)).toMatchObject({ status: 503, body: { code: 'unavailable' } });
});

it("a datum sent without bytes stays in its store; with bytes it moves to the server's own one", async () => {
  const { revision, id } = await publishElsewhere('changed');
  const storeOf = async () =>
    (await db().selectFrom('data').select('store').where('id', '=', id).executeTakeFirstOrThrow()).store;
  const change = (item: object) =>
    test.call('PATCH', `revision/${revision}/`, { data: [{ api_id: id, name: 'd', type: 'text', ...item }] }, as);
  expect((await change({})).status).toBe(200);
  expect(await storeOf()).toBe('elsewhere');
  expect((await change({ data: base64('here') })).status).toBe(200);
  expect(await storeOf()).toBeNull();
  expect((await test.call('GET', `data/${id}/content/`, undefined, as)).text).toBe('here');
});

it('blobs that only rows of another store name are neither scrubbed nor kept here', async () => {
  const { hash } = await publishElsewhere('left behind');
  expect((await blobsAfter(db(), null, '', 100)).map((blob) => blob.hash)).not.toContain(hash);
  const removed: string[] = [];
  const blobs = createFileBlobs(join(test.config.dataDir, 'blobs'), await loadBlake3());
  const onRemoved = async (one: string) => void removed.push(one);
  await collectBlobs({ db: db(), blobs, onRemoved, now: () => Date.now() + 2 * 60 * 60_000 });
  expect(removed).toContain(hash);
});

it('a backup and a check report bytes of a store that is not known here as missing', async () => {
  const { hash } = await publishElsewhere('not to be found');
  const newHasher = await loadBlake3();
  const { dataDir } = test.config;
  const large = createFileBlobs(join(dataDir, 'blobs'), newHasher);
  await large.remove(hash, Date.now() + 1000);
  const { database } = test.server;
  const buckets = bucketsOf(test.config, database.db);
  const deps = { database, dataDir, large, buckets, newHasher, progress: silent };
  const dir = await mkdtemp(join(tmpdir(), 'gofigr-backup-'));
  const missing = expect.objectContaining({ hash, fault: 'missing' });
  expect((await backup(deps, dir)).problems).toContainEqual(missing);
  expect((await verifyServer(deps)).problems).toContainEqual(missing);
  await rm(dir, { recursive: true });
});
