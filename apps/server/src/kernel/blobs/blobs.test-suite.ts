import { readFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { beforeEach, describe, expect, it } from 'vitest';
import { loadBlake3 } from './blake3.ts';
import type { BlobStore, Blobs, Kept, StagedBlob } from './blobs.ts';
import { createCheckedBlobs } from './checked.ts';

const ABC = '6437b3ac38465133ffb63b75273a8db548c558465d79db03fd359c6cd5bd9d85';
const NOW = () => Date.now() + 1000;

/** Writes the rows of kept bytes; a driver without rows needs no transaction. */
type Commit = (kept: Kept) => Promise<void>;

const withoutRows: Commit = (kept) => kept.write(undefined as never);

/** Tests that every blob driver passes. */
export function testBlobs(name: string, create: () => Promise<BlobStore>, commit = withoutRows): void {
  describe(`blobs in ${name}`, () => {
    let store: BlobStore;
    let blobs: Blobs;
    const sizes = new Map<string, number>();
    beforeEach(async () => {
      store = await create();
      await store.prepare(false);
      blobs = createCheckedBlobs(store, await loadBlake3());
    });

    async function stage(...chunks: string[]): Promise<StagedBlob> {
      const sink = await blobs.stage();
      for (const chunk of chunks) await sink.write(Buffer.from(chunk));
      const blob = await sink.end();
      sizes.set(blob.hash, blob.size);
      return blob;
    }
    const keep = async (staged: readonly StagedBlob[]) => {
      await commit(await blobs.keep(staged));
      for (const blob of staged) await blobs.discard(blob);
    };
    const all = async (before = NOW()) => (await collect(blobs.list())).filter(({ at }) => at < before).map(hashOf);
    const read = async (hash: string, start?: number, end?: number) =>
      text(
        await blobs.open(hash, sizes.get(hash) ?? 0, start === undefined ? undefined : { start, end: end ?? start }),
      );

    it('are kept under their BLAKE3 hash and are read unchanged, whole or in part', async () => {
      const blob = await stage('a', 'bc');
      expect(blob).toMatchObject({ hash: ABC, size: 3 });
      await keep([blob]);
      expect([await read(ABC), await read(ABC, 1, 1), await read(ABC, 1, 2)]).toEqual(['abc', 'b', 'bc']);
    });

    it.each([10, 200_000, 700_000])('keep nothing of the memory of a chunk of %i bytes', async (size) => {
      const chunks = Array.from({ length: 3 }, (_, index) => Buffer.alloc(size, `chunk ${index} `));
      const whole = Buffer.concat(chunks).toString();
      const sink = await blobs.stage();
      for (const chunk of chunks) {
        await sink.write(chunk);
        chunk.fill(0);
      }
      const blob = await sink.end();
      sizes.set(blob.hash, blob.size);
      await keep([blob]);
      expect((await read(blob.hash)) === whole).toBe(true);
    });

    it('of several uploads at once are not mixed, also in memory that is used again', async () => {
      const names = Array.from({ length: 20 }, (_, index) => `upload ${index} `);
      for (const time of ['first ', 'second ']) {
        const begin = async (upload: string) =>
          stage(...Array.from({ length: 4 }, () => (time + upload).repeat(20_000)));
        const staged = await Promise.all(names.map(begin));
        await keep(staged);
        const texts = await Promise.all(staged.map(({ hash }) => read(hash)));
        expect(texts.map((one, index) => one === (time + names[index]).repeat(80_000))).toEqual(Array(20).fill(true));
      }
    });

    it('can be read while they wait, and not afterwards', async () => {
      const blob = await stage('a', 'bc');
      expect(await text(Readable.from(blobs.readStaged(blob)))).toBe('abc');
      await blobs.discard(blob);
      await expect(text(Readable.from(blobs.readStaged(blob)))).rejects.toThrow(/no such file|not waiting/);
    });

    it('can be checked before an answer begins', async () => {
      await keep([await stage('abc')]);
      await blobs.check(ABC, 3);
      await expect(blobs.check(ABC, 4)).rejects.toMatchObject({ code: 'data_damaged' });
      await expect(blobs.check('0'.repeat(64), 3)).rejects.toMatchObject({ code: 'unavailable' });
    });

    it('may be empty', async () => {
      const blob = await stage();
      await keep([blob]);
      expect([blob.size, await read(blob.hash)]).toEqual([0, '']);
    });

    it('do not exist before they are kept', async () => {
      const { hash } = await stage('abc');
      await expect(blobs.open(hash, 3)).rejects.toMatchObject({ code: 'unavailable', status: 503 });
      expect(await all()).toEqual([]);
    });

    it('are kept once if the same bytes are published twice, even concurrently', async () => {
      await keep(await Promise.all([stage('abc'), stage('abc'), stage('')]));
      await keep([await stage('abc')]);
      expect(await all()).toHaveLength(2);
    });

    it('leave nothing behind after a discard or an interruption; a discard after keeping does nothing', async () => {
      const kept = await stage('abc');
      await keep([kept]);
      await blobs.discard(kept);
      await blobs.discard(await stage('x'));
      const sink = await blobs.stage();
      await sink.write(Buffer.from('y'));
      await sink.abort();
      expect(await all()).toEqual([ABC]);
    });

    it('are removed only if they are old', async () => {
      const before = Date.now() - 60_000;
      await keep([await stage('abc')]);
      expect(await all(before)).toEqual([]);
      expect(await blobs.remove(ABC, before)).toBe(false);
      expect(await read(ABC)).toBe('abc');
      expect(await blobs.remove(ABC, NOW())).toBe(true);
      await expect(blobs.open(ABC, 3)).rejects.toMatchObject({ code: 'unavailable' });
      expect(await blobs.remove(ABC, NOW())).toBe(false);
    });

    it('are as old as their keeping, not as their upload: a publish may find its bytes in removal', async () => {
      const early = await stage('abc');
      const limit = await olderThanEverything();
      await keep([early]);
      expect(await blobs.remove(ABC, limit)).toBe(false);
      expect(await read(ABC)).toBe('abc');
    });

    it('can be kept again after they were removed', async () => {
      await keep([await stage('abc')]);
      await blobs.remove(ABC, NOW());
      await keep([await stage('abc')]);
      expect(await read(ABC)).toBe('abc');
    });

    it('stay if they are kept during their removal', async () => {
      for (let round = 0; round < 50; round++) {
        await keep([await stage('abc')]);
        // Long enough that the first copy is older than the limit, and the second never is.
        const limit = await olderThanEverything();
        const again = await stage('abc');
        await Promise.all([blobs.remove(ABC, limit), keep([again])]);
        expect(await read(ABC)).toBe('abc');
      }
    });

    it('are listed by hash, with the time they were kept', async () => {
      const since = Date.now();
      const staged = await Promise.all(['c', 'a', 'b', 'd'].map((letter) => stage(letter)));
      await keep(staged);
      const listed = await collect(blobs.list());
      expect(listed.map(hashOf)).toEqual(staged.map(hashOf).toSorted());
      // A file system may store times less exactly than the clock.
      for (const { at } of listed) expect(Math.abs(at - since)).toBeLessThan(60_000);
    });

    it('are lent as a file to programs that read files', async () => {
      await keep([await stage('abc')]);
      expect(await blobs.withLocalFile(ABC, 3, (path) => readFile(path, 'utf8'))).toBe('abc');
      await expect(blobs.withLocalFile(ABC, 3, () => Promise.reject(new Error('no picture')))).rejects.toThrow(
        'no picture',
      );
      const never = () => expect.unreachable();
      await expect(blobs.withLocalFile('0'.repeat(64), 3, never)).rejects.toMatchObject({ code: 'unavailable' });
      expect(await read(ABC)).toBe('abc');
    });

    it('are in a storage with an ID, which can be tested', async () => {
      expect(await store.readId()).toBeUndefined();
      await store.writeId('an-id');
      await store.tryOut();
      expect([await store.readId(), await all()]).toEqual(['an-id', []]);
    });

    it('are held until the last hold is released', async () => {
      expect(await blobs.isHeld(Date.now())).toBe(false);
      const [first, second] = [await store.hold(), await store.hold()];
      await first();
      expect([await blobs.isHeld(Date.now()), await all()]).toEqual([true, []]);
      await second();
      expect(await blobs.isHeld(Date.now())).toBe(false);
    });

    it('are named only by hashes', async () => {
      await expect(async () => blobs.open('../../etc/passwd', 3)).rejects.toThrow('not a BLAKE3 hash');
    });
  });
}

const hashOf = ({ hash }: { hash: string }): string => hash;

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

/** A time after all existing files and before all later ones. */
async function olderThanEverything(): Promise<number> {
  await new Promise((done) => setTimeout(done, 3));
  const limit = Date.now();
  await new Promise((done) => setTimeout(done, 3));
  return limit;
}
