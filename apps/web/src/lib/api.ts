import type { ErrorBody, ErrorCode } from '@gofigr/contract';

const BASE = '/api/v1.4.1';

export type ApiErrorCode = ErrorCode | 'unreachable';

/** An answer that isn't a success, or none at all (`unreachable`). `message` is safe to show. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: ApiErrorCode;
  readonly fields: readonly { path: string; message: string }[];
  /** Seconds to wait before the next try, when the server named them. */
  readonly retryAfter: number | undefined;

  constructor(
    status: number,
    body: { code: ApiErrorCode; detail: string; errors?: ErrorBody['errors'] },
    wait?: number,
  ) {
    super(body.detail);
    this.name = 'ApiError';
    this.status = status;
    this.code = body.code;
    this.fields = body.errors ?? [];
    this.retryAfter = wait;
  }
}

interface Options {
  body?: unknown;
  signal?: AbortSignal;
}

/** Calls the API; `path` lies below the version. The type of the answer is the contract's, which the server checks. */
export async function request<T>(method: string, path: string, options: Options = {}): Promise<T> {
  const response = await send(method, path, options);
  if (response.status === 204) return undefined as T; // `T` is void for calls without content.
  return (await response.json()) as T; // The server serialises by the contract.
}

/** The bytes behind a path of the API. */
export async function requestBytes(path: string, signal: AbortSignal): Promise<Uint8Array<ArrayBuffer>> {
  const response = await send('GET', path, { signal });
  return new Uint8Array(await response.arrayBuffer());
}

/** URL of a path of the API, for `src` and `href`. */
export const apiUrl = (path: string): string => `${BASE}${path}`;

async function send(method: string, path: string, { body, signal }: Options): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(apiUrl(path), {
      method,
      credentials: 'same-origin',
      headers: body === undefined ? {} : { 'Content-Type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal ? { signal } : {}),
    });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new ApiError(0, { code: 'unreachable', detail: "The server can't be reached. Is it running?" });
  }
  if (response.ok) return response;
  throw new ApiError(response.status, await bodyOf(response), secondsOf(response.headers.get('Retry-After')));
}

async function bodyOf(response: Response): Promise<ErrorBody> {
  const fallback: ErrorBody = {
    code: 'internal_error',
    detail: `The server answered with an error (${response.status}).`,
  };
  try {
    const body: unknown = await response.json();
    return isErrorBody(body) ? body : fallback;
  } catch {
    return fallback;
  }
}

const isErrorBody = (body: unknown): body is ErrorBody =>
  typeof body === 'object' && body !== null && 'code' in body && 'detail' in body && typeof body.detail === 'string';

/** `Retry-After` in seconds; dates aren't sent by this server. */
export function secondsOf(header: string | null): number | undefined {
  const seconds = Number(header ?? Number.NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? Math.ceil(seconds) : undefined;
}
