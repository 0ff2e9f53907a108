import { type LegResult, nodeEngine } from '../lib/leg.ts';
import { runVitest } from '../lib/vitest.ts';

/** The tests that lie beside the sources. */
export async function unit(): Promise<LegResult> {
  return { engine: nodeEngine(), ...(await runVitest('unit')) };
}
