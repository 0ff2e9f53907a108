/** Answer for a part that was not compared. It never means that the part is equal. */
export type Skipped = { skipped: string };

/** Largest inputs. A larger part is answered with `Skipped`. */
export const LIMITS = {
  milliseconds: 10_000,
  rows: 100_000,
  pixels: 50_000_000,
  /** Longest side of a picture. Beyond it, the block index of `@blazediff/core` overflows. */
  side: 65_535,
  lines: 100_000,
  /** Characters of a text, a notebook or an SVG. */
  characters: 20_000_000,
  /** Changes that a result lists. It counts the others. */
  listed: 1_000,
} as const;

/** Reason to answer `Skipped`. */
export class Skip extends Error {}

/** Time that a comparison may take. It begins at once, and can pause. `check` throws `Skip` when it is over. */
export class Budget {
  private readonly milliseconds: number;
  private readonly now: () => number;
  private used = 0;
  private since: number | undefined;

  constructor(milliseconds: number = LIMITS.milliseconds, now: () => number = Date.now) {
    this.milliseconds = milliseconds;
    this.now = now;
    this.since = now();
  }

  check(): void {
    const used = this.used + (this.since === undefined ? 0 : this.now() - this.since);
    if (used > this.milliseconds) throw new Skip(`it takes longer than ${this.milliseconds / 1000} s`);
  }

  /** Waits for something that is no comparison. The time of it isn't counted. */
  async pauseFor<T>(wait: () => Promise<T>): Promise<T> {
    this.used += this.since === undefined ? 0 : this.now() - this.since;
    this.since = undefined;
    try {
      return await wait();
    } finally {
      this.since = this.now();
    }
  }
}

/** Runs a comparison, and answers `Skipped` when it throws `Skip`. */
export function orSkipped<T>(compare: () => T): T | Skipped {
  try {
    return compare();
  } catch (error) {
    if (error instanceof Skip) return { skipped: error.message };
    throw error;
  }
}

export const isSkipped = (result: object): result is Skipped => 'skipped' in result;

const thousands = new Intl.NumberFormat('en');

/** Throws `Skip` if there are more than the limit. */
export function limit(count: number, most: number, unit: string): void {
  if (count > most) throw new Skip(`it has ${thousands.format(count)} ${unit}, more than ${thousands.format(most)}`);
}
