import { expect, test } from 'vitest';
import { countPytest } from './pytest.ts';

test('what pytest counts is counted', () => {
  expect(countPytest('..\n98 passed in 3.21s\n', 0)).toEqual({ passed: 98, failed: 0, skipped: [] });
  const mixed = 'FAILED 7 failed\nSKIPPED [1] test_a.py:7: no fork\n1 failed, 9 passed, 2 skipped, 1 error in 0.50s\n';
  const skipped = ['test_a.py:7: no fork', 'a test of pytest'];
  expect(countPytest(mixed, 1)).toEqual({ passed: 9, failed: 2, skipped });
});

test('a run that ends badly, or tests nothing, has failed', () => {
  expect(countPytest('98 passed in 3.21s', 2)).toEqual({ passed: 98, failed: 1, skipped: [] });
  expect(countPytest('no tests ran in 0.01s', 5)).toEqual({ passed: 0, failed: 1, skipped: [] });
});
