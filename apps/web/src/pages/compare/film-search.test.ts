import { expect, test } from 'vitest';
import { filmSearchOf } from './film-search.ts';

test('reads the state of a film from its address, and ignores the rest', () => {
  const state = { revision: 'a-1', view: '2,0.5,0.25', play: true };
  expect(filmSearchOf(state)).toEqual(state);
  expect(filmSearchOf({ revision: 3, view: '2,0.5', play: 'yes', other: 'x' })).toEqual({});
});
