import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Blobs } from '../../kernel/blobs/index.ts';
import { objects, type StoredObject } from '../../kernel/objects/index.ts';
import { type Drawing, type Pictures, PicturesBusy, type Turn } from '../../kernel/pictures/index.ts';
import { base64, type Proof, plant, startTestServer, type TestServer } from '../../testing/index.ts';
import { dataOf } from '../revision/index.ts';
import { createThumbnails, type Thumbnails } from './service.ts';

const ABOUT = { width: 9, height: 9, pages: 1, vector: false };

let test: TestServer;
let username: string;
let revision: StoredObject;
let folder: string;
beforeAll(async () => {
  test = await startTestServer();
  const ada = await test.account();
  ({ username } = ada);
  const { figure } = await plant(test, ada.proof, ada.workspace);
  const found = await objects.find(test.server.database.db, await publish(ada.proof, figure, 'a picture'));
  if (!found) throw new Error('no revision was made');
  revision = found;
});
afterAll(() => test.close());

/** Publishes a revision whose datum claims to be a PNG; returns its ID. */
async function publish(as: Proof, figure: string, bytes: string): Promise<string> {
  const data = [{ name: 'picture', type: 'image', metadata: { format: 'png' }, data: base64(bytes) }];
  return (await test.call('POST', 'revision/', { figure, metadata: {}, data }, as)).body.api_id;
}

const NO_PAGES = {
  hasRoom: () => true,
  still: async () => ({ picture: null, why: 'unavailable' }) as const,
};

let asked: { size: number; turn: Turn }[];
let answer: () => ReturnType<Pictures['thumbnail']>;
let thumbnails: Thumbnails;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'thumbnails-'));
  vi.useFakeTimers({ toFake: ['performance'] });
  const mine: typeof asked = [];
  asked = mine;
  answer = async () => ({ picture: Buffer.from('drawn'), about: ABOUT });
  const pictures: Pick<Pictures, 'thumbnail' | 'fingerprint' | 'hasRoom'> = {
    hasRoom: () => true,
    thumbnail({ size }, turn) {
      // A late request that an earlier test gave up.
      if (asked !== mine) return Promise.reject(new PicturesBusy());
      mine.push({ size, turn });
      return answer();
    },
    fingerprint: () => new Promise(() => undefined),
  };
  const lending: Pick<Blobs, 'withLocalFile'> = { withLocalFile: async (hash, _size, work) => work(hash) };
  const blobs = { of: () => lending as Blobs };
  thumbnails = createThumbnails({ db: test.server.database.db, blobs, pictures, pages: NO_PAGES, folder });
});
afterEach(async () => {
  vi.useRealTimers();
  await rm(folder, { recursive: true });
});

const ask = (size = 64) => thumbnails.of(revision, size, 'png', 'somebody');
const pass = (seconds: number) => vi.advanceTimersByTime(seconds * 1000);

it('draws the next stored size, once', async () => {
  for (const size of [1, 64, 65, 100, 128, 500, 512, 513, 1025, 2048, 500]) await ask(size);
  expect(asked.map(({ size }) => size)).toEqual([64, 128, 512, 1024, 2048]);
  expect(await ask(500)).toEqual(await ask(512));
});

it('takes turns by author and caller', async () => {
  await ask();
  expect(asked[0]?.turn).toEqual({ author: username, caller: 'somebody' });
});

it('does not soon repeat a drawing that cost too much', async () => {
  answer = async () => ({ picture: null, reason: 'too_costly' });
  for (const size of [64, 512]) expect((await ask(size)).bytes).toBeNull();
  pass(9 * 60);
  expect((await ask()).bytes).toBeNull();
  expect(asked).toHaveLength(1);
  pass(2 * 60);
  expect((await ask()).bytes).toBeNull();
  expect(asked).toHaveLength(2);
});

it('repeats a failed drawing after a growing pause', async () => {
  answer = async () => ({ picture: null, reason: 'unreadable' });
  for (const seconds of [0, 14, 2, 50, 11]) {
    pass(seconds);
    await ask();
  }
  expect(asked).toHaveLength(3);
});

