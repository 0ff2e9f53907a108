import type { ServerResponse } from 'node:http';
import { expect, it } from 'vitest';
import type { SignedIn } from '../../../kernel/auth/index.ts';
import { createStream, dataOf, NOTHING, REFETCH } from './stream.ts';

/** An answer whose client reads only when the test says so. */
function answer() {
  const state = { writableLength: 0, written: [] as string[], isDestroyed: false };
  const response = {
    get writableLength() {
      return state.writableLength;
    },
    write(text: string) {
      state.written.push(text);
      state.writableLength += text.length;
      return true;
    },
    destroy: () => {
      state.isDestroyed = true;
    },
  };
  const stream = createStream({} as SignedIn, response as unknown as ServerResponse);
  return { state, stream };
}
const data = dataOf(Array.from({ length: 100 }, () => ({ kind: 'created', ids: ['x'.repeat(36)] })));

it('a client that does not read costs bounded memory, and learns that it missed something when it reads', () => {
  const { state, stream } = answer();
  for (let count = 0; count < 1000; count++) stream.send('s.1', data);
  expect(state.writableLength).toBeLessThan(2 * 64 * 1024);
  state.writableLength = 0;
  stream.send('s.2', data);
  stream.send('s.3', data);
  expect(state.written.slice(-2)).toEqual([`id: s.2\ndata: ${REFETCH}\n\n`, `id: s.3\ndata: ${data}\n\n`]);
});

it('a client that has read nothing for two signs of life is dropped, and one that reads is not', () => {
  const { state, stream } = answer();
  for (let count = 0; count < 1000; count++) stream.send('s.1', data);
  stream.beat('s.2');
  expect(state.isDestroyed).toBe(false);
  stream.beat('s.3');
  expect(state.isDestroyed).toBe(true);
  const reading = answer();
  for (let count = 0; count < 5; count++) reading.stream.beat('s.1');
  expect(reading.state).toMatchObject({ isDestroyed: false, written: Array(5).fill(`id: s.1\ndata: ${NOTHING}\n\n`) });
});

it('an event of too many changes only tells to read everything again', () => {
  expect(dataOf(Array.from({ length: 201 }, () => ({ kind: 'created', ids: [] })))).toBe(REFETCH);
});
