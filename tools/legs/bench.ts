import { bestOf, fallenRatios, type Ratios } from '../bench/lib/ratios.ts';
import { committedRatios, measureRatios } from '../bench/lib/small-run.ts';
import { type LegResult, LegSkipped, nodeEngine } from '../lib/leg.ts';

const ATTEMPTS = 3;

/** Measures publishes and key checks for some seconds, and compares their ratios with those of the last whole run. */
export async function bench(): Promise<LegResult> {
  if (process.platform !== 'linux') throw new LegSkipped('the benchmark reads /proc, which only Linux has');
  const committed = committedRatios();
  const isGood = (found: readonly Ratios[]) => fallenRatios(bestOf(found), committed).length === 0;
  const best = bestOf(await measureRatios(ATTEMPTS, isGood));
  for (const [name, expected] of Object.entries(committed))
    console.log(`${name}: ${best[name]?.toFixed(2)}, in the last whole run ${expected.toFixed(2)}`);
  const fallen = fallenRatios(best, committed);
  for (const line of fallen) console.error(line);
  const failed = fallen.length;
  return { engine: nodeEngine(), passed: Object.keys(committed).length - failed, failed, skipped: [] };
}
