import { GoFigrError, Unreachable } from './errors.ts';

/** Status codes of temporary failures: the server is busy or restarting, or a proxy doesn't reach it. */
const TEMPORARY = new Set([408, 425, 429, 500, 502, 503, 504]);

const FIRST_DELAY_MS = 400;
const LONGEST_DELAY_MS = 20_000;
/** Longest `Retry-After` that is waited for. Beyond it the call fails and the caller decides. */
const LONGEST_WAIT_S = 60;

export interface RetryPolicy {
  /** Number of attempts after the first one. */
  retries: number;
  random?: () => number;
  sleep?: (milliseconds: number, signal: AbortSignal | undefined) => Promise<void>;
  /** Tells failures after which the work is done again; absent: all temporary ones. */
  isTemporary?: (error: GoFigrError) => boolean;
}

export const isAnyTemporary = (error: GoFigrError): boolean =>
  error instanceof Unreachable || TEMPORARY.has(error.status ?? 0);

/** Tells whether the server refused to read the request for now and said when to send it again. */
export const isRefusedForNow = ({ status, retryAfter }: GoFigrError): boolean =>
  status === 429 && retryAfter !== undefined;

/** Retries after temporary failures, with growing delays. Only for work that may be done twice after them. */
export async function withRetries<T>(
  policy: RetryPolicy,
  signal: AbortSignal | undefined,
  attempt: (number: number) => Promise<T>,
): Promise<T> {
  const { retries, random = Math.random, sleep: wait = sleep, isTemporary = isAnyTemporary } = policy;
  for (let number = 0; ; number++) {
    try {
      return await attempt(number);
    } catch (error) {
      signal?.throwIfAborted();
      if (number >= retries || !(error instanceof GoFigrError) || !isTemporary(error)) throw error;
      if ((error.retryAfter ?? 0) > LONGEST_WAIT_S) throw error;
      const backoff = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** number) * (0.5 + random() / 2);
      await wait(Math.max(backoff, (error.retryAfter ?? 0) * 1000), signal);
    }
  }
}

/** Waits. An abort ends the wait with the signal's reason. */
function sleep(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', onAbort);
      resolve();
    }, milliseconds);
    signal?.addEventListener('abort', onAbort, { once: true });
    if (signal?.aborted) onAbort();
  });
}
