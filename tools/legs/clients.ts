import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { buildIfStale } from '../lib/build.ts';
import { ensureChromium } from '../lib/chromium.ts';
import { add, type LegResult, LegSkipped, NOTHING, nodeEngine, nodeOn } from '../lib/leg.ts';
import { startPostgres } from '../lib/postgres.ts';
import { runPytest } from '../lib/pytest.ts';
import { ensureVenv, pythonEngine } from '../lib/python.ts';
import { fromRoot } from '../lib/root.ts';
import { accountsOf } from '../lib/test-accounts.ts';
import { startTestServer } from '../lib/test-server.ts';

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
    const env = { ...(await accountsOf(server, 'published')), BROWSER_PATH: chromium };
    const runs = versions.map((version) => ({ python: () => clientPython(version), tests: 'tests' }));
    runs.push({ python: () => ensureVenv('gofigr-v1', join(FOLDER, 'v1', 'requirements.txt')), tests: 'v1' });
    let total: LegResult = { engine, ...NOTHING };
    for (const { python: ensure, tests } of runs) {
      const python = await ensure();
      const counts = await runPytest(python, [join(FOLDER, tests)], env);
      total = { engine: `${total.engine}; ${await pythonEngine(python, 'gofigr')}`, ...add(total, counts) };
    }
    return total;
  } finally {
    await server.stop();
  }
}
