import { refused } from '../errors.ts';

/** How many days, weeks, months and years keep their newest state. */
export type Keep = ReadonlyMap<Unit, number>;
const UNITS = ['d', 'w', 'm', 'y'] as const;
type Unit = (typeof UNITS)[number];

const DAY_MS = 24 * 60 * 60_000;

/** The period of a time in UTC. A week begins on Monday. */
const PERIODS: Record<Unit, (created: string) => string> = {
  d: (created) => created.slice(0, 10),
  w: (created) => {
    // 1970-01-01 was a Thursday.
    const day = Math.floor(Date.parse(created) / DAY_MS);
    return String(Math.floor((day + 3) / 7));
  },
  m: (created) => created.slice(0, 7),
  y: (created) => created.slice(0, 4),
};

const MOST = 10_000;

/** Reads `7d,4w,12m`. */
export function parseKeep(text: string): Keep {
  const keep = new Map<Unit, number>();
  for (const part of text.split(',')) {
    const [, digits, letter] = /^\s*(\d{1,5})([a-z])\s*$/.exec(part) ?? [];
    const unit = UNITS.find((one) => one === letter);
    const count = Number(digits);
    if (unit === undefined || count < 1 || count > MOST || keep.has(unit))
      throw refused(
        '--keep needs numbers of days, weeks, months and years, such as 7d,4w,12m: each once, and at least 1.',
      );
    keep.set(unit, count);
  }
  return keep;
}

/**
 * The states to keep: of each of the last days, weeks, months and years that have a state, the newest one. Periods
 * without a state don't count, so that a pause of the backups removes nothing.
 */
export function kept<T extends { created: string }>(states: readonly T[], keep: Keep): Set<T> {
  const newestFirst = states.toSorted((a, b) => (a.created < b.created ? 1 : -1));
  const result = new Set<T>(newestFirst.slice(0, 1));
  for (const [unit, count] of keep) {
    const seen = new Set<string>();
    for (const state of newestFirst) {
      const period = PERIODS[unit](state.created);
      if (seen.has(period)) continue;
      if (seen.size === count) break;
      seen.add(period);
      result.add(state);
    }
  }
  return result;
}
