import { GoFigrError } from '@gofigr/client';
import { ConfigError } from '@gofigr/client/node';
import { expect, test } from 'vitest';
import { EXIT, Failure } from '../failure.ts';
import { failureOf } from './failure-of.ts';

const coded = (code: GoFigrError['code'], status?: number) => failureOf(new GoFigrError('Said.', { code, status }));

test('each kind of error has its exit code and advice', () => {
  expect(coded('unreachable')).toMatchObject({ exitCode: EXIT.unreachable, advice: expect.stringContaining('--url') });
  expect(coded('key_not_valid', 401)).toMatchObject({
    exitCode: EXIT.refused,
    advice: expect.stringContaining('gfconfig'),
  });
  expect(coded(undefined, 403)).toMatchObject({ exitCode: EXIT.refused, advice: expect.stringContaining('whoami') });
  expect(coded('not_found', 404)).toMatchObject({ exitCode: EXIT.failed, advice: undefined });
  expect(failureOf(new ConfigError('/x/.gofigr', 'is no valid JSON.'))).toMatchObject({ exitCode: EXIT.file });
  const limited = new GoFigrError('Too many.', { code: 'too_many_attempts', status: 429, retryAfter: 12.3 });
  expect(failureOf(limited)?.advice).toBe('Try again in 13 seconds.');
});

test('an answer of a proxy or an untrusted certificate names the variables', () => {
  expect(coded('bad_certificate')).toMatchObject({
    exitCode: EXIT.unreachable,
    advice: expect.stringContaining('--ca'),
  });
  expect(coded('proxy_failed')).toMatchObject({
    exitCode: EXIT.unreachable,
    advice: expect.stringContaining('NO_PROXY'),
  });
  for (const status of [407, 502, 503, 504])
    expect(coded(undefined, status)?.advice).toContain('HTTP_PROXY, HTTPS_PROXY and NO_PROXY');
  expect(coded('unavailable', 503)?.advice).toBeUndefined();
});

test('an error of the file system without a path is still one of a file', () => {
  const error = Object.assign(new Error('EISDIR: …'), { code: 'EISDIR' });
  expect(failureOf(error)).toMatchObject({ exitCode: EXIT.file, message: 'This is a folder, not a file.' });
});

test('the text of a server can not move the cursor', () => {
  expect(failureOf(new GoFigrError('bad\u001b[2Jname'))?.message).toBe('bad\ufffd[2Jname');
});

test('an error of the file system names the file', () => {
  const error = Object.assign(new Error('ENOENT: …'), { code: 'ENOENT', path: 'plot.png' });
  expect(failureOf(error)).toMatchObject({ exitCode: EXIT.file, message: 'There is no such file: plot.png' });
});

test('a failure is returned unchanged, and an unexpected error is no failure', () => {
  const failure = new Failure(EXIT.usage, 'Which?');
  expect(failureOf(failure)).toBe(failure);
  expect(failureOf(new RangeError('a fault'))).toBeUndefined();
});
