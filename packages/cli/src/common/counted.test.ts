import type { ByteSource } from '@gofigr/client';
import { expect, it } from 'vitest';
import { counted } from './counted.ts';

/** A source whose bytes come two at a time. */
const pairs = (size: number): ByteSource => ({
  size,
  async *stream() {
    for (let at = 0; at < size; at += 2) yield new Uint8Array(Math.min(2, size - at));
  },
  slice: (start, end) => pairs(end - start),
});

it('counts what is sent, whole or in parts, and takes back what an attempt that ended early has read', async () => {
  let done = 0;
  const source = counted(pairs(10), (bytes) => {
    done += bytes;
  });
  // A hash is computed of all bytes, and the stream is left before its end.
  let seen = 0;
  for await (const chunk of source.stream()) {
    seen += chunk.length;
    if (seen === source.size) break;
  }
  expect([seen, done]).toEqual([10, 0]);
  for (const [start, end] of [
    [0, 6],
    [6, 10],
  ] as const)
    for await (const chunk of source.slice?.(start, end).stream() ?? []) expect(chunk.length).toBe(2);
  expect(done).toBe(10);
});
