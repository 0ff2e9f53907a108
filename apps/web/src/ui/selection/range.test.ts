import { expect, test } from 'vitest';
import { added, type Chosen, extended, stepOf, without } from './range.ts';

const items = [...'abcdef'];
const keyOf = (item: string) => item;
const chosen = (text: string): Chosen<string> => added(new Map(), [...text], keyOf);
const idsOf = (some: Chosen<string>) =>
  [...some.keys()].toSorted((first, second) => (first < second ? -1 : 1)).join('');

test.each([
  ['b', 'd', '', 'bcd'],
  ['d', 'b', '', 'bcd'],
  ['c', 'c', '', 'c'],
  ['b', 'c', 'f', 'bcf'],
  // The anchor is on no loaded page any more.
  ['x', 'c', 'f', 'f'],
])('from %s to %s, with %j chosen before, chooses %j', (id, to, base, all) => {
  expect(idsOf(extended({ id, base: chosen(base) }, items, keyOf, to))).toBe(all);
});

test('what a longer extension chose is left again by a shorter one', () => {
  const anchor = { id: 'b', base: chosen('b') };
  expect(idsOf(extended(anchor, items, keyOf, 'e'))).toBe('bcde');
  expect(idsOf(extended(anchor, items, keyOf, 'c'))).toBe('bc');
});

test('leaves out what is done', () => {
  expect(idsOf(without(chosen('abc'), new Set(['b', 'x'])))).toBe('ac');
});

test('arrow keys go through rows of a grid', () => {
  expect(['ArrowRight', 'ArrowLeft', 'ArrowDown', 'ArrowUp', 'Home'].map((key) => stepOf(key, 4))).toEqual([
    1,
    -1,
    4,
    -4,
    undefined,
  ]);
});
