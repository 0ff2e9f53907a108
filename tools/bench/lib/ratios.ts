/** Ratios of one run. They compare two things that took turns, so they hold on other machines too. */
export type Ratios = Record<string, number>;

/** A ratio may fall to this share of the committed one before a run fails. */
const LEAST_SHARE = 0.5;

/** Returns a sentence for each ratio that is too small or missing. */
export function fallenRatios(measured: Ratios, committed: Ratios): string[] {
  return Object.entries(committed).flatMap(([name, expected]) => {
    const found = measured[name];
    if (found === undefined) return [`${name}: not measured`];
    const least = expected * LEAST_SHARE;
    return found >= least ? [] : [`${name}: ${found.toFixed(2)} is less than half of ${expected.toFixed(2)}`];
  });
}

/** Combines the ratios of several attempts. The best one counts, because other work of the machine only lowers them. */
export function bestOf(attempts: readonly Ratios[]): Ratios {
  const best: Ratios = {};
  for (const attempt of attempts)
    for (const [name, value] of Object.entries(attempt)) best[name] = Math.max(value, best[name] ?? value);
  return best;
}
