import { expect, it } from 'vitest';
import { fullNameOf, initialsOf, isUsername, shownUsername } from './person-name.ts';

it('tells a full name as far as it is known', () => {
  expect(fullNameOf({ first_name: 'Ada', last_name: 'Lovelace' })).toBe('Ada Lovelace');
  expect(fullNameOf({ first_name: '', last_name: 'Lovelace' })).toBe('Lovelace');
  expect(fullNameOf({ first_name: '', last_name: '' })).toBe('');
});

it.each([
  ['Ada Lovelace (0123abcd)', 'Ada Lovelace', false],
  ['a member (0123abcd)', 'a member', false],
  ['a member', 'a member', false],
  ['ada', 'ada', true],
  ['ada@example.org', 'ada@example.org', true],
])('shows %s as %s', (username, shown, isOne) => {
  expect(shownUsername(username)).toBe(shown);
  expect(isUsername(username)).toBe(isOne);
});

it.each([
  ['Ada Lovelace', 'AL'],
  ['grace.m.hopper', 'GH'],
  ['otto', 'O'],
  ['_x', 'X'],
  ['😀 b', '😀B'],
  ['', ''],
])('takes initials of %s: %s', (name, initials) => expect(initialsOf(name)).toBe(initials));
