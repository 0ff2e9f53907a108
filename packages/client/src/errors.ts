import type { ErrorCode } from './wire.ts';

/** Codes of the client's own errors: the request reached no GoFigr server or was not sent. */
export type OwnCode =
  | 'unreachable'
  | 'redirected'
  | 'not_gofigr'
  | 'source_changed'
  | 'source_failed'
  | 'bad_certificate'
  | 'proxy_failed';

/** Error of one field of the request. */
export interface FieldError {
  /** Such as `data[0].name` */
  path: string;
  message: string;
}

export interface ErrorDetails {
  status?: number | undefined;
  code?: ErrorCode | OwnCode | undefined;
  fields?: readonly FieldError[];
  retryAfter?: number | undefined;
  cause?: unknown;
}

/** Any failure of a request. The message is safe to show: it never holds a key or password. */
export class GoFigrError extends Error {
  override readonly name: string = 'GoFigrError';
  /** HTTP status; undefined when no server answered. */
  readonly status: number | undefined;
  /** Code of the server or of this client; undefined if the server sends none. */
  readonly code: ErrorCode | OwnCode | undefined;
  /** The server's text. `message` adds the errors of the fields. */
  readonly detail: string;
  readonly fields: readonly FieldError[];
  /** Seconds to wait before the next attempt, as the server asks. */
  readonly retryAfter: number | undefined;

  constructor(detail: string, { status, code, fields = [], retryAfter, cause }: ErrorDetails = {}) {
    // Most servers name the first field in the text already.
    const others = fields.filter(({ message: what }) => !detail.includes(what));
    const message = [detail, ...others.map(({ path, message: what }) => `${path} ${what}`)].join('\n');
    super(message, cause === undefined ? undefined : { cause });
    this.detail = detail;
    this.status = status;
    this.code = code;
    this.fields = fields;
    this.retryAfter = retryAfter;
  }
}

/** An argument that no server would take. */
export const invalid = (problem: string, cause?: unknown): GoFigrError =>
  new GoFigrError(problem, { code: 'invalid_request', cause });

/** No server answered: wrong address, no network, or a connection that broke. */
export class Unreachable extends GoFigrError {
  override readonly name = 'Unreachable';

  constructor(origin: string, cause: unknown) {
    super(`No GoFigr server answers at ${origin}${reasonOf(cause)}.`, { code: 'unreachable', cause });
  }
}

/** Finds the reason of a failed `fetch`, such as `ECONNREFUSED`. Node hides it two causes deep. */
function reasonOf(error: unknown): string {
  for (let cause = error, depth = 0; cause instanceof Error && depth < 5; cause = cause.cause, depth++)
    if ('code' in cause && typeof cause.code === 'string') return ` (${cause.code})`;
  return '';
}

/** Returns the error for an answer other than 2xx. */
export async function errorOf(response: Response): Promise<GoFigrError> {
  const { status } = response;
  const body = await bodyOf(response);
  const fields = Array.isArray(body['errors']) ? body['errors'].filter(isFieldError) : [];
  // A proxy on the way answers without a detail and tells its name.
  const proxy = response.headers.get('server');
  const unnamed = proxy === null ? `The server answered ${status}.` : `A proxy (${proxy}) answered ${status}.`;
  const detail = typeof body['detail'] === 'string' ? body['detail'] : unnamed;
  // A newer server may send a code that `ErrorCode` lacks. Programs can still compare it as a string.
  const code = typeof body['code'] === 'string' ? (body['code'] as ErrorCode) : undefined;
  return new GoFigrError(detail, { status, code, fields, retryAfter: retryAfterOf(response) });
}

async function bodyOf(response: Response): Promise<Record<string, unknown>> {
  try {
    const body: unknown = await response.json();
    return body !== null && typeof body === 'object' ? (body as Record<string, unknown>) : {}; // checked in this line
  } catch {
    // The body may be a proxy's page. Then the error has only the status.
    return {};
  }
}

const isFieldError = (value: unknown): value is FieldError =>
  value !== null && typeof value === 'object' && 'path' in value && 'message' in value;

/** Reads `Retry-After`, a number of seconds or a date, and returns seconds. */
function retryAfterOf({ headers }: Response): number | undefined {
  const text = headers.get('retry-after');
  if (text === null) return undefined;
  const seconds = /^\d+$/.test(text.trim()) ? Number(text) : (Date.parse(text) - Date.now()) / 1000;
  return Number.isFinite(seconds) ? Math.max(0, seconds) : undefined;
}
