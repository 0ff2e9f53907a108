import { expect, test } from 'vitest';
import { compareLink, compareSearchOf, MOST_SIDES, sidesOf } from './search.ts';

test('reads the state of a comparison from its address', () => {
  const state = {
    tab: 'data',
    mode: 'difference',
    view: '2.5,0.25,0.75',
    share: 0,
    threshold: 0.2,
    align: 'centre',
    format: 'svg/plot',
    split: true,
    keys: { weights: ['id', 'day'], 'other table': [] },
    tolerance: '1%',
  };
  expect(compareSearchOf(state)).toEqual(state);
});

test.each([
  ['first values, which need no place', { tab: 'picture', mode: 'beside', align: 'top-left', split: false }],
  ['unknown words', { tab: 'colours', mode: 'melt', align: 'left' }],
  ['numbers out of range', { share: 101, threshold: -0.1 }],
  ['texts for numbers', { share: '50', threshold: 'low' }],
  ['keys that are none', { keys: ['id'] }],
  ['keys of other things', { keys: { weights: 'id' } }],
  ['a tolerance that is none', { tolerance: '-1' }],
  ['a view that is none', { view: '2,0.5' }],
  ['a view with code', { view: '1,0.5,0.5);x' }],
])('ignores %s', (_, search) => {
  expect(compareSearchOf(search)).toEqual({});
});

test('names up to twelve sides, and no other number of them', () => {
  const ids = Array.from({ length: MOST_SIDES }, (_, index) => `a-${index}`);
  for (const some of [ids.slice(0, 1), ids.slice(0, 2), ids])
    expect(sidesOf(compareLink(some).params.sides)).toEqual(some);
  expect(sidesOf(compareLink([...ids, 'z']).params.sides)).toEqual(ids);
  for (const wrong of ['a...', '...b', 'a......b', '', 'a/b...c', [...ids, 'z'].join('...')])
    expect(sidesOf(wrong)).toBeUndefined();
});

test('reads a tolerance that looks like a number', () => {
  expect(compareSearchOf({ tolerance: 0.01 })).toEqual({ tolerance: '0.01' });
});
