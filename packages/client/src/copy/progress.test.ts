import { expect, test } from 'vitest';
import { Progress } from './progress.ts';
import type { CopyDatum, CopySource } from './records.ts';

const source: CopySource = {
  identity: 'a test',
  retries: 0,
  async *records() {},
  bytes: () => ({
    size: 5,
    async *stream() {
      yield new Uint8Array(2);
      yield new Uint8Array(3);
    },
  }),
};

const datum: CopyDatum = { api_id: 'x', name: 'x', type: 'file', size_bytes: 5, metadata: {}, hash: null };

async function read(from: CopySource): Promise<void> {
  for await (const _ of from.bytes(datum, {}).stream());
}

test('bytes count as they are read, and only once when their object is done', async () => {
  const told: number[] = [];
  const progress = new Progress({ onProgress: ({ bytes }) => told.push(bytes) });
  progress.begin('first', 12);
  await read(progress.watching(source));
  progress.done(5);
  progress.begin('second');
  expect(told).toEqual([0, 2, 5, 5, 5]);
  expect([progress.objects, progress.bytes]).toEqual([1, 5]);
});

test('bytes that are read again never exceed the total', async () => {
  const told: number[] = [];
  const progress = new Progress({ onProgress: ({ bytes }) => told.push(bytes) });
  progress.begin('only', 6);
  await read(progress.watching(source));
  await read(progress.watching(source));
  expect(told.at(-1)).toBe(6);
});
