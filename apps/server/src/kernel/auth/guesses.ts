import { RateLimiterMemory } from 'rate-limiter-flexible';
import { tooManyAttempts } from '../errors.ts';

const WINDOW = 15 * 60;

/** Wrong tries within a quarter of an hour: for one name from one address, from one address, and for one name from anywhere. */
const LIMITS = { pair: 10, address: 100, name: 100 };

/** Limits wrong tries, never right ones. */
export interface Guesses {
  /**
   * Runs a try, one after the other for the same name and address; what it throws counts as wrong when `isWrong` says
   * so. Throws `too_many_attempts` with Retry-After, without a try, when the limit is reached.
   */
  attempt<T>(name: string, address: string, work: () => Promise<T>, isWrong: (error: unknown) => boolean): Promise<T>;
}

/** `purpose` keeps names of one kind apart from those of another. */
export function createGuesses(purpose: string): Guesses {
  const limiters = Object.entries(LIMITS).map(([kind, points]) => {
    const limiter = new RateLimiterMemory({ keyPrefix: `${purpose} ${kind}`, points, duration: WINDOW });
    const key = (name: string, address: string) =>
      kind === 'pair' ? `${address} ${name}` : kind === 'address' ? address : name;
    return { limiter, key, points };
  });
  const turns = new Map<string, Promise<unknown>>();

  async function check(name: string, address: string): Promise<void> {
    for (const { limiter, key, points } of limiters) {
      const used = await limiter.get(key(name, address));
      if (used && used.consumedPoints >= points) throw tooManyAttempts(used.msBeforeNext, 'Too many wrong tries.');
    }
  }

  async function guarded<T>(
    name: string,
    address: string,
    work: () => Promise<T>,
    isWrong: (error: unknown) => boolean,
  ) {
    await check(name, address);
    try {
      return await work();
    } catch (error) {
      if (isWrong(error)) for (const { limiter, key } of limiters) await limiter.penalty(key(name, address));
      throw error;
    }
  }

  return {
    async attempt(name, address, work, isWrong) {
      const key = `${address} ${name}`;
      const before = turns.get(key) ?? Promise.resolve();
      const turn = before.catch(() => undefined).then(() => guarded(name, address, work, isWrong));
      turns.set(key, turn);
      try {
        return await turn;
      } finally {
        if (turns.get(key) === turn) turns.delete(key);
      }
    },
  };
}
