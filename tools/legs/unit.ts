import { type LegResult, nodeEngine } from '../lib/leg.ts';
import { startPostgresIfPossible } from '../lib/postgres.ts';
import { runVitest } from '../lib/vitest.ts';

/** The tests that lie beside the sources; those of the database run on both engines. */
export async function unit(): Promise<LegResult> {
  const postgres = await startPostgresIfPossible();
  if (!postgres) return { engine: `${nodeEngine()}, no postgresql`, ...(await runVitest('unit')) };
  try {
    const counts = await runVitest('unit', { GOFIGR_TEST_DATABASE_URL: postgres.url() });
    return { engine: `${nodeEngine()}, postgresql ${postgres.version}`, ...counts };
  } finally {
    await postgres.stop();
  }
}
