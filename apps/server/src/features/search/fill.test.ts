import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { base64, plant, startTestServer, type TestServer } from '../../testing/index.ts';
import { createIndexer, requestFill, startIndexThread } from './index.ts';
import { workRound } from './service/round.ts';
import type { SearchIndex } from './service/search-index.ts';

let test: TestServer;
let owner: Awaited<ReturnType<TestServer['account']>>;
beforeEach(async () => {
  test = await startTestServer();
  owner = await test.account();
});
afterEach(() => test.close());

const db = () => test.server.database.db;
const queued = async (): Promise<number> => (await db().selectFrom('search_queue').select('seq').execute()).length;
async function search(q: string): Promise<any> {
  const { body } = await test.call('GET', `search/?q=${q}`, undefined, owner.proof);
  return { names: body.results.map(({ name }: any): string => name), filling: body.filling };
}

it('objects of before the index are put into it, and it says so until it is complete', async () => {
  await plant(test, owner.proof, owner.workspace);
  // As after an upgrade: no change of them was noted.
  await db().deleteFrom('search_queue').execute();
  expect(await search('hello')).toEqual({ names: [], filling: true });
  await test.server.indexChanges();
  expect(await search('hello')).toEqual({ names: ['Figure'], filling: false });
});

it('more objects than one round takes are filled in', async () => {
  const { analysis } = await plant(test, owner.proof, owner.workspace);
  for (let number = 0; number < 120; number++)
    await test.call('POST', 'figure/', { name: `Numbered ${number}`, analysis }, owner.proof);
  await db().deleteFrom('search_queue').execute();
  await test.server.indexChanges();
  const { body } = await test.call('GET', 'search/?q=numbered&limit=1', undefined, owner.proof);
  expect(body.counts.total).toBe(120);
});

it('a request fills the index anew', async () => {
  await plant(test, owner.proof, owner.workspace);
  await test.server.indexChanges();
  // Without a trigger, the index does not learn of it.
  await db().updateTable('objects').set({ shown_kind: 'interactive' }).where('kind', '=', 'figure').execute();
  expect(await search('type:interactive')).toMatchObject({ names: [] });
  await requestFill(db());
  await test.server.indexChanges();
  expect(await search('type:interactive')).toEqual({ names: ['Figure'], filling: false });
});

it('each change stays in the queue until the index has it', async () => {
  await plant(test, owner.proof, owner.workspace);
  expect(await queued()).toBeGreaterThan(0);
  await test.server.indexChanges();
  expect(await queued()).toBe(0);
  await plant(test, owner.proof, owner.workspace);
  const before = await queued();
  const failing: Pick<SearchIndex, 'alone' | 'readState' | 'write'> = {
    alone: (on, work) => work(on),
    readState: async () => ({ filledFor: (await readFill()) ?? '', filledFrom: 0 }),
    write: async () => {
      throw new Error('killed here');
    },
  };
  const round = () => workRound({ db: db(), index: failing as SearchIndex, readStart: async () => new Uint8Array() });
  const indexer = createIndexer({
    db: db(),
    thread: { round, close: async () => undefined },
    onCleared: () => undefined,
    report: () => undefined,
  });
  await expect(indexer.settle()).rejects.toThrow('killed here');
  expect(await queued()).toBe(before);
  await test.server.indexChanges();
  expect(await search('hello')).toMatchObject({ names: ['Figure', 'Figure'] });
});

it('the thread asks the server for bytes that it can not read itself, and bytes that fail leave the queue as it is', async () => {
  await plant(test, owner.proof, owner.workspace);
  await requestFill(db());
  const { where, engine } = test.server.database;
  const file = engine === 'sqlite' ? join(test.config.dataDir, 'cache', 'other.sqlite') : null;
  const lent: { bytes?: Uint8Array } = {};
  const readStart = async () => {
    if (!lent.bytes) throw new Error('the bucket is gone');
    return lent.bytes;
  };
  const thread = startIndexThread({ database: where, file, blobFolder: null }, readStart);
  const indexer = createIndexer({ db: db(), thread, onCleared: () => undefined, report: () => undefined });
  const before = await queued();
  await expect(indexer.settle()).rejects.toThrow('the bucket is gone');
  expect(await queued()).toBe(before);
  lent.bytes = Buffer.from('lent words');
  await indexer.settle();
  expect(await queued()).toBe(0);
  const found = await thread.find({ where: { word: 'lent', prefix: false, in: ['text', 'older'] }, limit: 10 });
  // The revision, and its figure.
  expect(found).toHaveLength(2);
  await indexer.close();
});

const readFill = async (): Promise<string | undefined> =>
  (await db().selectFrom('settings').select('value').where('name', '=', 'search_fill').executeTakeFirst())?.value;

it('a change while an object is put into the index is not lost', async () => {
  const { figure } = await plant(test, owner.proof, owner.workspace);
  await test.server.indexChanges();
  await test.call('PATCH', `figure/${figure}/`, { name: 'First' }, owner.proof);
  const settling = test.server.indexChanges();
  await test.call('PATCH', `figure/${figure}/`, { name: 'Second' }, owner.proof);
  await settling;
  await test.server.indexChanges();
  expect([(await search('first')).names, (await search('second')).names]).toEqual([[], ['Second']]);
});

it('odd metadata and data keep nothing else out of the index', async () => {
  const { figure } = await plant(test, owner.proof, owner.workspace);
  const deep = JSON.parse(`${'['.repeat(60)}"buried"${']'.repeat(60)}`);
  const odd = [
    { name: 'x.svg', type: 'image', metadata: { format: 'svg' }, data: base64('<text>&#x110000;&#1;<text') },
  ];
  for (const metadata of [deep, 'plain words', 7, { a: { b: ['listed'] } }])
    expect((await test.call('POST', 'revision/', { figure, metadata, data: odd }, owner.proof)).status).toBe(201);
  await test.server.indexChanges();
  for (const q of ['listed', 'plain', 'hello']) expect([q, (await search(q)).names]).toEqual([q, ['Figure']]);
});
