import type { LegResult } from '../lib/leg.ts';
import { runChecks } from '../lib/run-checks.ts';

/** Checks types, lint, format, boundaries, unused code and generated files. */
export async function check(): Promise<LegResult> {
  return { engine: `node ${process.versions.node}`, ...(await runChecks()), skipped: [] };
}
