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

/** `node 24.21.0, postgresql 15.18` */
export const nodeOn = (database: string): string => `node ${process.versions.node}, ${database}`;

export const nodeEngine = (): string => nodeOn(`sqlite ${process.versions['sqlite']}`);
