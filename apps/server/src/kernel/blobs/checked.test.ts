import { mkdir, mkdtemp, readFile, rm, truncate, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { loadBlake3, type NewHasher } from './blake3.ts';
import type { BlobStore, Blobs, Look, OpenBlob } from './blobs.ts';
import { createCheckedBlobs, HELD_BACK } from './checked.ts';
import { createFileBlobs } from './files.ts';

const MEGABYTE = 1_000_000;

let parent: string;
let newHasher: NewHasher;
let store: BlobStore;
let blobs: Blobs;
let looks: Look[];
/** Bytes read of all blobs since the test began. */
let read: number;
beforeAll(async () => {
  parent = await mkdtemp(join(tmpdir(), 'gofigr-checked-'));
  newHasher = await loadBlake3();
});
afterAll(() => rm(parent, { recursive: true }));
beforeEach(async () => {
  store = createFileBlobs(await mkdtemp(join(parent, 'root-')), newHasher);
  await store.prepare(false);
  looks = [];
  read = 0;
  const counting = { ...store, open: async (hash: string) => counted(await store.open(hash)) };
  blobs = createCheckedBlobs(counting, newHasher, (look) => looks.push(look));
});

const counted = (blob: OpenBlob): OpenBlob => ({
  ...blob,
  read: (range) => blob.read(range).on('data', (chunk: Buffer) => void (read += chunk.length)),
});

/** Bytes without a pattern that a cut or a swap would preserve. */
const bytesOf = (size: number): Buffer =>
  Buffer.from(Uint8Array.from({ length: size }, (_, at) => (at * 31 + (at >> 8) * 7 + (at >> 16)) & 0xff));

async function keep(bytes: Buffer): Promise<string> {
  const sink = await blobs.stage();
  await sink.write(bytes);
  const staged = await sink.end();
  await (await blobs.keep([staged])).write(undefined as never); // files need no transaction
  return staged.hash;
}

async function flip(hash: string, at: number, count = 1): Promise<void> {
  const path = await pathOf(hash);
  const bytes = await readFile(path);
  for (let index = at; index < at + count; index++) bytes[index]! ^= 0xff;
  await writeFile(path, bytes);
}

const pathOf = (hash: string) => store.withLocalFile(hash, async (path) => path);
const lend = (hash: string, size: number) => blobs.withLocalFile(hash, size, async (path) => path);

const whole = async (hash: string, size: number) => buffer(await blobs.open(hash, size));
const part = async (hash: string, size: number, start: number, end: number) =>
  buffer(await blobs.open(hash, size, { start, end }));

/** All bytes received before a stream ended, and the error that ended it. */
async function received(stream: Readable): Promise<{ bytes: Buffer; error: unknown }> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of stream) chunks.push(chunk as Buffer);
    return { bytes: Buffer.concat(chunks), error: null };
  } catch (error) {
    return { bytes: Buffer.concat(chunks), error };
  }
}

const DAMAGED = { code: 'data_damaged', status: 503, problem: 'damaged' };
const SIZES = [0, 1, HELD_BACK - 1, HELD_BACK, HELD_BACK + 1, 2 * HELD_BACK, 2 * HELD_BACK + 1, 5 * MEGABYTE];

describe('a whole blob', () => {
  it.each(SIZES)('of %i bytes is read unchanged', async (size) => {
    const bytes = bytesOf(size);
    expect((await whole(await keep(bytes), size)).equals(bytes)).toBe(true);
  });

  it.each([1, 1000, HELD_BACK])('of %i bytes is refused before its first byte', async (size) => {
    for (const at of new Set([0, size >> 1, size - 1])) {
      const hash = await keep(bytesOf(size));
      await flip(hash, at);
      await expect(blobs.open(hash, size)).rejects.toMatchObject(DAMAGED);
      await expect(blobs.check(hash, size)).rejects.toMatchObject(DAMAGED);
    }
  });

  it.each([HELD_BACK + 1, 2 * HELD_BACK + 1, 5 * MEGABYTE])('of %i bytes lacks its last 64 kB', async (size) => {
    for (const at of [0, size >> 1, size - 1]) {
      const bytes = bytesOf(size);
      const hash = await keep(bytes);
      await flip(hash, at);
      const { bytes: got, error } = await received(await blobs.open(hash, size));
      expect(error).toMatchObject(DAMAGED);
      expect(got.length).toBe(size - HELD_BACK);
      // The next reader is not cut off.
      await expect(blobs.open(hash, size)).rejects.toMatchObject(DAMAGED);
      await expect(blobs.check(hash, size)).rejects.toMatchObject(DAMAGED);
    }
  });

  it('that is shorter or longer than its row says is refused', async () => {
    for (const size of [1000, MEGABYTE]) {
      const hash = await keep(bytesOf(size));
      for (const wrong of [size - 1, 0]) {
        await truncate(await pathOf(hash), wrong);
        await expect(blobs.open(hash, size)).rejects.toMatchObject(DAMAGED);
        await expect(blobs.open(hash, size, { start: 0, end: 9 })).rejects.toMatchObject(DAMAGED);
      }
      await writeFile(await pathOf(hash), Buffer.concat([bytesOf(size), Buffer.from('x')]));
      await expect(blobs.open(hash, size)).rejects.toMatchObject(DAMAGED);
      await expect(blobs.check(hash, size)).rejects.toMatchObject(DAMAGED);
    }
  });

  it('that is truncated while it is read ends with an error', async () => {
    const size = 5 * MEGABYTE;
    const hash = await keep(bytesOf(size));
    const stream = await blobs.open(hash, size);
    await truncate(await pathOf(hash), MEGABYTE);
    const { bytes, error } = await received(stream);
    expect(error).toMatchObject(DAMAGED);
    expect(bytes.length).toBeLessThan(size);
  });

  it('can be missing, and its file is closed if nobody reads', async () => {
    const hash = await keep(bytesOf(MEGABYTE));
    const stream = await blobs.open(hash, MEGABYTE);
    const closed = new Promise((resolve) => stream.once('close', resolve));
    stream.destroy();
    await closed;
    await rm(await pathOf(hash));
    await expect(blobs.open(hash, MEGABYTE)).rejects.toMatchObject({ code: 'unavailable', problem: 'missing' });
  });

  it('that is unreadable differs from a missing one', async () => {
    const hash = await keep(bytesOf(10));
    await rm(await pathOf(hash));
    await mkdir(await pathOf(hash));
    await expect(blobs.open(hash, 10)).rejects.toMatchObject({ code: 'unavailable', problem: 'unreadable' });
  });
});

