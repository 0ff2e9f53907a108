import { add, type Counts, NOTHING } from './leg.ts';

/** Outcome of a leg, with its line for the summary. */
export type Outcome = Counts & { line: string; failures?: string[] };

/**
 * Returns the last lines of a run: all failed and skipped tests, a line for each leg, and the sum. In CI a skipped test
 * counts as a failure, because nothing may be missing there.
 */
export function summarize(outcomes: readonly Outcome[], inCi: boolean): { lines: string[]; isGood: boolean } {
  const { passed, failed, skipped } = outcomes.reduce<Counts>(add, NOTHING);
  const isGood = failed === 0 && !(inCi && skipped.length > 0);
  return {
    isGood,
    lines: [
      ...outcomes.flatMap(({ failures }) => failures ?? []),
      ...skipped.map((what) => `skipped ${what}`),
      '',
      ...outcomes.map(({ line }) => line),
      `${passed} passed, ${failed} failed, ${skipped.length} skipped`,
      ...(inCi && skipped.length > 0 ? ['With CI=true a skipped test is a failure.'] : []),
    ],
  };
}
