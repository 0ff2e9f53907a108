import { GoFigrError } from '@gofigr/client/wire';
import { formatWait } from './format.ts';

/** Returns the message of an error for users. */
export function messageOf(error: unknown): string {
  if (!(error instanceof GoFigrError)) return 'Something went wrong on this page.';
  if (error.code === 'unreachable') return "The server can't be reached. Check that it is running.";
  if (error.code === 'too_many_attempts') {
    const when = error.retryAfter === undefined ? 'later' : `in ${formatWait(Math.ceil(error.retryAfter))}`;
    return `Too many attempts. Please try again ${when}.`;
  }
  return error.detail;
}

/** Returns the error of each field of a form. `/username` and `username` both name the field `username`. */
export function fieldErrors(error: unknown): Record<string, string> {
  if (!(error instanceof GoFigrError)) return {};
  const found: Record<string, string> = {};
  for (const { path, message } of error.fields) found[path.replace(/^\//, '')] ??= message;
  if (error.code === 'weak_password') found['password'] ??= error.detail;
  return found;
}

/** Tells whether an error may pass by itself: the server did not answer, or it failed. */
export const isTemporary = (error: unknown): boolean =>
  error instanceof GoFigrError && (error.status === undefined || error.status >= 500);

export const isRefusal = (error: unknown): boolean =>
  error instanceof GoFigrError && (error.status === 403 || error.status === 401);

/** Tells whether a page is missing. A malformed ID in its address counts too. */
export const isMissing = (error: unknown): boolean =>
  error instanceof GoFigrError && (error.status === 404 || error.code === 'invalid_request');
