import { RateLimiterMemory } from 'rate-limiter-flexible';
import { tooManyAttempts } from '../errors.ts';
import { networkOf } from '../network.ts';
import type { RateLimit } from './rate-limit.ts';

const WINDOW = 15 * 60;

/** Counters of failed attempts: a name from a network, a network, and a name from anywhere. */
type Kind = 'pair' | 'network' | 'name';

export interface FailedAttemptsOptions {
  /** Wrong tries within a quarter of an hour. */
  limits: Partial<Record<Kind, number>>;
  /** Names that may try from a network whose limit others have used up, or although others have used up the name's. */
  isKnown?(name: string, network: string): Promise<boolean>;
}

/** Limits wrong tries, never right ones. Each has counters of its own: what is guessed here locks nobody out there. */
export interface FailedAttempts {
  /**
   * Runs a try, one after the other for the same name and network; what it throws counts as wrong when `isWrong` says
   * so. Throws `too_many_attempts` with Retry-After, without a try, when a limit is reached.
   */
  attempt<T>(name: string, address: string, work: () => Promise<T>, isWrong: (error: unknown) => boolean): Promise<T>;
}

export function createFailedAttempts({ limits, isKnown }: FailedAttemptsOptions): FailedAttempts {
  const keyOf = (kind: Kind, name: string, network: string) =>
    kind === 'pair' ? `${network} ${name}` : kind === 'network' ? network : name;
  // `Object.entries` forgets which keys there can be.
  const limiters = (Object.entries(limits) as [Kind, number][]).map(([kind, points]) => ({
    kind,
    points,
    limiter: new RateLimiterMemory({ points, duration: WINDOW }),
  }));
  const turns = new Map<string, Promise<unknown>>();

  async function check(name: string, network: string): Promise<void> {
    const reached: { kind: Kind; wait: number }[] = [];
    for (const { kind, points, limiter } of limiters) {
      const used = await limiter.get(keyOf(kind, name, network));
      if (used && used.consumedPoints >= points) reached.push({ kind, wait: used.msBeforeNext });
    }
    if (reached.length === 0) return;
    const ofOthers = reached.every(({ kind }) => kind !== 'pair');
    if (ofOthers && isKnown && (await isKnown(name, network))) return;
    throw tooManyAttempts(Math.max(...reached.map(({ wait }) => wait)), 'Too many wrong tries.');
  }

  async function guarded<T>(
    name: string,
    network: string,
    work: () => Promise<T>,
    isWrong: (error: unknown) => boolean,
  ) {
    await check(name, network);
    try {
      return await work();
    } catch (error) {
      if (isWrong(error)) for (const { kind, limiter } of limiters) await limiter.penalty(keyOf(kind, name, network));
      throw error;
    }
  }

  return {
    async attempt(name, address, work, isWrong) {
      const network = networkOf(address);
      const key = keyOf(limits.pair === undefined ? 'name' : 'pair', name, network);
      const before = turns.get(key) ?? Promise.resolve();
      const turn = before.catch(() => undefined).then(() => guarded(name, network, work, isWrong));
      turns.set(key, turn);
      try {
        return await turn;
      } finally {
        if (turns.get(key) === turn) turns.delete(key);
      }
    },
  };
}

/**
 * Runs what a link's token opens. Only wrong ones are counted and refused with `too_many_attempts`: nobody guesses 256
 * bits, and whoever holds a right one must not be kept out by tries of others at the same address.
 */
export async function withLink<T>(
  pace: RateLimit,
  address: string,
  work: () => Promise<T>,
  isWrong: (error: unknown) => boolean,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (isWrong(error)) await pace.check(networkOf(address));
    throw error;
  }
}
