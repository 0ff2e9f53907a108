import { ERRORS, type ErrorBody, type ErrorCode } from '@gofigr/contract';

/** Codes whose readers know OAuth (RFC 6749, section 5.2; RFC 8628, section 3.5). */
const OAUTH: readonly string[] = [
  'authorization_pending',
  'slow_down',
  'expired_token',
  'access_denied',
  'unsupported_grant_type',
];

/** An error answer: a stable code, a message that is safe to show, and optionally a private cause for the log. */
export class ApiError extends Error {
  readonly code: ErrorCode;
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly errors: ErrorBody['errors'];

  constructor(
    code: ErrorCode,
    detail: string,
    more: { cause?: unknown; headers?: Record<string, string>; errors?: ErrorBody['errors'] } = {},
  ) {
    super(detail, { cause: more.cause });
    this.code = code;
    this.status = ERRORS[code];
    this.headers = more.headers ?? {};
    this.errors = more.errors;
  }

  body(): ErrorBody {
    const { code, message: detail } = this;
    const oauth = OAUTH.includes(code) && { error: code, error_description: detail };
    return { code, detail, ...oauth, ...(this.errors && { errors: this.errors }) };
  }
}

export const notFound = (what = 'Nothing') => new ApiError('not_found', `${what} was found under this ID.`);
export const notAllowed = () => new ApiError('not_allowed', 'You do not have the right to do this.');
export const signInRequired = () =>
  new ApiError('sign_in_required', 'Sign in, or send an API key in the Authorization header.');
export const accountDisabled = () =>
  new ApiError('account_disabled', 'Your account is disabled. Ask an administrator of this server.');
export const notWithAKey = () =>
  new ApiError('not_with_a_key', 'This can not be done with an API key: sign in with a password.');
export const notWithThisKey = () =>
  new ApiError('not_with_this_key', 'The permission of this API key does not include this.');
export function tooManyAttempts(msBeforeNext: number, detail: string): ApiError {
  const seconds = Math.max(1, Math.ceil(msBeforeNext / 1000));
  return new ApiError('too_many_attempts', `${detail} Try again in ${seconds} seconds.`, {
    headers: { 'retry-after': String(seconds) },
  });
}
export const invalid = (path: string, message: string) =>
  new ApiError('invalid_request', `${path}: ${message}`, { errors: [{ path, message }] });

/** The error code of Node, a database or a driver, if there is one. */
export const codeOf = (error: unknown): string | undefined =>
  typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string'
    ? error.code
    : undefined;
