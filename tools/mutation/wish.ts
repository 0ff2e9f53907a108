/** The mutants that a run tries, and how. */
export type Wish = {
  seed: string;
  /** The share of the mutants to try. */
  sample: number;
  /** Mutants at a time. */
  concurrency: number;
  /** Skips mutants that an earlier run killed, if their code and tests are the same. */
  incremental: boolean;
};

/** Says in the table which mutants were tried. */
export const triedBy = ({ sample, seed, incremental }: Wish): string =>
  sample < 1 ? `${+(sample * 100).toFixed(1)} %, seed ${seed}` : incremental ? 'all, incremental' : 'all';
