import { add, type Counts, NOTHING } from './leg.ts';

/** What became of a leg, with its line for the end. */
export type Outcome = Counts & { line: string; failures?: string[] };

/**
 * The last lines of a run: every test that failed or was skipped, a line for each leg, the sum. In CI a skipped test is a
 * failure: there nothing may be missing.
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
