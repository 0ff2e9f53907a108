import { expect, test } from 'vitest';
import { type Outcome, summarize } from './summary.ts';

const unit: Outcome = { line: 'unit …', passed: 3, failed: 0, skipped: [] };
const cli: Outcome = { line: 'cli …', passed: 1, failed: 0, skipped: ['in fish TAB completes: fish is not installed'] };

test('the last lines name what was skipped and why', () => {
  expect(summarize([unit, cli], false)).toEqual({
    isGood: true,
    lines: [
      'skipped in fish TAB completes: fish is not installed',
      '',
      'unit …',
      'cli …',
      '4 passed, 0 failed, 1 skipped',
    ],
  });
});

test('in CI what is skipped has failed', () => {
  expect(summarize([unit], true).isGood).toBe(true);
  const { isGood, lines } = summarize([unit, cli], true);
  expect([isGood, lines.at(-1)]).toEqual([false, 'With CI=true a skipped test is a failure.']);
});

test('a failure is named and makes the run bad', () => {
  const broken: Outcome = { ...unit, failed: 1, failures: ['FAIL a.test.ts > fails'] };
  const { isGood, lines } = summarize([broken, cli], false);
  expect([isGood, lines[0]]).toEqual([false, 'FAIL a.test.ts > fails']);
});
