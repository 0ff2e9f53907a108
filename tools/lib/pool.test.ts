import { expect, test } from 'vitest';
import { mapPooled } from './pool.ts';

test('never more than the limit run at once, and results keep the order of the items', async () => {
  let running = 0;
  let most = 0;
  const results = await mapPooled([5, 1, 3, 2], 2, async (milliseconds) => {
    running += 1;
    most = Math.max(most, running);
    await new Promise((resolve) => setTimeout(resolve, milliseconds));
    running -= 1;
    return milliseconds * 10;
  });
  expect(results).toEqual([50, 10, 30, 20]);
  expect(most).toBe(2);
});
