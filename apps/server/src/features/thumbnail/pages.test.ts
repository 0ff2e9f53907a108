import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { BadBlob, type Blobs } from '../../kernel/blobs/index.ts';
import { objects, type StoredObject } from '../../kernel/objects/index.ts';
import type { NoStill, Pages } from '../../kernel/pages/index.ts';
import type { Turn } from '../../kernel/pictures/index.ts';
import { base64, type Proof, plant, startTestServer, type TestServer } from '../../testing/index.ts';
import { dataOf } from '../revision/index.ts';
import { createThumbnails, type Thumbnails } from './service.ts';

let test: TestServer;
let proof: Proof;
let figure: string;
beforeAll(async () => {
  test = await startTestServer({ GOFIGR_CHROMIUM: 'off' });
  const ada = await test.account();
  ({ proof } = ada);
  ({ figure } = await plant(test, proof, ada.workspace));
});
afterAll(() => test.close());

async function publish(...formats: string[]): Promise<StoredObject> {
  const data = formats.map((format) => ({
    name: 'p',
    type: 'image',
    metadata: { format },
    data: base64(`<p>${format}`),
  }));
  const { body } = await test.call('POST', 'revision/', { figure, metadata: {}, data }, proof);
  const found = await objects.find(test.server.database.db, body.api_id);
  if (!found) throw new Error('no revision was made');
  return found;
}

let folder: string;
let drawn: { path: string; format: string; size: number }[];
let pages: { path: string; turn: Turn }[];
let still: Awaited<ReturnType<Pages['still']>>;
let isBad: boolean;
let thumbnails: Thumbnails;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'page-thumbnails-'));
  vi.useFakeTimers({ toFake: ['performance'] });
  [drawn, pages, isBad] = [[], [], false];
  still = { picture: Buffer.from('page') };
  const lending: Pick<Blobs, 'withLocalFile'> = {
    withLocalFile: async (hash, _size, work) => {
      if (isBad) throw new BadBlob(hash, 'damaged');
      return work(hash);
    },
  };
  thumbnails = createThumbnails({
    db: test.server.database.db,
    blobs: { of: () => lending as Blobs },
    folder,
    pictures: {
      hasRoom: () => true,
      async thumbnail({ path, format, size }) {
        drawn.push({ path, format, size });
        return { picture: Buffer.from(`${format} ${size}`), about: { width: 1, height: 1, pages: 1 } as never };
      },
      fingerprint: () => Promise.reject(new Error('no fingerprint of a page')),
    },
    pages: {
      hasRoom: () => true,
      async still({ path, lend }, turn) {
        await lend(async () => undefined);
        pages.push({ path, turn });
        return still;
      },
    },
  });
});
afterEach(async () => {
  vi.useRealTimers();
  await rm(folder, { recursive: true });
});

const ask = (object: StoredObject, size = 128) => thumbnails.of(object, size, 'png', 'somebody');

it('a figure with nothing but HTML has thumbnails from one picture of its page', async () => {
  const revision = await publish('html');
  for (const size of [128, 512, 128]) expect((await ask(revision, size)).bytes?.toString()).toBe(`png ${size}`);
  expect(pages).toHaveLength(1);
  expect(pages[0]?.turn).toEqual({ author: revision.created_by, caller: 'somebody' });
  expect(drawn.map(({ format, size }) => [format, size])).toEqual([
    ['png', 128],
    ['png', 512],
  ]);
  expect(drawn[0]?.path).toMatch(/-page\.png$/);
});

it('a figure with another picture needs no browser', async () => {
  await ask(await publish('html', 'png'));
  expect([pages.length, drawn[0]?.format]).toEqual([0, 'png']);
});

it.each<NoStill>(['unavailable', 'time', 'memory', 'size', 'failed'])(
  'says why a page has no picture: %s',
  async (why) => {
    still = { picture: null, why };
    const revision = await publish('html');
    const found = await ask(revision);
    expect(found).toMatchObject({ standsFor: why, etag: `"${why}-128-png"` });
    expect(drawn).toEqual([{ path: join(folder, 'placeholders', `${why}.svg`), format: 'svg', size: 128 }]);
    // Another page gets the same picture.
    await ask(await publish('html'));
    expect(drawn).toHaveLength(1);
  },
);

it('tries a page that failed again after ten minutes, and one without a browser at once', async () => {
  const revision = await publish('html');
  still = { picture: null, why: 'time' };
  for (const _ of [1, 2]) await ask(revision);
  expect(pages).toHaveLength(1);
  vi.advanceTimersByTime(10 * 60_000);
  still = { picture: null, why: 'unavailable' };
  await ask(revision);
  still = { picture: Buffer.from('page') };
  expect(await ask(revision)).not.toHaveProperty('standsFor', 'unavailable');
  expect(pages).toHaveLength(3);
});

it('damaged bytes have no picture, and deleted ones none that stays', async () => {
  const revision = await publish('html');
  isBad = true;
  expect((await ask(revision)).bytes).toBeNull();
  isBad = false;
  await ask(revision);
  const [row] = await dataOf(test.server.database.db, [revision.id]);
  await thumbnails.forget(row?.hash ?? '');
  const left = await readdir(join(folder, row?.hash.slice(0, 2) ?? ''));
  expect(left).toEqual([]);
});

it('draws the page of a new revision ahead', async () => {
  await thumbnails.prepare((await publish('html')).id);
  expect(pages[0]?.turn).toMatchObject({ ahead: true });
  expect(drawn.map(({ size }) => size)).toEqual([128, 512]);
});

it('the server without a browser answers with the reason, which nobody keeps', async () => {
  const { id } = await publish('html');
  const picture = await test.call('GET', `revision/${id}/thumbnail/128/picture/?v=1`, undefined, proof);
  expect([picture.status, picture.headers['content-type']]).toEqual([200, 'image/webp']);
  expect(picture.headers['cache-control']).toBe('private, max-age=0, must-revalidate');
  expect((await test.call('GET', `revision/${id}/thumbnail/128/`, undefined, proof)).body).toEqual({ thumbnail: null });
});
