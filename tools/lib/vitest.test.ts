import { expect, test } from 'vitest';
import { countTests } from './vitest.ts';

const report = { numPassedTests: 3, numFailedTests: 0, testResults: [] };

test('passed tests are counted, skipped and planned ones named with their reason', () => {
  const assertionResults = [
    { fullName: 'passes', status: 'passed', meta: {} },
    { fullName: ' in fish TAB completes', status: 'skipped', meta: { reason: 'no fish' } },
    { fullName: ' later', status: 'todo', meta: {} },
  ];
  expect(countTests({ ...report, testResults: [{ status: 'passed', assertionResults }] }, 0)).toEqual({
    passed: 3,
    failed: 0,
    skipped: ['in fish TAB completes: no fish', 'later: todo'],
  });
});

test('a test file that could not be loaded counts as a failure', () => {
  const testResults = [{ status: 'failed', assertionResults: [] }];
  expect(countTests({ ...report, testResults }, 1).failed).toBe(1);
});

test('an error outside every test counts as a failure', () => {
  expect(countTests(report, 1).failed).toBe(1);
});