it('says why there is no picture, also while it does not try again', async () => {
  answer = async () => ({ picture: null, reason: 'too_many_pixels' });
  for (let n = 0; n < 2; n++)
    expect(await ask()).toMatchObject({ reason: expect.stringContaining('100 million pixels') });
  expect(asked).toHaveLength(1);
});

describe('views', () => {
  const view = async (size: number, page = 1) => {
    const [row] = await dataOf(test.server.database.db, [revision.id]);
    if (!row) throw new Error('the revision has no data');
    return thumbnails.view(row, revision, { size, page }, 'somebody');
  };

  it('are drawn in the next size, with facts about their source', async () => {
    for (const size of [1, 1024, 1025, 4097]) expect(await view(size)).toMatchObject({ about: ABOUT });
    expect(asked.map(({ size }) => size)).toEqual([1024, 2048, 8192]);
  });

  it('are stored up to a size and for the first page only', async () => {
    for (const [size, page] of [
      [2048, 1],
      [2048, 1],
      [8192, 1],
      [8192, 1],
      [2048, 2],
      [2048, 2],
    ] as const)
      expect((await view(size, page)).bytes).toEqual(Buffer.from('drawn'));
    expect(asked).toHaveLength(5);
    await thumbnails.forget((await dataOf(test.server.database.db, [revision.id]))[0]?.hash ?? '');
    await view(2048);
    expect(asked).toHaveLength(6);
  });

  it('that are too large do not prevent smaller ones', async () => {
    answer = async () => ({ picture: null, reason: 'too_costly' });
    await expect(view(8192)).rejects.toMatchObject({ code: 'not_drawable', status: 422 });
    await expect(view(1024, 2)).rejects.toMatchObject({ code: 'not_drawable' });
    answer = async () => ({ picture: Buffer.from('drawn'), about: ABOUT });
    await expect(view(8192)).rejects.toMatchObject({ code: 'not_drawable' });
    expect((await view(2048)).bytes).not.toBeNull();
  });

  it('that a busy machine did not draw in time are tried again', async () => {
    answer = async () => ({ picture: null, reason: 'too_slow' });
    await expect(view(1024)).rejects.toMatchObject({ code: 'unavailable' });
  });
});

it('does not remember a full queue as a failure', async () => {
  answer = () => Promise.reject(new PicturesBusy());
  // Without a cause it gets no line of its own in the log.
  await expect(ask()).rejects.toMatchObject({ code: 'unavailable', cause: undefined });
  answer = async () => ({ picture: Buffer.from('drawn'), about: ABOUT });
  expect((await ask()).bytes).not.toBeNull();
});

it('lets no request wait for long, and stores the picture when it is drawn', async () => {
  const { promise, resolve } = Promise.withResolvers<Drawing>();
  answer = () => promise;
  const impatient = thumbnails.of(revision, 64, 'png', 'somebody', 1);
  await expect(impatient).rejects.toMatchObject({ code: 'unavailable', cause: undefined });
  resolve({ picture: Buffer.from('drawn'), about: ABOUT });
  await expect.poll(async () => (await ask()).bytes).toEqual(Buffer.from('drawn'));
});

it('stops trying older revisions when drawing takes long', async () => {
  const ada = await test.account();
  const { figure } = await plant(test, ada.proof, ada.workspace);
  for (let n = 0; n < 4; n++) await publish(ada.proof, figure, `picture ${n}`);
  const found = await objects.find(test.server.database.db, figure);
  answer = async () => {
    pass(6);
    return { picture: null, reason: 'unreadable' };
  };
  expect(found && (await thumbnails.of(found, 64, 'png', 'somebody'))).toMatchObject({ bytes: null });
  expect(asked).toHaveLength(3);
});

it('returns no late fingerprint', async () => {
  answer = () => new Promise(() => undefined);
  const data = await dataOf(test.server.database.db, [revision.id]);
  const turn = { author: 'a', caller: 'a' };
  expect(await thumbnails.fingerprint(data, turn, AbortSignal.abort())).toBeNull();
});
