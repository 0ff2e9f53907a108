import { expect, it } from 'vitest';
import { releaseMemory, releasing } from './release.ts';

it('bytes with memory of their own give it back, and a part of more memory stays', () => {
  const own = Buffer.allocUnsafeSlow(100_000);
  const part = Buffer.allocUnsafeSlow(100_000).subarray(1);
  for (const bytes of [own, part, Buffer.alloc(0), new Uint8Array(new SharedArrayBuffer(8))]) releaseMemory(bytes);
  expect([own.length, own.buffer.byteLength, part.length]).toEqual([0, 0, 99_999]);
});

it('a chunk is complete until the next one is asked for', async () => {
  const given = [Buffer.alloc(3, 'a'), Buffer.alloc(2, 'b')];
  const texts: string[] = [];
  for await (const chunk of releasing(given)) texts.push(Buffer.from(chunk).toString());
  expect([texts, given.map(({ length }) => length)]).toEqual([
    ['aaa', 'bb'],
    [0, 0],
  ]);
});
