import { buildIfStale } from '../lib/build.ts';
import { type LegResult, nodeEngine } from '../lib/leg.ts';
import { createAccounts } from '../lib/test-accounts.ts';
import { startTestServer } from '../lib/test-server.ts';
import { runVitest } from '../lib/vitest.ts';

/** The black-box suite against the built server. */
export async function acceptance(): Promise<LegResult> {
  await buildIfStale();
  const server = await startTestServer();
  try {
    const accounts = await createAccounts(server, ['alice', 'bob', 'carol']);
    const env = { ACCEPTANCE_URL: server.url, ACCEPTANCE_ACCOUNTS: JSON.stringify(accounts) };
    return { engine: nodeEngine(), ...(await runVitest('acceptance', env)) };
  } finally {
    await server.stop();
  }
}
