import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { withLock } from './lock.ts';
import { CACHE } from './root.ts';

test('work under one lock never overlaps, and the lock is gone afterwards', async () => {
  let running = 0;
  const work = async (): Promise<void> => {
    running += 1;
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(running).toBe(1);
    running -= 1;
  };
  await Promise.all([1, 2, 3].map(() => withLock('test-overlap', work)));
  await expect(withLock('test-overlap', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(existsSync(join(CACHE, 'locks', 'test-overlap'))).toBe(false);
});

test('what a dead process held is free', async () => {
  mkdirSync(join(CACHE, 'locks'), { recursive: true });
  // Above the greatest process ID there can be.
  writeFileSync(join(CACHE, 'locks', 'test-dead'), '99999999');
  expect(await withLock('test-dead', () => Promise.resolve('done'))).toBe('done');
});
