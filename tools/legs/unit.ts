import { ensureChromium } from '../lib/chromium.ts';
import { type LegResult, LegSkipped, nodeEngine, nodeOn } from '../lib/leg.ts';
import { memoryFolder } from '../lib/memory.ts';
import { startPostgres } from '../lib/postgres.ts';
import { startS3 } from '../lib/s3.ts';
import { runVitest } from '../lib/vitest.ts';

/** Keeps databases and files of tests in memory; `durability` tests disks. */
const IN_MEMORY = { TMPDIR: memoryFolder() };

/** Runs the tests next to the sources, on SQLite. Some draw pages with Chromium, and some use a real S3 server. */
export async function unit(): Promise<LegResult> {
  await ensureChromium();
  const s3 = await startS3({ inMemory: true }).catch(withoutS3);
  try {
    const counts = await runVitest('unit', { ...IN_MEMORY, ...s3?.env, ...(s3 && { GOFIGR_TEST_S3_URL: s3.url() }) });
    return { engine: s3 ? `${nodeEngine()}, seaweedfs ${s3.version}` : nodeEngine(), ...counts };
  } finally {
    await s3?.stop();
  }
}

/** Leaves out the tests that need the S3 server, where it can't be installed. */
function withoutS3(error: unknown): undefined {
  if (!(error instanceof LegSkipped)) throw error;
  console.log(`Without an S3 server: ${error.message}`);
}

/** Folders with tests that use a database. */
const WITH_DATABASE = [
  'src/app.test.ts',
  'src/clock-jumps.test.ts',
  'server/src/features/',
  'src/kernel/db/',
  'src/kernel/objects/',
  'src/kernel/change-feed.test.ts',
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
