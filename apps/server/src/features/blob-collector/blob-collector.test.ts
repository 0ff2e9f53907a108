import { mkdir, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { type BlobStore, createFileBlobs, loadBlake3 } from '../../kernel/blobs/index.ts';
import { base64, type Proof, startTestServer, type TestServer } from '../../testing/index.ts';
import { collectBlobs } from './index.ts';

let test: TestServer;
let as: Proof;
let figure: string;
let holds: string;
let blobs: BlobStore;
beforeAll(async () => {
  test = await startTestServer({ GOFIGR_SMALL_BYTES: '0', GOFIGR_TRASH_DAYS: '0' });
  const owner = await test.account();
  as = owner.proof;
  blobs = createFileBlobs(join(test.config.dataDir, 'blobs'), await loadBlake3());
  holds = join(test.config.dataDir, 'blobs', 'holds');
  const analysis = (await test.call('POST', 'analysis/', { name: 'A', workspace: owner.workspace }, as)).body.api_id;
  figure = (await test.call('POST', 'figure/', { name: 'F', analysis }, as)).body.api_id;
});
afterAll(() => test.close());
beforeEach(() => rm(holds, { recursive: true, force: true }));

const LATER = 2 * 60 * 60_000;
const collect = (now = Date.now() + LATER) => collectBlobs({ db: test.server.database.db, blobs, now: () => now });
const publish = async (text: string) => {
  const data = [{ name: 'd', type: 'text', metadata: {}, data: base64(text) }];
  return (await test.call('POST', 'revision/', { figure, data }, as)).body;
};
const read = (id: string) => test.call('GET', `data/${id}/content/`, undefined, as);

it('bytes are removed an hour after the last revision with them', async () => {
  const [one, two] = [await publish('shared'), await publish('shared')];
  await test.call('DELETE', `revision/${one.api_id}/`, undefined, as);
  expect(await collect()).toBe(0);
  expect((await read(two.data[0].api_id)).text).toBe('shared');
  await test.call('DELETE', `revision/${two.api_id}/`, undefined, as);
  expect(await collect(Date.now())).toBe(0);
  expect(await collect()).toBe(1);
  expect(await collect()).toBe(0);
});

it('nothing is removed while a backup holds it, but an abandoned hold does not count', async () => {
  const made = await publish('held');
  await test.call('DELETE', `revision/${made.api_id}/`, undefined, as);
  await mkdir(holds, { recursive: true });
  await writeFile(join(holds, 'backup'), '');
  const soon = (Date.now() + LATER) / 1000;
  await utimes(join(holds, 'backup'), soon, soon);
  expect(await collect()).toBe(0);
  await utimes(join(holds, 'backup'), soon - 3600, soon - 3600);
  expect(await collect()).toBe(1);
});

it('bytes published again at the same moment stay', async () => {
  for (let round = 0; round < 10; round++) {
    const old = await publish(`again ${round}`);
    await test.call('DELETE', `revision/${old.api_id}/`, undefined, as);
    const [made] = await Promise.all([publish(`again ${round}`), collect(Date.now() + 60 * 60_000 - 1)]);
    expect((await read(made.data[0].api_id)).text).toBe(`again ${round}`);
  }
});

it('bytes that can not be deleted do not stop the removal of others', async () => {
  const made = await Promise.all(['a', 'b', 'c'].map((text) => publish(`stubborn ${text}`)));
  for (const { api_id } of made) await test.call('DELETE', `revision/${api_id}/`, undefined, as);
  let stubborn: string | undefined;
  const partly: typeof blobs = {
    ...blobs,
    async remove(hash, before) {
      stubborn ??= hash;
      if (hash === stubborn) throw new Error('not permitted');
      return blobs.remove(hash, before);
    },
  };
  const now = () => Date.now() + LATER;
  await expect(collectBlobs({ db: test.server.database.db, blobs: partly, now })).rejects.toThrow('not permitted');
  expect(await collect()).toBe(1);
});
