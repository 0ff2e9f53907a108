import { expect, test } from 'vitest';
import { columnsFor } from './columns.ts';

test.each([
  [1, [1, 1, 1]],
  [2, [1, 2, 2]],
  [3, [1, 3, 3]],
  [4, [2, 2, 2]],
  [6, [2, 3, 3]],
  [9, [2, 3, 3]],
  [12, [2, 4, 4]],
])('%i cells stand in columns that a phone, a laptop and a large screen have room for', (count, columns) => {
  expect([336, 1400, 2500].map((width) => columnsFor(count, width))).toEqual(columns);
});
