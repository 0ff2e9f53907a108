import { tooManyAttempts } from '../errors.ts';
import { createCounts, type Shared } from './counts.ts';
import type { RateLimit, RateLimitOptions } from './rate-limit.ts';

/** Parts of a limit that are counted at once. A process that stops asking leaves less than one of them unused. */
const PARTS = 50;

/** A part of the limit that this process may use up. */
interface Lease {
  left: number;
  /** Tells that the window has no further part. */
  isLast: boolean;
  /** End of the window, as `performance.now()`. */
  until: number;
}

/**
 * Creates a limit for frequent requests, which all processes on the database have in common. A process counts a part of
 * the limit in advance, so most requests need no statement. All processes together never exceed the limit. Parts that
 * are not used up come back with the next window.
 */
export function createLeasedLimit({ points, seconds }: RateLimitOptions, shared: Shared): Pick<RateLimit, 'check'> {
  const counts = createCounts(seconds, shared);
  const part = Math.ceil(points / PARTS);
  /** By caller. Requests that come at the same time wait for the same lease. */
  const leases = new Map<string, Promise<Lease>>();

  function forget(caller: string, lease: Promise<Lease>): void {
    if (leases.get(caller) === lease) leases.delete(caller);
  }

  async function take(caller: string): Promise<Lease> {
    // Read before the database counts, so that no lease outlasts its window.
    const start = performance.now();
    const { count, msLeft } = await counts.add(caller, part);
    const left = Math.max(0, Math.min(part, points - (count - part)));
    return { left, isLast: count >= points, until: start + msLeft };
  }

  function begin(caller: string): Promise<Lease> {
    const lease = take(caller);
    leases.set(caller, lease);
    const end = () => forget(caller, lease);
    lease.then(({ until }) => setTimeout(end, until - performance.now()).unref(), end);
    return lease;
  }

  return {
    async check(caller) {
      for (;;) {
        const current = leases.get(caller) ?? begin(caller);
        const lease = await current;
        const msLeft = lease.until - performance.now();
        if (msLeft > 0 && lease.left > 0) {
          lease.left -= 1;
          return;
        }
        if (msLeft > 0 && lease.isLast) throw tooManyAttempts(msLeft, 'Too many requests.');
        forget(caller, current);
      }
    },
  };
}
