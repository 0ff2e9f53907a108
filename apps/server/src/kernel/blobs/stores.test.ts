import { text } from 'node:stream/consumers';
import { expect, it } from 'vitest';
import { loadBlake3 } from './blake3.ts';
import { createCheckedBlobs } from './checked.ts';
import { createMemoryBlobs } from './memory.ts';
import { createStores } from './stores.ts';

it('new blobs go to the own store, which rows without a name mean; an unknown one is unavailable', async () => {
  const newHasher = await loadBlake3();
  const stores = createStores(createCheckedBlobs(createMemoryBlobs(newHasher), newHasher));
  const sink = await stores.stage();
  await sink.write(Buffer.from('abc'));
  const blob = await sink.end();
  await stores.keep([blob]);
  expect(await text(await stores.of(null).open(blob.hash, 3))).toBe('abc');
  expect(() => stores.of('elsewhere')).toThrow(expect.objectContaining({ code: 'unavailable', status: 503 }));
});
