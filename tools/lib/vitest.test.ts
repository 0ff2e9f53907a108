import { expect, test } from 'vitest';
import { countTests } from './vitest.ts';

const report = { numPassedTests: 3, numFailedTests: 0, numPendingTests: 1, numTodoTests: 1, testResults: [] };

test('passed, skipped and planned tests are counted', () => {
  expect(countTests(report, 0)).toEqual({ passed: 3, failed: 0, skipped: 2 });
});

test('a test file that could not be loaded counts as a failure', () => {
  const testResults = [{ status: 'failed', assertionResults: [] }];
  expect(countTests({ ...report, testResults }, 1).failed).toBe(1);
});

test('an error outside every test counts as a failure', () => {
  expect(countTests(report, 1).failed).toBe(1);
});
