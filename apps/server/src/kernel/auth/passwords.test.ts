import { describe, expect, it } from 'vitest';
import { passwordFault } from './password-rules.ts';
import { checkPassword, hashPassword, verifyPassword } from './passwords.ts';
import { sessionCookie } from './session-cookie.ts';

const account = { username: 'grace', email: 'grace.hopper@example.org' };

describe('a password', () => {
  it('is stored as an argon2id hash with 19 MiB and two passes, and matches only itself', async () => {
    const [one, other] = [await hashPassword('a pass-phrase'), await hashPassword('a pass-phrase')];
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(one).not.toBe(other);
    expect(await verifyPassword(one, 'a pass-phrase')).toBe(true);
    expect(await verifyPassword(one, 'a pass-phrasf')).toBe(false);
  });

  it('never matches an account that does not exist', async () => {
    for (const password of ['no account has this password', '', 'a pass-phrase'])
      expect(await verifyPassword(undefined, password)).toBe(false);
  });

  it('that is weak is refused with the reason and its field', () => {
    const reason = 'The password needs at least 8 characters.';
    expect(() => checkPassword('short', account)).toThrow(
      expect.objectContaining({
        code: 'weak_password',
        message: reason,
        errors: [{ path: 'password', message: reason }],
      }),
    );
    expect(() => checkPassword('a long enough pass-phrase', account)).not.toThrow();
  });

  it.each([
    ['seven characters', 'kR7#mPq', 'The password needs at least 8 characters.'],
    ['seven characters of two code units', '😀🎈🚀🌵🍋🎲🧭', 'The password needs at least 8 characters.'],
    ['129 characters', 'kR7#mPq2'.padEnd(129, 'x7y'), 'The password may have at most 128 characters.'],
    ['a common one', 'password', 'This password is one of the most common ones: choose another.'],
    [
      'a common one in wide letters',
      'ｐａｓｓｗｏｒｄ',
      'This password is one of the most common ones: choose another.',
    ],
    [
      'a sequence',
      'abcdefghi',
      'This password is a sequence or repeats itself, such as "12345678" or "abababab": choose another.',
    ],
    [
      'two pieces that repeat',
      'x9!kfw4x9!kfw4',
      'This password is a sequence or repeats itself, such as "12345678" or "abababab": choose another.',
    ],
    [
      'three runs',
      'abcmno789',
      'This password is a sequence or repeats itself, such as "12345678" or "abababab": choose another.',
    ],
    [
      'its own mail address and seven characters',
      'kR7#mPqgrace.hopper@example.org',
      'The password needs at least 8 characters besides the username, the mail address and "gofigr".',
    ],
  ])('of %s is refused', (_what, password, reason) => {
    expect(passwordFault(password, account)).toBe(reason);
  });

  it.each([
    ['eight characters', 'kR7#mPq2'],
    ['eight characters of two code units', '😀🎈🚀🌵🍋🎲🧭🎸'],
    ['128 characters', 'kR7#mPq2'.padEnd(128, 'x7y')],
    ['four runs', 'abcmno789fgh'],
    ['a part of eight characters twice', 'x9!kfw4Zx9!kfw4Z'],
    ['a repeated part with another end', 'x9!x9!x9!k'],
    ['eight characters besides the names', 'kR7#mPq2gofigr'],
    ['a common one inside', 'xpasswordx'],
    ['a common one with punctuation inside', 'pass#word'],
    ['a common one with a letter behind', 'passwordé#'],
  ])('of %s is taken', (_what, password) => {
    expect(passwordFault(password, account)).toBeNull();
  });

  it.each(['qw', 'ty', 'as', 'zx', 'tz', 'yx', 'az', 'qs', '90', 'ab', '\u00e4\u00e5'])(
    'is weak with three runs, of which one is "%s" or its reverse',
    (pair) => {
      for (const run of [pair, [...pair].toReversed().join('')])
        expect([run, passwordFault(`7777${run}!!!!`, account)]).toEqual([run, expect.stringMatching(/sequence/)]);
    },
  );

  it.each(['ak', 'qz', '96'])('is good enough with "%s", which are two', (pair) => {
    expect(passwordFault(`7777${pair}!!!!`, account)).toBeNull();
  });

  it('needs eight characters besides the first part of the mail address', () => {
    const hopper = { username: 'admiral', email: 'grace.hopper@example.org' };
    expect(passwordFault('kR7#Grace.HoppermPq', hopper)).toMatch(/besides the username/);
    expect(passwordFault('kR7#Grace.HoppermPq2', hopper)).toBeNull();
  });

  it('may hold names of two letters, and none of three', () => {
    expect(passwordFault('xyz-kfw4!', { username: 'xy', email: 'xy@example.org' })).toBeNull();
    expect(passwordFault('xyz-kfw4!', { username: 'xyz', email: '' })).toMatch(/besides the username/);
    expect(passwordFault('xyz-kfw4!xyz', { username: 'ＸＹＺ', email: '' })).toMatch(/besides the username/);
  });
});

describe('the session cookie', () => {
  const [plain, secure] = [new URL('http://localhost:8000'), new URL('https://figures.example.org')].map(sessionCookie);

  it('is bound to the host on https', () => {
    expect(plain).toMatchObject({
      name: 'gofigr_session',
      prefix: 'gfsession',
      options: { path: '/', httpOnly: true, sameSite: 'lax', secure: false },
    });
    expect(secure).toMatchObject({
      name: '__Host-gofigr_session',
      prefix: 'gfhost',
      options: { path: '/', httpOnly: true, sameSite: 'lax', secure: true },
    });
  });

  it('is read by its name, on https also by its former name for older sessions', () => {
    expect(plain?.read({ gofigr_session: 'gfsession_1' })).toBe('gfsession_1');
    expect(plain?.read({ gofigr_session: 'gfhost_1' })).toBe('gfhost_1');
    expect(plain?.read({ '__Host-gofigr_session': 'gfhost_1' })).toBeUndefined();
    expect(secure?.read({ '__Host-gofigr_session': 'gfhost_1', gofigr_session: 'gfsession_2' })).toBe('gfhost_1');
    expect(secure?.read({ gofigr_session: 'gfsession_2' })).toBe('gfsession_2');
    expect(secure?.read({ gofigr_session: 'gfhost_2' })).toBeUndefined();
    expect(secure?.read({})).toBeUndefined();
  });
});
