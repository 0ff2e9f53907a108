import type { Payload } from './bytes/payload.ts';
import type { Method } from './route.ts';

export interface CallOptions {
  /** Ends the call, its retries and its waits. */
  signal?: AbortSignal | undefined;
}

/** One request. It may be sent several times. */
export interface Call {
  method: Method;
  url: string;
  payload?: Payload | undefined;
  /** Parses the answer; absent: `JSON.parse`. */
  parse?: ((text: string) => unknown) | undefined;
  /** Sending it twice does no harm. This is always true for a GET. */
  repeatable?: boolean | undefined;
}
