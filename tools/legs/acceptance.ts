import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildIfStale } from '../lib/build.ts';
import { findSecrets } from '../lib/find-secrets.ts';
import { add, type Counts, type LegResult, NOTHING, nodeEngine, nodeOn } from '../lib/leg.ts';
import { startPostgres } from '../lib/postgres.ts';
import { startS3 } from '../lib/s3.ts';
import { createAccounts } from '../lib/test-accounts.ts';
import { startTestServer, type TestServer } from '../lib/test-server.ts';
import { runVitest } from '../lib/vitest.ts';

/** Runs the black-box suite against the built server on SQLite. */
export async function acceptance(): Promise<LegResult> {
  return { engine: nodeEngine(), ...(await runSuite({})) };
}

/** Runs the same suite against a server of two processes on PostgreSQL and S3. */
export async function acceptanceOnPostgres(): Promise<LegResult> {
  const [postgres, s3] = await Promise.all([startPostgres(), startS3()]);
  try {
    const database = await postgres.createDatabase();
    const counts = await runSuite({
      GOFIGR_DATABASE_URL: database,
      GOFIGR_WORKERS: '2',
      GOFIGR_BLOBS_URL: s3.url(),
      ...s3.env,
    });
    return { engine: nodeOn(`postgresql ${postgres.version}, seaweedfs ${s3.version}`), ...counts };
  } finally {
    await Promise.all([postgres.stop(), s3.stop()]);
  }
}

async function runSuite(settings: Record<string, string>): Promise<Counts> {
  await buildIfStale();
  const server = await startTestServer(settings);
  const folder = mkdtempSync(join(tmpdir(), 'gofigr-secrets-'));
  try {
    const accounts = await createAccounts(server, ['alice', 'b.o+b@x_y-z', 'carol']);
    const secrets = join(folder, 'secrets.txt');
    const counts = await runVitest('acceptance', {
      ACCEPTANCE_URL: server.url,
      ACCEPTANCE_ACCOUNTS: JSON.stringify(accounts),
      ACCEPTANCE_SECRETS: secrets,
      ACCEPTANCE_PROCESSES: 'GOFIGR_WORKERS' in settings ? 'several' : 'one',
    });
    return add(counts, await searchForSecrets(server, secrets, folder));
  } finally {
    rmSync(folder, { recursive: true, force: true });
    await server.stop();
  }
}

/** Checks that no secret that the server issued is in its data, its log or a backup of it. Counts as one test. */
async function searchForSecrets(server: TestServer, file: string, folder: string): Promise<Counts> {
  const lines = readFileSync(file, 'utf8').trim().split('\n');
  const stored = lines.filter((line) => line.startsWith('stored '));
  const secrets = new Set(lines).difference(
    new Set([...stored, ...stored.map((line) => line.slice('stored '.length))]),
  );
  const searched = join(folder, 'searched');
  mkdirSync(searched);
  writeFileSync(join(searched, 'log'), server.lines.join('\n'));
  await server.admin(['backup', join(searched, 'backup')]);
  const found = findSecrets(secrets, [searched, server.dataDir]);
  for (const one of found) console.log(`✗ A secret is in ${one.file}, as ${one.encoding}.`);
  if (found.length === 0) console.log(`✓ None of ${secrets.size} issued secrets is in the data, the log or a backup.`);
  return { ...NOTHING, [found.length === 0 ? 'passed' : 'failed']: 1 };
}
