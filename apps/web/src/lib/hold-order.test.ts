import { expect, it } from 'vitest';
import { holdOrder } from './hold-order.ts';

const hold = (held: string, live: string, hasMore = false) => {
  const { items, news } = holdOrder([...held], [...live], { keyOf: (item) => item, hasMore });
  return [items.join(''), news];
};

it.each([
  ['new ones at the top wait', 'abc', 'xyabc', false, 'abc', 2],
  ['new ones in the middle wait', 'abc', 'abxc', false, 'abc', 1],
  ['one that moved to the top stays where it was', 'abc', 'cab', false, 'abc', 0],
  ['those that are gone are left out', 'abc', 'ac', false, 'ac', 0],
  ['the last one that is gone is left out', 'abc', 'ab', false, 'ab', 0],
  ['those pushed out of the loaded pages stay', 'abc', 'xab', true, 'abc', 1],
  ['the next page is added', 'abc', 'abcde', true, 'abcde', 0],
  ['a list without any of them replaces it', 'abc', 'xyz', false, 'xyz', 0],
])('%s', (_title, held, live, hasMore, items, news) => {
  expect(hold(held, live, hasMore)).toEqual([items, news]);
});

it('entries are as new as the list', () => {
  const held = [{ id: 'a', name: 'old' }];
  const live = [{ id: 'a', name: 'new' }];
  expect(holdOrder(held, live, { keyOf: ({ id }) => id, hasMore: false }).items).toEqual(live);
});
