import { expect, test } from 'vitest';
import { excerptsOf } from './excerpts.ts';

test('long values are shown where they begin to differ', () => {
  const same = 'x'.repeat(5_000);
  const [before, after] = excerptsOf(`${same}abc${same}`, `${same}abd`);
  const start = `… ${'x'.repeat(78)}ab`;
  expect(before).toBe(`${start}c${'x'.repeat(419)} … (10,003 characters)`);
  expect(after).toBe(`${start}d (5,003 characters)`);
});

test('short values are whole, and a missing one stays so', () => {
  expect(excerptsOf('a', 'b')).toEqual(['a', 'b']);
  expect(excerptsOf(undefined, '')).toEqual([undefined, '']);
  expect(excerptsOf('y'.repeat(3_000), undefined)).toEqual([`${'y'.repeat(500)} … (3,000 characters)`, undefined]);
});
