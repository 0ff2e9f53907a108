import { RateLimiterMemory } from 'rate-limiter-flexible';
import { tooManyAttempts } from '../errors.ts';

const WINDOW = 15 * 60;

/** Wrong tries within a quarter of an hour: for one name from one address, from one address, and for one name from anywhere. */
const LIMITS = { pair: 10, address: 100, name: 100 };

/** Limits wrong tries, never right ones. */
export interface Guesses {
  /** Throws `too_many_attempts` with Retry-After when the limit is reached. */
  check(name: string, address: string): Promise<void>;
  failed(name: string, address: string): Promise<void>;
}

export function createGuesses(): Guesses {
  const limiters = Object.entries(LIMITS).map(([kind, points]) => {
    const limiter = new RateLimiterMemory({ points, duration: WINDOW });
    const key = (name: string, address: string) =>
      kind === 'pair' ? `${address} ${name}` : kind === 'address' ? address : name;
    return { limiter, key, points };
  });
  return {
    async check(name, address) {
      for (const { limiter, key, points } of limiters) {
        const used = await limiter.get(key(name, address));
        if (!used || used.consumedPoints < points) continue;
        throw tooManyAttempts(used.msBeforeNext, 'Too many wrong tries.');
      }
    },
    async failed(name, address) {
      for (const { limiter, key } of limiters) await limiter.penalty(key(name, address));
    },
  };
}
