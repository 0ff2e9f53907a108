/** Shorter waits are accumulated. In milliseconds. */
const LEAST_WAIT_MS = 50;

/** A wait that ends later than this, in milliseconds, shows that the server is overloaded. */
const LATE_MS = 20;

/** Pause for other work after a late wait, as a multiple of the delay. */
const YIELD = 20;
const LONGEST_YIELD_MS = 10_000;

/** A clock that tests can replace; in milliseconds. */
export interface Time {
  now(): number;
  /** Rejects when the server stops. */
  sleep(milliseconds: number): Promise<void>;
}

/** Waits as long as an amount of work may take at a rate. Doesn't catch up on lost time. */
export function createThrottle(perSecond: number, { now, sleep }: Time): (amount: number) => Promise<void> {
  let free = now();
  return async (amount) => {
    free = Math.max(free, now()) + (1000 * amount) / perSecond;
    const started = now();
    const wait = free - started;
    if (wait < LEAST_WAIT_MS) return;
    await sleep(wait);
    const late = now() - started - wait;
    if (late > LATE_MS) await sleep(Math.min(YIELD * late, LONGEST_YIELD_MS));
  };
}
