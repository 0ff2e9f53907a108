import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { PicturesBusy } from '../../kernel/pictures/index.ts';
import { base64, startTestServer, type TestServer } from '../../testing/index.ts';
import { createDescriptions, refillProgress, requestRefill } from './index.ts';
import { readRefill, saveRefill } from './service/refill.ts';

let test: TestServer;
const hashes: string[] = [];

beforeAll(async () => {
  test = await startTestServer();
  const { proof, workspace } = await test.account();
  const make = async (path: string, body: object) => (await test.call('POST', path, body, proof)).body;
  const analysis = (await make('analysis/', { name: 'Analysis', workspace })).api_id;
  // Each has its own figure: of revisions of one figure in quick succession, only the newest is described at once.
  for (const text of ['oldest', 'middle', 'newest']) {
    const figure = (await make('figure/', { name: text, analysis })).api_id;
    const data = [{ name: 'plot', type: 'image', metadata: { format: 'png' }, data: base64(text) }];
    const revision = await make('revision/', { figure, metadata: {}, data });
    hashes.push(revision.data[0].hash);
  }
  // The server itself finds no pictures in them.
  const isDone = async () => {
    if (Object.keys(await described()).length < 3) throw new Error('pictures are not described yet');
  };
  await vi.waitFor(isDone, 60_000);
});
afterAll(() => test.close());

async function described(): Promise<Record<string, string>> {
  const rows = await test.server.database.db.selectFrom('likenesses').selectAll().execute();
  return Object.fromEntries(rows.map(({ hash, descriptor }) => [hash, descriptor]));
}

/** Describes each picture by a word. Every second one is refused at first. */
function descriptionsBy(word: string, onRefilled = () => undefined as void, refills = true) {
  const { db } = test.server.database;
  let drawn = 0;
  const pictures = { hasRoom: () => true, likeness: async () => ({ picture: Buffer.from(word) }) as any };
  const toCompare = async ({ hash }: { hash: string }) => {
    if (drawn++ % 2 === 1) throw new PicturesBusy('busy');
    return { file: hash };
  };
  return createDescriptions({ db, pictures, thumbnails: { toCompare }, onRefilled, refills, pauseMs: 0 });
}

it('all pictures are described anew once for each request, also if the server is busy [18.46]', async () => {
  const { db } = test.server.database;
  const onRefilled = vi.fn<() => void>();
  const descriptions = descriptionsBy('new', onRefilled);
  await descriptions.refill();
  expect(Object.values(await described())).toEqual(['', '', '']);
  expect(await refillProgress(db)).toBeNull();
  await requestRefill(db);
  // Of several processes one describes, and all learn of the end.
  const onWatching = vi.fn<() => void>();
  const watching = descriptionsBy('watching', onWatching, false);
  await watching.refill();
  expect(onWatching).not.toHaveBeenCalled();
  expect(await refillProgress(db)).toEqual({ done: 0, all: 3 });
  await descriptions.refill();
  expect(Object.values(await described())).toEqual([base64('new'), base64('new'), base64('new')]);
  expect(await refillProgress(db)).toEqual({ done: 3, all: 3 });
  await descriptions.refill();
  expect(onRefilled).toHaveBeenCalledOnce();
  await watching.refill();
  expect(onWatching).toHaveBeenCalledOnce();
  // Another server learns that the descriptions have changed, and describes nothing.
  const onOther = vi.fn<() => void>();
  await descriptionsBy('other', onOther).refill();
  expect([onOther.mock.calls.length, Object.values(await described())[0]]).toEqual([1, base64('new')]);
});

it('a stopped server goes on where it was [18.46]', async () => {
  const { db } = test.server.database;
  await requestRefill(db);
  const { asked = '' } = await readRefill(db);
  const [, middle] = await db
    .selectFrom('objects')
    .select('seq')
    .where('kind', '=', 'revision')
    .orderBy('seq')
    .execute();
  await saveRefill(db, { asked, below: middle?.seq ?? 0 });
  expect(await refillProgress(db)).toEqual({ done: 2, all: 3 });
  const stopped = descriptionsBy('stopped');
  stopped.close();
  await stopped.refill();
  await descriptionsBy('resumed').refill();
  const now = await described();
  expect(hashes.map((hash) => now[hash])).toEqual([base64('resumed'), base64('new'), base64('new')]);
});
