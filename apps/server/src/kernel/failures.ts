import { databaseFailure } from './db/index.ts';
import { ApiError, codeOf } from './errors.ts';

/** The setting to look at, by the code and the call of a failure that its value can cause. */
const CAUSES: readonly (readonly [code: RegExp, call: RegExp, setting: string])[] = [
  [/^EADDRINUSE$/, /^listen$/, 'Stop the program that uses this port, or set GOFIGR_PORT to a free one.'],
  [/^EACCES$/, /^listen$/, 'Set GOFIGR_PORT to a port above 1023.'],
  [/^(EADDRNOTAVAIL|EINVAL)$/, /^listen$/, 'Set GOFIGR_HOST to an address of this machine.'],
  [/^(28...|3D000|3F000)$/, /^$/, 'Correct GOFIGR_DATABASE_URL.'],
];

/** One line about a failure, without a stack trace; where a setting may be the cause, it is named. */
export function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = codeOf(error) ?? '';
  const call = 'syscall' in error && typeof error.syscall === 'string' ? error.syscall : '';
  // A failed connection to several addresses of a host is an AggregateError without a message.
  const message = error.message || code || error.name;
  const hint = CAUSES.find(([codes, calls]) => codes.test(code) && calls.test(call))?.[2];
  if (hint !== undefined) return `${message}. ${hint}`;
  if (call === 'getaddrinfo' || call === 'connect' || (isNetwork(error) && databaseFailure(error) !== null))
    return `${message}. Check the hosts in GOFIGR_DATABASE_URL and GOFIGR_HOST.`;
  // The cause is not for clients.
  return error instanceof ApiError && error.cause instanceof Error ? `${message} ${error.cause.message}` : message;
}

const isNetwork = (error: Error): boolean =>
  error instanceof AggregateError || /timeout|terminated/.test(error.message);

/** Tells whether an error is a fault of this program, whose stack trace helps. Other errors say what is wrong. */
export function isFault(error: unknown): boolean {
  if (!(error instanceof Error) || /^(Type|Range|Reference|Syntax)Error$/.test(error.name)) return true;
  const code = codeOf(error) ?? '';
  const isWrongQuery = code === 'ERR_SQLITE_ERROR' || ('severity' in error && /^(2[1-7]|4[02]|XX000)/.test(code));
  return isWrongQuery && databaseFailure(error) === null;
}
