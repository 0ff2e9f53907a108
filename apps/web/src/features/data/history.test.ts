import { expect, test } from 'vitest';
import { cellsOf } from './history.ts';

test('the history of a notebook is read as numbered cells, without the empty ones', () => {
  expect(cellsOf(JSON.stringify(['', 'import numpy', ' \n', 'plot()']))).toEqual([
    { number: 1, code: 'import numpy' },
    { number: 3, code: 'plot()' },
  ]);
});

test('a text that is no JSON list is no history', () => {
  expect(cellsOf('{"a": 1}')).toBeUndefined();
  expect(cellsOf('print(1)')).toBeUndefined();
  expect(cellsOf('[1, null, "x"]')).toEqual([{ number: 2, code: 'x' }]);
});
