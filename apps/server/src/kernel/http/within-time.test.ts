import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { withinTime } from './within-time.ts';

async function* body(chunks: number, pause: number) {
  for (let sent = 0; sent < chunks; sent++) {
    await sleep(pause);
    yield new Uint8Array(1);
  }
}

async function read(source: AsyncIterable<Uint8Array>): Promise<number> {
  let size = 0;
  for await (const chunk of source) size += chunk.length;
  return size;
}

it('a slow body may take longer than the limit of a pause', async () => {
  expect(await read(withinTime(body(20, 50), { whole: 60_000, still: 700 }))).toBe(20);
});

it('a stalled body is given up long before its time is up', async () => {
  const still = withinTime(body(2, 20_000), { whole: 60_000, still: 50 });
  await expect(read(still)).rejects.toMatchObject({ code: 'request_timeout', status: 408 });
});

it('a slow body is given up when its time is up', async () => {
  const slow = withinTime(body(1000, 20), { whole: 200, still: 60_000 });
  await expect(read(slow)).rejects.toMatchObject({ code: 'request_timeout', status: 408 });
});

it('a body is read at the speed of its reader', async () => {
  let size = 0;
  for await (const chunk of withinTime(body(3, 1), { whole: 60_000, still: 100 })) {
    await sleep(200);
    size += chunk.length;
  }
  expect(size).toBe(3);
});

it('a broken source is an interrupted request', async () => {
  const broken: AsyncIterable<Uint8Array> = {
    [Symbol.asyncIterator]: () => ({
      next: () => Promise.reject(Object.assign(new Error('aborted'), { code: 'ECONNRESET' })),
    }),
  };
  await expect(read(withinTime(broken, { whole: 1000, still: 1000 }))).rejects.toMatchObject({
    code: 'bad_request',
    message: 'The request ended too early.',
  });
});
