import { tooManyAttempts } from '../errors.ts';
import { networkOf } from '../network.ts';
import { createCounts, type Shared } from './counts.ts';
import type { RateLimit } from './rate-limit.ts';

const WINDOW = 15 * 60;

/** Counters of failed attempts: a name from a network, a network, and a name from anywhere. */
type Kind = 'pair' | 'network' | 'name';

export interface FailedAttemptsOptions {
  /** Failed attempts within a quarter of an hour. */
  limits: Partial<Record<Kind, number>>;
  /** Tells whether a name may still try from a network after others have used up the limits of the network or the name. */
  isKnown?(name: string, network: string): Promise<boolean>;
  /** Without it, attempts are counted in this process only. */
  shared?: Shared;
}

/**
 * Limits failed attempts, never successful ones. Each instance has its own counters. Processes that share them may
 * exceed a limit by one attempt each, because attempts wait for each other within a process only.
 */
export interface FailedAttempts {
  /**
   * Runs an attempt, one after the other for the same name and network. An error counts as failed if `isWrong` is true
   * for it. Throws `too_many_attempts` with Retry-After, without an attempt, when a limit is reached.
   */
  attempt<T>(name: string, address: string, work: () => Promise<T>, isWrong: (error: unknown) => boolean): Promise<T>;
}

export function createFailedAttempts({ limits, isKnown, shared }: FailedAttemptsOptions): FailedAttempts {
  const keyOf = (kind: Kind, name: string, network: string) =>
    kind === 'pair' ? `${network} ${name}` : kind === 'network' ? network : name;
  // `Object.entries` forgets which keys there can be.
  const limiters = (Object.entries(limits) as [Kind, number][]).map(([kind, points]) => ({
    kind,
    points,
    counts: createCounts(WINDOW, shared && { ...shared, limit: `${shared.limit} ${kind}` }),
  }));
  const turns = new Map<string, Promise<unknown>>();

  async function check(name: string, network: string): Promise<void> {
    const reached: { kind: Kind; wait: number }[] = [];
    for (const { kind, points, counts } of limiters) {
      const { count, msLeft } = await counts.read(keyOf(kind, name, network));
      if (count >= points) reached.push({ kind, wait: msLeft });
    }
    if (reached.length === 0) return;
    const ofOthers = reached.every(({ kind }) => kind !== 'pair');
    if (ofOthers && isKnown && (await isKnown(name, network))) return;
    throw tooManyAttempts(Math.max(...reached.map(({ wait }) => wait)), 'Too many failed attempts.');
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
      if (isWrong(error)) for (const { kind, counts } of limiters) await counts.add(keyOf(kind, name, network));
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
 * Runs the work that the token of a link permits. Only wrong tokens are counted and refused with `too_many_attempts`.
 * Nobody guesses 256 bits, and the holder of a valid token must not be locked out by others at the same address.
 */
export async function withLink<T>(
  limit: RateLimit,
  address: string,
  work: () => Promise<T>,
  isWrong: (error: unknown) => boolean,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (isWrong(error)) await limit.check(networkOf(address));
    throw error;
  }
}
