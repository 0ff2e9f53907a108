import { availableParallelism } from 'node:os';
import { CHECKS } from './checks.ts';
import { mapPooled } from './pool.ts';
import { seconds } from './run.ts';

/** Runs every static check. Prints a line for each, followed by its problems. */
export async function runChecks(): Promise<{ passed: number; failed: number }> {
  const started = performance.now();
  const outcomes = await mapPooled(CHECKS, Math.min(availableParallelism(), 4), async ({ name, problems }) => {
    const begun = performance.now();
    const found = await problems().catch((error: unknown) => String(error));
    const time = seconds(performance.now() - begun).padStart(7);
    console.log(`${found === '' ? '✓' : '✗'} ${name.padEnd(28)}${time}${found === '' ? '' : `\n${found}\n`}`);
    return found === '';
  });
  const passed = outcomes.filter(Boolean).length;
  const failed = outcomes.length - passed;
  console.log(`${passed} checks passed, ${failed} failed in ${seconds(performance.now() - started)}`);
  return { passed, failed };
}
