import { buildIfStale } from '../lib/build.ts';
import { ensureHeadlessShell } from '../lib/chromium.ts';
import { type LegResult, LegSkipped, nodeEngine } from '../lib/leg.ts';
import { pythonEngine } from '../lib/python.ts';
import { createAccounts } from '../lib/test-accounts.ts';
import { freePort, startTestServer } from '../lib/test-server.ts';
import { runVitest } from '../lib/vitest.ts';
import { clientPython, clientVersions } from './clients.ts';

const ACCOUNTS = ['demo', 'grace', 'ada'];

/** Tests the built `gfconfig` and `gofigr` on a pseudo-terminal, with three built servers. */
export async function cli(): Promise<LegResult> {
  await buildIfStale();
  const versions = clientVersions();
  const pythons = await Promise.all(versions.map(clientPython));
  const [newest] = pythons;
  if (newest === undefined) throw new LegSkipped('no requirements file of a published client');
  const server = await startTestServer();
  const other = await startTestServer();
  // Its tests put a proxy with a certificate there, because published clients sign in with a browser over https only.
  const publicUrl = `https://localhost:${await freePort()}`;
  const secure = await startTestServer({ GOFIGR_PUBLIC_URL: publicUrl });
  try {
    const counts = await runVitest('cli', {
      CLI_URL: server.url,
      CLI_ACCOUNTS: JSON.stringify(await createAccounts(server, ACCOUNTS)),
      CLI_OTHER_URL: other.url,
      CLI_OTHER_ACCOUNTS: JSON.stringify(await createAccounts(other, ACCOUNTS)),
      CLI_SECURE_URL: secure.url,
      CLI_SECURE_PUBLIC_URL: publicUrl,
      CLI_SECURE_ACCOUNTS: JSON.stringify(await createAccounts(secure, ACCOUNTS)),
      CHROMIUM_PATH: await ensureHeadlessShell(),
      CLI_PYTHONS: JSON.stringify(Object.fromEntries(versions.map((version, index) => [version, pythons[index]]))),
    });
    return { engine: `${nodeEngine()}, ${await pythonEngine(newest, 'gofigr')}`, ...counts };
  } finally {
    await Promise.all([server.stop(), other.stop(), secure.stop()]);
  }
}
