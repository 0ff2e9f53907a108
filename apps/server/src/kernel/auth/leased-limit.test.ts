import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../db/test-databases.ts';
import { createLeasedLimit } from './leased-limit.ts';

let test: TestDatabase;
beforeEach(async () => {
  test = await createTestDatabase('sqlite');
  vi.useFakeTimers();
});
afterEach(async () => {
  vi.useRealTimers();
  await test.remove();
});

/** `points` a minute, of a single process. */
const limitOf = (points: number) =>
  createLeasedLimit({ points, seconds: 60 }, { db: test.open().db, limit: 'requests' });
type Limit = ReturnType<typeof limitOf>;
const result = (limit: Limit, caller = 'ada') =>
  limit.check(caller).then(
    () => 'ok',
    (error: any) => `${error.code} ${error.headers['retry-after']}`,
  );
const resultsOf = async (limit: Limit, times: number) => {
  const results = [];
  for (let time = 0; time < times; time++) results.push(await result(limit));
  return results;
};

describe('a limit of leased parts', () => {
  it.each([1, 3, 50, 51, 120])('allows exactly %i requests, and says when the next is possible', async (points) => {
    const limit = limitOf(points);
    expect(await resultsOf(limit, 1)).toEqual(['ok']);
    vi.advanceTimersByTime(20_000);
    expect(await resultsOf(limit, points - 1)).toEqual(Array(points - 1).fill('ok'));
    expect(await resultsOf(limit, 2)).toEqual(Array(2).fill('too_many_attempts 40'));
    expect(await result(limit, 'bob')).toBe('ok');
    vi.advanceTimersByTime(40_000);
    expect(await resultsOf(limit, points + 1)).toEqual([...Array(points).fill('ok'), 'too_many_attempts 60']);
  });

  it('allows no more requests that come at the same time', async () => {
    const limit = limitOf(120);
    const results = await Promise.all(Array.from({ length: 150 }, () => result(limit)));
    expect(results.filter((one) => one === 'ok')).toHaveLength(120);
  });
});
