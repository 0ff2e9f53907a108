import type { Payload } from './bytes/payload.ts';
import type { Method } from './route.ts';

export interface CallOptions {
  /** Ends the call, its retries and its waits. */
  signal?: AbortSignal | undefined;
}

/** One request, however often it is sent. */
export interface Call {
  method: Method;
  url: string;
  payload?: Payload | undefined;
  /** Reads the answer instead of `JSON.parse`. */
  parse?: ((text: string) => unknown) | undefined;
  /** It may be sent twice without harm; a GET always may. */
  repeatable?: boolean | undefined;
}
