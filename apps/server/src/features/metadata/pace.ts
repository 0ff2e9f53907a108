import { RateLimiterMemory } from 'rate-limiter-flexible';
import { tooManyAttempts } from '../../kernel/errors.ts';

/** Posts a minute from one address: far more than notebooks make. */
const POSTS = 120;

/** Limits what anyone may post without signing in; reading is not limited, since kernels poll. */
export function createPace() {
  const limiter = new RateLimiterMemory({ points: POSTS, duration: 60 });
  return {
    async check(address: string): Promise<void> {
      const used = await limiter.penalty(address);
      if (used.consumedPoints > POSTS) throw tooManyAttempts(used.msBeforeNext, 'Too many requests.');
    },
  };
}
