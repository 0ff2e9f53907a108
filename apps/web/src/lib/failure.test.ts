import { GoFigrError, Unreachable } from '@gofigr/client/wire';
import { describe, expect, it } from 'vitest';
import { fieldErrors, isMissing, messageOf } from './failure.ts';

describe('the message of an error', () => {
  it('gives the time to wait after too many attempts', () => {
    const error = new GoFigrError('Too many.', { status: 429, code: 'too_many_attempts', retryAfter: 41.2 });
    expect(messageOf(error)).toBe('Too many attempts. Please try again in 42 seconds.');
  });
  it("is the server's text otherwise", () => {
    expect(messageOf(new GoFigrError('Wrong.', { status: 401, code: 'sign_in_failed' }))).toBe('Wrong.');
  });
  it('says that no server answered', () => {
    expect(messageOf(new Unreachable('http://localhost', new Error('x')))).toContain("can't be reached");
  });
  it('never holds the text of an unexpected error', () => {
    expect(messageOf(new Error('secret'))).not.toContain('secret');
  });
});

describe('errors of fields', () => {
  it('are found by the name of the field, with or without a slash', () => {
    const errors = [
      { path: '/email', message: 'no' },
      { path: 'username', message: 'taken' },
    ];
    expect(fieldErrors(new GoFigrError('x', { status: 400, code: 'invalid_request', fields: errors }))).toEqual({
      email: 'no',
      username: 'taken',
    });
  });
  it('show a weak password at the field of the password', () => {
    expect(fieldErrors(new GoFigrError('Too common.', { status: 400, code: 'weak_password' }))).toEqual({
      password: 'Too common.',
    });
  });
});

describe('a missing page', () => {
  it('is also an address with a malformed ID', () => {
    expect(isMissing(new GoFigrError('id', { status: 400, code: 'invalid_request' }))).toBe(true);
    expect(isMissing(new GoFigrError('no', { status: 403, code: 'not_allowed' }))).toBe(false);
  });
});
