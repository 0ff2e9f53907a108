/** What a leg of `npm test` did. */
export type LegResult = {
  /** What it ran on, with versions: `node 24.21.0, sqlite 3.51.0`. */
  engine: string;
  passed: number;
  failed: number;
  /** What was skipped, and why. */
  skipped: readonly string[];
};

export type Counts = Omit<LegResult, 'engine'>;

export type Leg = () => Promise<LegResult>;

export const NOTHING: Counts = { passed: 0, failed: 0, skipped: [] };

export const add = (one: Counts, other: Counts): Counts => ({
  passed: one.passed + other.passed,
  failed: one.failed + other.failed,
  skipped: [...one.skipped, ...other.skipped],
});

/** Thrown by a leg that can't run on this machine: says what is missing. In CI that is a failure. */
export class LegSkipped extends Error {}

/** `node 24.21.0, postgresql 15.18` */
export const nodeOn = (database: string): string => `node ${process.versions.node}, ${database}`;

export const nodeEngine = (): string => nodeOn(`sqlite ${process.versions['sqlite']}`);
