import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildIfStale } from '../lib/build.ts';
import { ensureChromium } from '../lib/chromium.ts';
import { type LegResult, LegSkipped, NOTHING, nodeEngine, nodeOn } from '../lib/leg.ts';
import { startPostgres } from '../lib/postgres.ts';
import { ensureVenv, pythonEngine, runPython } from '../lib/python.ts';
import { fromRoot } from '../lib/root.ts';
import { createAccounts, createApiKey, type TestAccount } from '../lib/test-accounts.ts';
import { startTestServer, type TestServer } from '../lib/test-server.ts';

const FOLDER = fromRoot('acceptance/published-client');

/** Lists the versions of the published client that have a `requirements-<version>.txt`, newest first. */
export function clientVersions(): string[] {
  return readdirSync(FOLDER)
    .map((file) => /^requirements-(.+)\.txt$/.exec(file)?.[1])
    .filter((version) => version !== undefined)
    .toSorted((a, b) => b.localeCompare(a, 'en', { numeric: true }));
}

export const clientPython = (version: string): Promise<string> =>
  ensureVenv(`gofigr-${version}`, join(FOLDER, `requirements-${version}.txt`));

/** Tests the clients published on PyPI, each in its own environment, against the built server on SQLite. */
export function clients(): Promise<LegResult> {
  return runClients({}, nodeEngine());
}

/** Tests the same clients against the server on PostgreSQL. */
export async function clientsOnPostgres(): Promise<LegResult> {
  const postgres = await startPostgres();
  try {
    const settings = { GOFIGR_DATABASE_URL: await postgres.createDatabase() };
    return await runClients(settings, nodeOn(`postgresql ${postgres.version}`));
  } finally {
    await postgres.stop();
  }
}

async function runClients(settings: Record<string, string>, engine: string): Promise<LegResult> {
  const versions = clientVersions();
  if (versions.length === 0) throw new LegSkipped(`no requirements file in ${FOLDER}`);
  await buildIfStale();
  const chromium = await ensureChromium();
  const server = await startTestServer(settings);
  try {
    const [account, other] = await createAccounts(server, ['alice', 'bob']);
    if (!account || !other) throw new Error('no account');
    const total: LegResult = { engine, ...NOTHING };
    const runs = versions.map((version) => ({ python: () => clientPython(version), script: 'run.py' }));
    runs.push({ python: () => ensureVenv('gofigr-v1', join(FOLDER, 'v1-requirements.txt')), script: 'v1.py' });
    for (const one of runs) {
      const python = await one.python();
      const counts = await runClient([python, join(FOLDER, one.script)], server, { account, other }, chromium);
      total.engine += `; ${await pythonEngine(python, 'gofigr')}`;
      total.passed += counts.passed;
      total.failed += counts.failed;
    }
    return total;
  } finally {
    await server.stop();
  }
}

async function runClient(
  [python, script]: readonly [string, string],
  server: TestServer,
  { account, other }: { account: TestAccount; other: TestAccount },
  chromium: string,
): Promise<{ passed: number; failed: number }> {
  const home = mkdtempSync(join(tmpdir(), 'gofigr-home-'));
  try {
    const { code, output } = await runPython(python, [script], {
      cwd: home,
      env: {
        GOFIGR_TEST_URL: server.url,
        GOFIGR_TEST_KEY: await createApiKey(server, account),
        GOFIGR_TEST_USERNAME: account.username,
        GOFIGR_TEST_PASSWORD: account.password,
        GOFIGR_TEST_OTHER_USERNAME: other.username,
        GOFIGR_TEST_OTHER_PASSWORD: other.password,
        // Hides the configuration file of the user who runs the tests.
        HOME: home,
        MPLBACKEND: 'Agg',
        MPLCONFIGDIR: join(home, 'matplotlib'),
        BROWSER_PATH: chromium,
      },
    });
    process.stdout.write(output);
    return countLines(output, code);
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

/** Counts the checks of a script, which prints `ok …` for each passed one and `not ok …` for each failed one. */
export function countLines(output: string, exitCode: number): { passed: number; failed: number } {
  const passed = output.match(/^ok\b/gm)?.length ?? 0;
  const failed = output.match(/^not ok\b/gm)?.length ?? 0;
  const isBroken = failed === 0 && (exitCode !== 0 || passed === 0);
  return { passed, failed: isBroken ? 1 : failed };
}
