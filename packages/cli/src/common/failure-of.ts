import { GoFigrError } from '@gofigr/client';
import { EXIT, Failure } from '../failure.ts';
import { printable } from '../terminal/printable.ts';

/** What to tell the user of an error of the client: the server's own words, and what to do next. */
export function failureOf(error: unknown): unknown {
  if (!(error instanceof GoFigrError)) return error;
  const message = printable(error.message);
  switch (error.code) {
    case 'unreachable':
      return new Failure(
        EXIT.unreachable,
        message,
        'Is it running, and is this its address? Give another with --url, GF_URL or gfconfig.',
      );
    case 'not_gofigr':
    case 'redirected':
      return new Failure(EXIT.unreachable, message, 'Give the address of the server with --url.');
    case 'key_not_valid':
      return new Failure(EXIT.refused, message, 'Run gfconfig to enter a key, or to make a new one.');
    case 'not_with_a_key':
      return new Failure(EXIT.refused, message, 'Do it in the web app, where you are signed in with your password.');
    case 'too_many_attempts':
      return new Failure(EXIT.refused, message, waitingTime(error.retryAfter));
    default:
      break;
  }
  if (error.status === 401) return new Failure(EXIT.refused, message, 'Run gfconfig to sign in again.');
  if (error.status === 403) {
    return new Failure(EXIT.refused, message, 'See "gfconfig whoami": is this the right key and the right server?');
  }
  return new Failure(EXIT.failed, message);
}

const waitingTime = (seconds: number | undefined): string | undefined =>
  seconds === undefined ? undefined : `Try again in ${Math.ceil(seconds)} seconds.`;
