import { describe, expect, it } from 'vitest';
import { ApiError, secondsOf } from './api.ts';
import { fieldErrors, isMissing, messageOf } from './failure.ts';

describe('what is told about an error', () => {
  it('is how long to wait after too many attempts', () => {
    const error = new ApiError(429, { code: 'too_many_attempts', detail: 'Too many.' }, secondsOf('42'));
    expect(messageOf(error)).toBe('Too many attempts. Please try again in 42 seconds.');
  });
  it("is the server's own words otherwise", () => {
    expect(messageOf(new ApiError(401, { code: 'sign_in_failed', detail: 'Wrong.' }))).toBe('Wrong.');
  });
  it('is nothing of an unexpected error, which may hold anything', () => {
    expect(messageOf(new Error('secret'))).not.toContain('secret');
  });
});

describe('errors of fields', () => {
  it('are found by the name of the field, with or without a slash', () => {
    const errors = [
      { path: '/email', message: 'no' },
      { path: 'username', message: 'taken' },
    ];
    expect(fieldErrors(new ApiError(400, { code: 'invalid_request', detail: 'x', errors }))).toEqual({
      email: 'no',
      username: 'taken',
    });
  });
  it('put a weak password at the password', () => {
    expect(fieldErrors(new ApiError(400, { code: 'weak_password', detail: 'Too common.' }))).toEqual({
      password: 'Too common.',
    });
  });
});

describe('an address that leads nowhere', () => {
  it('is also one with a malformed ID', () => {
    expect(isMissing(new ApiError(400, { code: 'invalid_request', detail: 'id' }))).toBe(true);
    expect(isMissing(new ApiError(403, { code: 'not_allowed', detail: 'no' }))).toBe(false);
  });
});

describe('Retry-After', () => {
  it('is read in seconds, and ignored when it is nothing of the kind', () => {
    expect([secondsOf('3'), secondsOf('2.2'), secondsOf(null), secondsOf('soon')]).toEqual([
      3,
      3,
      undefined,
      undefined,
    ]);
  });
});
