/** Result of a leg of `npm test`. */
export type LegResult = {
  /** Programs that it ran on, with versions: `node 24.21.0, sqlite 3.51.0`. */
  engine: string;
  passed: number;
  failed: number;
  /** Skipped tests, with reasons. */
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

/** Thrown by a leg that can't run on this machine. The message says what is missing. In CI this is a failure. */
export class LegSkipped extends Error {}

/** Returns an engine text such as `node 24.21.0, postgresql 15.18`. */
export const nodeOn = (database: string): string => `node ${process.versions.node}, ${database}`;

export const nodeEngine = (): string => nodeOn(`sqlite ${process.versions['sqlite']}`);
