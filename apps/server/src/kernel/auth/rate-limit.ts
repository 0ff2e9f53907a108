import { RateLimiterMemory } from 'rate-limiter-flexible';
import { tooManyAttempts } from '../errors.ts';

/** Limits how often one network, or one account, may do a thing. */
export interface RateLimit {
  /** Counts one more; throws `too_many_attempts` with Retry-After beyond the limit. */
  check(who: string): Promise<void>;
  /** Throws the same when the limit is reached, without counting. */
  demand(who: string): Promise<void>;
}

export function createRateLimit({ points, seconds }: { points: number; seconds: number }): RateLimit {
  const limiter = new RateLimiterMemory({ points, duration: seconds });
  return {
    async check(who) {
      const used = await limiter.penalty(who);
      if (used.consumedPoints > points) throw tooManyAttempts(used.msBeforeNext, 'Too many requests.');
    },
    async demand(who) {
      const used = await limiter.get(who);
      if (used && used.consumedPoints >= points) throw tooManyAttempts(used.msBeforeNext, 'Too many requests.');
    },
  };
}