describe('a range of a blob', () => {
  const size = 2 * MEGABYTE;

  it('is read alone after the whole blob was compared', async () => {
    const bytes = bytesOf(size);
    const hash = await keep(bytes);
    for (let at = 0; at < 5; at++)
      expect(
        (await part(hash, size, at * 1000, at * 1000 + 99)).equals(bytes.subarray(at * 1000, at * 1000 + 100)),
      ).toBe(true);
    expect(read).toBe(size + 500);
  });

  it('needs no comparison after a complete read', async () => {
    const hash = await keep(bytesOf(size));
    await whole(hash, size);
    await part(hash, size, 0, 99);
    expect(read).toBe(size + 100);
  });

  it('shares the comparison with concurrent readers', async () => {
    const hash = await keep(bytesOf(size));
    await Promise.all(Array.from({ length: 20 }, () => part(hash, size, 10, 19)));
    expect(read).toBe(size + 200);
  });

  it('of a damaged blob is refused, wherever the damage is', async () => {
    for (const length of [1000, size]) {
      const hash = await keep(bytesOf(length));
      await flip(hash, length - 1);
      await expect(blobs.open(hash, length, { start: 0, end: 9 })).rejects.toMatchObject(DAMAGED);
    }
  });

  it('is compared again after the file changed, even with the same size and time', async () => {
    const hash = await keep(bytesOf(size));
    await part(hash, size, 0, 9);
    const path = await pathOf(hash);
    const then = new Date(1_700_000_000_000);
    await utimes(path, then, then);
    await part(hash, size, 0, 9);
    await flip(hash, 1_500_000);
    await utimes(path, then, then);
    await expect(blobs.open(hash, size, { start: 0, end: 9 })).rejects.toMatchObject(DAMAGED);
    await flip(hash, 1_500_000);
    expect((await part(hash, size, 0, 9)).equals(bytesOf(10))).toBe(true);
  });
});

describe('a result', () => {
  const size = 200_000;

  it('is reported once per comparison, with the problem', async () => {
    const hash = await keep(bytesOf(size));
    looks = [];
    await flip(hash, 5);
    await received(await blobs.open(hash, size));
    await rm(await pathOf(hash));
    await expect(blobs.check(hash, size)).rejects.toMatchObject({ problem: 'missing' });
    expect(looks).toEqual([
      { hash, size, problem: 'damaged', state: expect.any(String) },
      { hash, size, problem: 'missing', state: null },
    ]);
  });

  it('is not reported for bytes that were replaced meanwhile', async () => {
    const hash = await keep(bytesOf(size));
    await flip(hash, 5);
    const stream = await blobs.open(hash, size);
    await keep(bytesOf(size));
    looks = [];
    expect((await received(stream)).error).toMatchObject(DAMAGED);
    expect(looks).toEqual([]);
    expect((await whole(hash, size)).equals(bytesOf(size))).toBe(true);
  });

  it('is cleared by publishing the same bytes again', async () => {
    for (const length of [1000, size]) {
      const hash = await keep(bytesOf(length));
      await flip(hash, 5);
      expect(await blobs.look(hash, length, async () => undefined)).toBe('damaged');
      await keep(bytesOf(length));
      expect(looks.at(-1)).toMatchObject({ hash, problem: null });
      expect((await whole(hash, length)).equals(bytesOf(length))).toBe(true);
      expect((await part(hash, length, 0, 9)).equals(bytesOf(10))).toBe(true);
    }
  });

  it('is not reported if there are too many open files', async () => {
    const error = Object.assign(new Error('too many open files'), { code: 'EMFILE' });
    const busy = createCheckedBlobs({ ...store, open: () => Promise.reject(error) }, newHasher, (look) =>
      looks.push(look),
    );
    await expect(busy.check('0'.repeat(64), 1)).rejects.toBe(error);
    await expect(busy.look('0'.repeat(64), 1, async () => undefined)).rejects.toBe(error);
    expect(looks).toEqual([]);
  });

  it('is computed again for every drawing', async () => {
    const hash = await keep(bytesOf(size));
    await lend(hash, size);
    await lend(hash, size);
    expect(read).toBe(2 * size);
    await flip(hash, 5);
    await expect(lend(hash, size)).rejects.toMatchObject(DAMAGED);
  });
});

it('a read keeps to its rate, and ends on request', async () => {
  const size = 500_000;
  const hash = await keep(bytesOf(size));
  let seen = 0;
  expect(await blobs.look(hash, size, async (count) => void (seen += count))).toBe(null);
  expect(seen).toBe(size);
  const stop = new Error('stop');
  await expect(blobs.look(hash, size, () => Promise.reject(stop))).rejects.toBe(stop);
});
