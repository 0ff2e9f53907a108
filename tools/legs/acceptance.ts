import { buildIfStale } from '../lib/build.ts';
import { type Counts, type LegResult, nodeEngine, nodeOn } from '../lib/leg.ts';
import { startPostgres } from '../lib/postgres.ts';
import { createAccounts } from '../lib/test-accounts.ts';
import { startTestServer } from '../lib/test-server.ts';
import { runVitest } from '../lib/vitest.ts';

/** Runs the black-box suite against the built server on SQLite. */
export async function acceptance(): Promise<LegResult> {
  return { engine: nodeEngine(), ...(await runSuite({})) };
}

/** Runs the same suite against the server on PostgreSQL. */
export async function acceptanceOnPostgres(): Promise<LegResult> {
  const postgres = await startPostgres();
  try {
    const counts = await runSuite({ GOFIGR_DATABASE_URL: await postgres.createDatabase() });
    return { engine: nodeOn(`postgresql ${postgres.version}`), ...counts };
  } finally {
    await postgres.stop();
  }
}

async function runSuite(settings: Record<string, string>): Promise<Counts> {
  await buildIfStale();
  const server = await startTestServer(settings);
  try {
    const accounts = await createAccounts(server, ['alice', 'b.o+b@x_y-z', 'carol']);
    return await runVitest('acceptance', {
      ACCEPTANCE_URL: server.url,
      ACCEPTANCE_ACCOUNTS: JSON.stringify(accounts),
    });
  } finally {
    await server.stop();
  }
}
