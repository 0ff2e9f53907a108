import { expect, it } from 'vitest';
import { passwordFault } from './password-rules.ts';

const account = { username: 'grace', email: 'grace.hopper@example.org' };

it.each([
  ['short ones', ['', 'seven77', '1234567'], /at least 8 characters/],
  ['long ones', ['x7'.repeat(65)], /at most 128/],
  [
    'common ones, in any case and between punctuation',
    ['Password123', 'PASSWORD1', 'iloveyou!!', '  football '],
    /common/,
  ],
  ['one repeated character', ['aaaaaaaa', '........', 'ÄÄÄÄÄÄÄÄÄÄ', 'aaaaaaaaaaaaaab', 'aaaaBBBB'], /sequence|common/],
  ['sequences', ['abcdefghi', '98765432100', 'abcd1234', '11223344556', 'ijklmnop'], /sequence|common/],
  ['neighbours on a keyboard', ['qwertyui', 'asdfghjklö', 'poiuytrewq', 'azertyuiop', 'qwer1234'], /sequence|common/],
  ['repeated parts', ['abababab', 'xk7xk7xk7', 'ab.cd!ab.cd!ab', 'pass12pass12pass12'], /repeats|common/],
  [
    'names of the account',
    ['grace.hopper', 'grace.hopper@example.org', 'GRACE1952!', 'gracegrace77', 'GoFigr2026', 'gofigr-grace'],
    /besides the username/,
  ],
])('refuses %s', (_what, passwords, why) => {
  for (const password of passwords)
    expect([password, passwordFault(password, account)]).toEqual([password, expect.stringMatching(why)]);
});

it('accepts all other passwords', () => {
  const good = [
    'a long enough pass-phrase',
    'tr0ub4dor&3',
    'grace in the navy, 1952',
    'kR7#mPq2',
    '汉字密码很安全吗',
    'hx92ksl1',
  ];
  for (const password of [...good, 'correct horse battery staple'])
    expect([password, passwordFault(password, account)]).toEqual([password, null]);
});

it('accepts a username of two letters inside a password', () => {
  expect(passwordFault('my cat likes tea', { username: 'my', email: 'a@example.org' })).toBeNull();
});
