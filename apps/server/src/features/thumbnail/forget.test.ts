import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Blobs } from '../../kernel/blobs/index.ts';
import { base64, plant, startTestServer, type TestServer } from '../../testing/index.ts';
import { dataOf } from '../revision/index.ts';
import { createThumbnails, type Thumbnails } from './index.ts';

const ABOUT = { width: 9, height: 9, pages: 1, vector: false };

let test: TestServer;
let folder: string;
let thumbnails: Thumbnails;
const revisions: { id: string; hash: string }[] = [];
let look = 0;
beforeAll(async () => {
  test = await startTestServer();
  folder = await mkdtemp(join(tmpdir(), 'thumbnails-'));
  const { proof, workspace } = await test.account();
  const { figure } = await plant(test, proof, workspace);
  for (const bytes of ['one', 'another']) {
    const data = [{ name: 'picture', type: 'image', metadata: { format: 'png' }, data: base64(bytes) }];
    const { body } = await test.call('POST', 'revision/', { figure, data }, proof);
    revisions.push({ id: body.api_id, hash: body.data[0].hash });
  }
  const lending: Pick<Blobs, 'withLocalFile'> = { withLocalFile: async (hash, _size, work) => work(hash) };
  thumbnails = createThumbnails({
    db: test.server.database.db,
    blobs: { of: () => lending as Blobs },
    // A look at bytes that are the same tells the same, but here is told from the one before.
    pictures: {
      thumbnail: async () => ({ picture: Buffer.from('drawn'), about: ABOUT }),
      fingerprint: async () => ({ picture: Buffer.from([look++]), about: ABOUT }),
      hasRoom: () => true,
    },
    pages: { hasRoom: () => true, still: async () => ({ picture: null, why: 'unavailable' }) },
    folder,
  });
});
afterAll(async () => {
  await test.close();
  await rm(folder, { recursive: true });
});

const fingerprint = async ({ id }: (typeof revisions)[number]) =>
  thumbnails.fingerprint(
    await dataOf(test.server.database.db, [id]),
    { author: 'a', caller: 'a' },
    new AbortController().signal,
  );
const kept = async ({ hash }: (typeof revisions)[number]) =>
  (await readdir(folder, { recursive: true })).filter((path) => path.includes(hash));

it('pictures and fingerprints of bytes that are gone go too, and those of others stay', async () => {
  const [gone, other] = revisions as [(typeof revisions)[number], (typeof revisions)[number]];
  for (const revision of revisions) await thumbnails.prepare(revision.id);
  const before = [await fingerprint(gone), await fingerprint(other)];
  expect(new Set(before).size).toBe(2);
  expect([(await kept(gone)).length, (await kept(other)).length]).toEqual([2, 2]);

  await thumbnails.forget(gone.hash);
  expect([(await kept(gone)).length, (await kept(other)).length]).toEqual([0, 2]);
  expect(await fingerprint(other)).toBe(before[1]);
  // Looked at anew.
  expect(before).not.toContain(await fingerprint(gone));
  await thumbnails.forget('0'.repeat(64));
});
