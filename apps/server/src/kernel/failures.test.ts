import { expect, it } from 'vitest';
import { ApiError } from './errors.ts';
import { isFault, messageOf } from './failures.ts';

const failure = (code: string, syscall?: string, message = 'it failed') =>
  Object.assign(new Error(message), { code, ...(syscall !== undefined && { syscall }) });

it.each([
  [failure('EADDRINUSE', 'listen'), 'GOFIGR_PORT'],
  [failure('EACCES', 'listen'), 'GOFIGR_PORT'],
  [failure('EADDRNOTAVAIL', 'listen'), 'GOFIGR_HOST'],
  [failure('ENOTFOUND', 'getaddrinfo'), 'GOFIGR_HOST'],
  [failure('ECONNREFUSED', 'connect'), 'GOFIGR_DATABASE_URL'],
  [Object.assign(new AggregateError([], ''), { code: 'ECONNREFUSED' }), 'ECONNREFUSED. Check the hosts in GOFIGR_'],
  [failure('28P01'), 'Correct GOFIGR_DATABASE_URL'],
  [failure('3D000'), 'Correct GOFIGR_DATABASE_URL'],
])('a failure that a setting can cause names it: %s', (error, text) => {
  expect(messageOf(error)).toContain(text);
  expect(isFault(error)).toBe(false);
});

it('an answer for clients tells an operator its cause, too', () => {
  const error = new ApiError('unavailable', 'Try again later.', { cause: new Error('s3://figures: AccessDenied') });
  expect(messageOf(error)).toBe('Try again later. s3://figures: AccessDenied');
});

it('other failures keep their message, and faults of the program their stack', () => {
  expect(messageOf(failure('EROFS', 'open', 'read-only'))).toBe('read-only');
  expect(messageOf('text')).toBe('text');
  expect([new TypeError('x'), 'x', Object.assign(failure('ERR_SQLITE_ERROR'), { errcode: 1 })].map(isFault)).toEqual([
    true,
    true,
    true,
  ]);
  expect([new Error('x'), Object.assign(failure('ERR_SQLITE_ERROR'), { errcode: 13 })].map(isFault)).toEqual([
    false,
    false,
  ]);
});
