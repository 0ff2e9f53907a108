import type { ErrorCode } from './wire.ts';

/** What a request ended with that reached no server or was refused before it was sent. */
export type OwnCode = 'unreachable' | 'redirected' | 'not_gofigr' | 'source_changed';

/** What is wrong with one field of what was sent. */
export interface FieldError {
  /** Where it is, such as `data[0].name` */
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

/** Whatever goes wrong with a server. The message is safe to show: no key or password is ever in it. */
export class GoFigrError extends Error {
  override readonly name: string = 'GoFigrError';
  /** HTTP status; undefined when no server answered. */
  readonly status: number | undefined;
  /** For programs: the server's code, or one of our own; undefined where the server gives none. */
  readonly code: ErrorCode | OwnCode | undefined;
  /** What the server says by itself; `message` adds what is wrong with each field. */
  readonly detail: string;
  readonly fields: readonly FieldError[];
  /** Seconds after which the server wants to be asked again. */
  readonly retryAfter: number | undefined;

  constructor(detail: string, { status, code, fields = [], retryAfter, cause }: ErrorDetails = {}) {
    const message = [detail, ...fields.map(({ path, message: what }) => `${path} ${what}`)].join('\n');
    super(message, cause === undefined ? undefined : { cause });
    this.detail = detail;
    this.status = status;
    this.code = code;
    this.fields = fields;
    this.retryAfter = retryAfter;
  }
}

/** No server answered: wrong address, no network, or a connection that broke. */
export class Unreachable extends GoFigrError {
  override readonly name = 'Unreachable';

  constructor(origin: string, cause: unknown) {
    super(`No GoFigr server answers at ${origin}${reasonOf(cause)}.`, { code: 'unreachable', cause });
  }
}

/** Node hides what happened two causes deep: `ECONNREFUSED` says more than `fetch failed`. */
function reasonOf(error: unknown): string {
  for (let cause = error, depth = 0; cause instanceof Error && depth < 5; cause = cause.cause, depth++)
    if ('code' in cause && typeof cause.code === 'string') return ` (${cause.code})`;
  return '';
}

/** The error that an answer other than 2xx stands for. */
export async function errorOf(response: Response): Promise<GoFigrError> {
  const { status } = response;
  const body = await bodyOf(response);
  const fields = Array.isArray(body['errors']) ? body['errors'].filter(isFieldError) : [];
  const detail = typeof body['detail'] === 'string' ? body['detail'] : `The server answered ${status}.`;
  // The server's codes are a closed list; one that a newer server adds is still a string for programs to compare.
  const code = typeof body['code'] === 'string' ? (body['code'] as ErrorCode) : undefined;
  return new GoFigrError(detail, { status, code, fields, retryAfter: retryAfterOf(response) });
}

async function bodyOf(response: Response): Promise<Record<string, unknown>> {
  try {
    const body: unknown = await response.json();
    return body !== null && typeof body === 'object' ? (body as Record<string, unknown>) : {}; // looked at in this line
  } catch {
    // No JSON: a proxy's page, say. The status is all there is to tell.
    return {};
  }
}

const isFieldError = (value: unknown): value is FieldError =>
  value !== null && typeof value === 'object' && 'path' in value && 'message' in value;

/** `Retry-After` in seconds: a number of seconds or a date. */
function retryAfterOf({ headers }: Response): number | undefined {
  const text = headers.get('retry-after');
  if (text === null) return undefined;
  const seconds = /^\d+$/.test(text.trim()) ? Number(text) : (Date.parse(text) - Date.now()) / 1000;
  return Number.isFinite(seconds) ? Math.max(0, seconds) : undefined;
}
