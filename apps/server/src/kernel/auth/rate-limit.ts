import { RateLimiterMemory } from 'rate-limiter-flexible';
import { tooManyAttempts } from '../errors.ts';

/** Limits the requests of one network or one account. */
export interface RateLimit {
  /** Counts a request. Throws `too_many_attempts` with Retry-After beyond the limit. */
  check(caller: string): Promise<void>;
  /** Throws the same error if the limit is reached, and counts nothing. */
  demand(caller: string): Promise<void>;
}

export function createRateLimit({ points, seconds }: { points: number; seconds: number }): RateLimit {
  const limiter = new RateLimiterMemory({ points, duration: seconds });
  return {
    async check(caller) {
      const used = await limiter.penalty(caller);
      if (used.consumedPoints > points) throw tooManyAttempts(used.msBeforeNext, 'Too many requests.');
    },
    async demand(caller) {
      const used = await limiter.get(caller);
      if (used && used.consumedPoints >= points) throw tooManyAttempts(used.msBeforeNext, 'Too many requests.');
    },
  };
}
