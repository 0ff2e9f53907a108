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
  const figure = (await make('figure/', { name: 'Figure', analysis })).api_id;
  // In quick succession: thumbnails are only drawn of the newest.
  for (const text of ['oldest', 'middle', 'newest']) {
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
  let drawn = 0;
  const pictures = { hasRoom: () => true, likeness: async () => ({ picture: Buffer.from(word) }) as any };
  const toCompare = async ({ hash }: { hash: string }) => {
    if (drawn++ % 2 === 1) throw new PicturesBusy('busy');
    return { file: hash };
  };
  return describing({ pictures, thumbnails: { toCompare }, onRefilled, refills });
}

type Given = Parameters<typeof createDescriptions>[0];

const describing = (given: Pick<Given, 'pictures' | 'thumbnails'> & Partial<Given>) =>
  createDescriptions({
    db: test.server.database.db,
    onRefilled: () => undefined,
    waitMs: 0,
    pauseMs: 0,
    report: (error) => expect.unreachable(String(error)),
    ...given,
  });

it('superseded revisions are described after a pause, newest first, however busy the server is [18.47]', async () => {
  const { db } = test.server.database;
  await db.deleteFrom('likenesses').execute();
  const revisions = await db.selectFrom('objects').select('id').where('kind', '=', 'revision').orderBy('seq').execute();
  const asked: string[] = [];
  const descriptions = describing({
    pictures: {
      hasRoom: () => asked.push('room') % 2 === 0,
      likeness: async () => ({ picture: Buffer.from('new') }) as any,
    },
    thumbnails: {
      toCompare: async ({ hash }) => {
        asked.push(hash);
        return { file: hash };
      },
    },
  });
  for (const { id } of revisions) descriptions.published(id);
  await vi.waitFor(async () => expect(Object.keys(await described())).toHaveLength(3), 60_000);
  expect(asked.filter((one) => one !== 'room')).toEqual(hashes.toReversed());
  // Described ones are left alone.
  descriptions.published(revisions[0]?.id ?? '');
  await descriptions.describe(revisions[1]?.id ?? '');
  expect(asked.filter((one) => one !== 'room')).toHaveLength(3);
  await db.updateTable('likenesses').set({ descriptor: '' }).execute();
});

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
