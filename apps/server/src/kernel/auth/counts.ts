import { createHash } from 'node:crypto';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { type Attempts, attemptsOf, type Db } from '../db/index.ts';

/** Counts something for each caller, in a window that begins with the first. */
export interface Counts {
  /** Counts more, by default one, and returns all of them. */
  add(caller: string, more?: number): Promise<Attempts>;
  read(caller: string): Promise<Attempts>;
}

/** Counts in the database if other processes use it too, otherwise in memory. */
export interface Shared {
  db: Db;
  /** Name of the limit, which no other limit has. */
  limit: string;
}

export function createCounts(seconds: number, shared?: Shared): Counts {
  const attempts = shared && attemptsOf(shared.db);
  if (!attempts) return inMemory(seconds);
  /** A name can be long, and an address is nobody's business. */
  const idOf = (caller: string) => createHash('sha256').update(`${shared.limit}\n${caller}`).digest('base64url');
  return {
    add: (caller, more) => attempts.add(idOf(caller), seconds * 1000, more),
    read: (caller) => attempts.read(idOf(caller)),
  };
}

function inMemory(seconds: number): Counts {
  const limiter = new RateLimiterMemory({ points: Number.MAX_SAFE_INTEGER, duration: seconds });
  const toAttempts = ({ consumedPoints, msBeforeNext }: { consumedPoints: number; msBeforeNext: number }) => ({
    count: consumedPoints,
    msLeft: msBeforeNext,
  });
  return {
    add: async (caller, more) => toAttempts(await limiter.penalty(caller, more)),
    read: async (caller) => toAttempts((await limiter.get(caller)) ?? { consumedPoints: 0, msBeforeNext: 0 }),
  };
}
