import { text } from 'node:stream/consumers';
import { expect, it } from 'vitest';
import { loadBlake3 } from './blake3.ts';
import { createCheckedBlobs } from './checked.ts';
import { createMemoryBlobs } from './memory.ts';
import { createStores } from './stores.ts';

it("new blobs go to the server's own store, which rows mean by null; an unknown store is unavailable", async () => {
  const newHasher = await loadBlake3();
  const stores = createStores(createCheckedBlobs(createMemoryBlobs(newHasher), newHasher));
  const sink = await stores.stage();
  await sink.write(Buffer.from('abc'));
  const blob = await sink.end();
  await stores.keep([blob]);
  expect(await text(await stores.of(null).open(blob.hash, 3))).toBe('abc');
  expect(() => stores.of('elsewhere')).toThrow(expect.objectContaining({ code: 'unavailable', status: 503 }));
});
