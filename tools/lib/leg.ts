/** What a leg of `npm test` did. */
export type LegResult = {
  /** What it ran on, with versions: `node 24.21.0, sqlite 3.51.0`. */
  engine: string;
  passed: number;
  failed: number;
  skipped: number;
};

export type Leg = () => Promise<LegResult>;

/** Thrown by a leg that can't run on this machine: says what is missing. In CI that is a failure. */
export class LegSkipped extends Error {}

export const nodeEngine = (): string => `node ${process.versions.node}, sqlite ${process.versions['sqlite']}`;
