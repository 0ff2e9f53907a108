import { expect, it } from 'vitest';
import { toLine, withLines } from './table.ts';

const row = { folder: 'a/b', killed: 6, timedOut: 1, survived: 2, uncovered: 1, minutes: 1.25, tried: 'all' };

it('a row shows the share of killed mutants', () => {
  expect(toLine(row, '2030-01-31', 'abc1234')).toBe(
    '| `a/b` | 10 | 6 | 1 | 2 | 1 | 70.0 % | all | 1.3 | 2030-01-31 | abc1234 |',
  );
});

it('a new row replaces the earlier one of its folder, and others stay in place', () => {
  const page = withLines('', [
    ['a', '| `a` | 1 |'],
    ['b', '| `b` | 2 |'],
  ]);
  const later = withLines(page, [
    ['c', '| `c` | 4 |'],
    ['a', '| `a` | 3 |'],
  ]);
  expect(later.split('\n').slice(-4)).toEqual(['| `a` | 3 |', '| `b` | 2 |', '| `c` | 4 |', '']);
  expect(later.match(/^# /gm)).toHaveLength(1);
  expect(withLines(later, [])).toBe(later);
});

it('the time of a whole run stays on the page until the next one', () => {
  const total = (minutes: number) => `A run of all folders took ${minutes} minutes on 2 cores (2030-01-31, abc1234).`;
  const page = withLines(withLines('', [['a', '| `a` | 1 |']], total(20)), [['b', '| `b` | 2 |']]);
  expect(page).toContain(`\n\n${total(20)}\n\n| Folder |`);
  const later = withLines(page, [], total(30));
  expect(later).toBe(page.replace(total(20), total(30)));
});
