import { expect, it } from 'vitest';
import { isTooMuch } from './too-much.ts';

const LIMITS = { workMs: 6000, timeoutMs: 10_000, memoryMb: 768 };

it.each([
  ['an idle machine ends a loop by its work', { workedMs: 6001, passedMs: 6100 }, true],
  ['a drawing that waits for the machine continues', { workedMs: 2900, passedMs: 9900 }, false],
  ['half of the work is too much when the time is nearly over', { workedMs: 3100, passedMs: 9900 }, true],
  ['half of the work is fine before', { workedMs: 3100, passedMs: 9000 }, false],
])('%s', (_what, spent, ends) => {
  expect(isTooMuch({ memoryMb: 100, ...spent }, LIMITS)).toBe(ends);
});

it('counts memory', () => {
  expect(isTooMuch({ workedMs: 0, passedMs: 0, memoryMb: 769 }, LIMITS)).toBe(true);
});
