import { tooManyAttempts } from '../errors.ts';
import { createCounts, type Shared } from './counts.ts';

/** Limits the requests of one network or one account. */
export interface RateLimit {
  /** Counts a request. Throws `too_many_attempts` with Retry-After beyond the limit. */
  check(caller: string): Promise<void>;
  /** Throws the same error if the limit is reached, and counts nothing. */
  demand(caller: string): Promise<void>;
}

/** Requests of one caller, and the time from the first until they are forgotten. */
export interface RateLimitOptions {
  points: number;
  seconds: number;
}

/**
 * Creates a limit. With `shared` it holds for all processes on the database. Without, it holds for this process only.
 */
export function createRateLimit({ points, seconds }: RateLimitOptions, shared?: Shared): RateLimit {
  const counts = createCounts(seconds, shared);
  return {
    async check(caller) {
      const { count, msLeft } = await counts.add(caller);
      if (count > points) throw tooManyAttempts(msLeft, 'Too many requests.');
    },
    async demand(caller) {
      const { count, msLeft } = await counts.read(caller);
      if (count >= points) throw tooManyAttempts(msLeft, 'Too many requests.');
    },
  };
}
