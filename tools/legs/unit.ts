import { type LegResult, nodeEngine, nodeOn } from '../lib/leg.ts';
import { memoryFolder } from '../lib/memory.ts';
import { startPostgres } from '../lib/postgres.ts';
import { runVitest } from '../lib/vitest.ts';

/** Keeps databases and files of tests in memory; `durability` tests disks. */
const IN_MEMORY = { TMPDIR: memoryFolder() };

/** Runs the tests next to the sources, on SQLite. */
export async function unit(): Promise<LegResult> {
  return { engine: nodeEngine(), ...(await runVitest('unit', IN_MEMORY)) };
}

/** Folders with tests that use a database. */
const WITH_DATABASE = [
  'src/app.test.ts',
  'src/clock-jumps.test.ts',
  'server/src/features/',
  'src/kernel/db/',
  'src/kernel/objects/',
];

/** Runs the tests that use a database again, on PostgreSQL. */
export async function unitOnPostgres(): Promise<LegResult> {
  const postgres = await startPostgres({ inMemory: true });
  try {
    const counts = await runVitest('unit', { ...IN_MEMORY, GOFIGR_TEST_DATABASE_URL: postgres.url() }, WITH_DATABASE);
    return { engine: nodeOn(`postgresql ${postgres.version}`), ...counts };
  } finally {
    await postgres.stop();
  }
}
