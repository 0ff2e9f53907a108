import { expect, test } from 'vitest';
import { countLines } from './clients.ts';

test('lines that begin with ok and not ok are counted', () => {
  expect(countLines('gofigr 2.3.4\nok publish\nok fetch\nnot ok compare\n', 1)).toEqual({ passed: 2, failed: 1 });
});

test('a script that ends badly, or checks nothing, has failed', () => {
  expect(countLines('ok publish\nTraceback\n', 1)).toEqual({ passed: 1, failed: 1 });
  expect(countLines('', 0)).toEqual({ passed: 0, failed: 1 });
});
