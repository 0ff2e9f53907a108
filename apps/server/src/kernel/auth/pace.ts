import { RateLimiterMemory } from 'rate-limiter-flexible';
import { tooManyAttempts } from '../errors.ts';

/** Limits how often one address may do a thing that needs no sign-in. */
export interface Pace {
  /** Counts one more; throws `too_many_attempts` with Retry-After beyond the limit. */
  check(address: string): Promise<void>;
}

export function createPace({ points, seconds }: { points: number; seconds: number }): Pace {
  const limiter = new RateLimiterMemory({ points, duration: seconds });
  return {
    async check(address) {
      const used = await limiter.penalty(address);
      if (used.consumedPoints > points) throw tooManyAttempts(used.msBeforeNext, 'Too many requests.');
    },
  };
}
