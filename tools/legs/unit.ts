import { ensureChromium } from '../lib/chromium.ts';
import { type LegResult, LegSkipped, nodeEngine, nodeOn } from '../lib/leg.ts';
import { memoryFolder } from '../lib/memory.ts';
import { startPostgres } from '../lib/postgres.ts';
import { startS3 } from '../lib/s3.ts';
import { runVitest } from '../lib/vitest.ts';

/** Keeps databases and files of tests in memory; `durability` tests disks. */
const IN_MEMORY = { TMPDIR: memoryFolder() };

/** Runs the tests next to the sources, on SQLite. Some draw pages with Chromium. */
export async function unit(): Promise<LegResult> {
  await ensureChromium();
  return withS3(async (env, s3) => {
    const counts = await runVitest('unit', { ...IN_MEMORY, ...env });
    return { engine: [nodeEngine(), ...s3].join(', '), ...counts };
  });
}

/** Lends an S3 server for the tests that need one, and its name. Without one, these tests are skipped. */
async function withS3<T>(work: (env: Record<string, string>, names: string[]) => Promise<T>): Promise<T> {
  const s3 = await startS3({ inMemory: true }).catch(withoutS3);
  if (!s3) return work({}, []);
  try {
    return await work({ ...s3.env, GOFIGR_TEST_S3_URL: s3.url() }, [`seaweedfs ${s3.version}`]);
  } finally {
    await s3.stop();
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
  'src/shared-limits.test.ts',
  'server/src/features/',
  'src/kernel/db/',
  'src/kernel/objects/',
  'src/kernel/change-feed.test.ts',
];

/** Runs the tests that use a database again, on PostgreSQL. */
export async function unitOnPostgres(): Promise<LegResult> {
  const postgres = await startPostgres({ inMemory: true });
  try {
    return await withS3(async (env, s3) => {
      const own = { ...IN_MEMORY, ...env, GOFIGR_TEST_DATABASE_URL: postgres.url() };
      const counts = await runVitest('unit', own, WITH_DATABASE);
      return { engine: [nodeOn(`postgresql ${postgres.version}`), ...s3].join(', '), ...counts };
    });
  } finally {
    await postgres.stop();
  }
}
