import type { Payload } from './bytes/payload.ts';

export interface CallOptions {
  /** Ends the call, its retries and its waits. */
  signal?: AbortSignal | undefined;
}

export interface Call {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below `/api/{version}/`; with a slash in front, below the server's address. */
  path: string;
  query?: Record<string, string | number | undefined> | undefined;
  payload?: Payload | undefined;
  /** Reads the answer instead of `JSON.parse`. */
  parse?: ((text: string) => unknown) | undefined;
  /** It may be sent twice without harm; a GET always may. */
  repeatable?: boolean;
}
