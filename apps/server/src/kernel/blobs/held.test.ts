import { expect, it } from 'vitest';
import { loadBlake3 } from './blake3.ts';
import { holdKept } from './held.ts';
import { createMemoryBlobs } from './memory.ts';

const LATER = () => Date.now() + 1000;

it('bytes of a running publish are neither listed nor removed, however old they seem', async () => {
  const blobs = holdKept(createMemoryBlobs(await loadBlake3()));
  const stage = async () => {
    const sink = await blobs.stage();
    await sink.write(Buffer.from('abc'));
    return sink.end();
  };
  const listed = async () => {
    const hashes: string[] = [];
    for await (const { hash } of blobs.list()) hashes.push(hash);
    return hashes;
  };
  const [first, second] = [await stage(), await stage()];
  await blobs.keep([first]);
  await blobs.keep([second]);
  await blobs.discard(first);
  expect([await listed(), await blobs.remove(first.hash, LATER())]).toEqual([[], false]);
  await blobs.discard(second);
  expect([await listed(), await blobs.remove(first.hash, LATER())]).toEqual([[first.hash], true]);
});
