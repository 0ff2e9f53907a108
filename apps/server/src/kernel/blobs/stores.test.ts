import { text } from 'node:stream/consumers';
import { expect, it } from 'vitest';
import { loadBlake3 } from './blake3.ts';
import { createCheckedBlobs } from './checked.ts';
import { createMemoryBlobs } from './memory.ts';
import { createStores } from './stores.ts';

const open = async () => {
  const newHasher = await loadBlake3();
  const [own, bucket] = [createMemoryBlobs(newHasher), createMemoryBlobs(newHasher)];
  const blobs = createCheckedBlobs(bucket, newHasher);
  const stores = createStores(createCheckedBlobs(own, newHasher), async (id) =>
    id === 'bucket' ? { blobs } : undefined,
  );
  return { own, bucket, stores };
};

async function stage({ stores }: Awaited<ReturnType<typeof open>>, bytes: string) {
  const sink = await stores.stage();
  await sink.write(Buffer.from(bytes));
  return sink.end();
}

it("blobs are kept in the server's own store, which rows mean by null, or in the one that is named", async () => {
  const opened = await open();
  const { own, bucket, stores } = opened;
  const [first, second] = [await stage(opened, 'abc'), await stage(opened, 'defg')];
  await stores.keep([first], null);
  await stores.keep([second], 'bucket');
  expect(await text(await stores.of(null).open(first.hash, 3))).toBe('abc');
  expect(await text(await stores.of('bucket').open(second.hash, 4))).toBe('defg');
  await expect(own.open(second.hash)).rejects.toMatchObject({ problem: 'missing' });
  await expect(bucket.open(first.hash)).rejects.toMatchObject({ problem: 'missing' });
  await stores.of('bucket').verify(second.hash, 4);
  await stores.of('bucket').check(second.hash, 4);
});

it('what could not be kept waits no longer', async () => {
  const opened = await open();
  const staged = await stage(opened, 'abc');
  const waiting = new Set<string>();
  const { bucket } = opened;
  const newHasher = await loadBlake3();
  const failing = createCheckedBlobs(
    {
      ...bucket,
      keep: async (all) => {
        for (const { staged: name } of all) waiting.add(name);
        throw new Error('no answer');
      },
      discard: async ({ staged: name }) => void waiting.delete(name),
    },
    newHasher,
  );
  const stores = createStores(createCheckedBlobs(opened.own, newHasher), async () => ({ blobs: failing }));
  await expect(stores.keep([staged], 'bucket')).rejects.toThrow('no answer');
  expect(waiting).toEqual(new Set());
});

it('an unknown store is unavailable, to readers and publishers', async () => {
  const opened = await open();
  const unavailable = { code: 'unavailable', status: 503 };
  await expect(opened.stores.of('elsewhere').open('a'.repeat(64), 3)).rejects.toMatchObject(unavailable);
  await expect(opened.stores.keep([await stage(opened, 'abc')], 'elsewhere')).rejects.toMatchObject(unavailable);
});
