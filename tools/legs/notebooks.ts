import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildIfStale } from '../lib/build.ts';
import { chromiumEngine, ensureChromium } from '../lib/chromium.ts';
import { type LegResult, nodeEngine, nodeOn } from '../lib/leg.ts';
import { startPostgres } from '../lib/postgres.ts';
import { ensureVenv, pythonEngine, runPython } from '../lib/python.ts';
import { fromRoot } from '../lib/root.ts';
import { createAccounts, createApiKey } from '../lib/test-accounts.ts';
import { startTestServer } from '../lib/test-server.ts';
import { runVitest } from '../lib/vitest.ts';
import { countLines } from './clients.ts';

const FOLDER = fromRoot('acceptance/notebooks');

type Programs = { python: string; chromium: string };

/** Tests notebooks with the published client's extension: most executed without a page, two in JupyterLab. */
export async function notebooks(): Promise<LegResult> {
  const programs = await ensurePrograms();
  // Each has its own server and spends half of its time waiting for kernels.
  const [executed, inLab] = await Promise.all([executeNotebooks(programs, {}), openNotebooks(programs, 'lab.test.ts')]);
  return {
    engine: [
      nodeEngine(),
      await pythonEngine(programs.python, 'gofigr', 'nbclient', 'jupyterlab'),
      await chromiumEngine(programs.chromium),
    ].join('; '),
    passed: executed.passed + inLab.passed,
    failed: executed.failed + inLab.failed,
    skipped: inLab.skipped,
  };
}

/** Tests the executed notebooks against the server on PostgreSQL. */
export async function notebooksOnPostgres(): Promise<LegResult> {
  const programs = await ensurePrograms();
  const postgres = await startPostgres();
  try {
    const counts = await executeNotebooks(programs, { GOFIGR_DATABASE_URL: await postgres.createDatabase() });
    const engine = `${nodeOn(`postgresql ${postgres.version}`)}; ${await pythonEngine(programs.python, 'gofigr', 'nbclient')}`;
    return { engine, ...counts, skipped: [] };
  } finally {
    await postgres.stop();
  }
}

async function ensurePrograms(): Promise<Programs> {
  await buildIfStale();
  const chromium = await ensureChromium();
  return { python: await ensureVenv('notebooks', join(FOLDER, 'requirements.txt')), chromium };
}

/** Runs run.py on an empty server with a new account. */
async function executeNotebooks(
  { python, chromium }: Programs,
  settings: Record<string, string>,
): Promise<{ passed: number; failed: number }> {
  const server = await startTestServer(settings);
  const home = mkdtempSync(join(tmpdir(), 'gofigr-home-'));
  try {
    const [account] = await createAccounts(server, ['alice']);
    if (!account) throw new Error('no account');
    const { code, output } = await runPython(python, [join(FOLDER, 'run.py')], {
      cwd: home,
      env: {
        GOFIGR_TEST_URL: server.url,
        GOFIGR_TEST_KEY: await createApiKey(server, account),
        // Hides the configuration of the user who runs the tests.
        HOME: home,
        BROWSER_PATH: chromium,
      },
    });
    process.stdout.write(output);
    return countLines(output, code);
  } finally {
    rmSync(home, { recursive: true, force: true });
    await server.stop();
  }
}

/** Opens the notebooks of a test file in JupyterLab, on an empty server with a new account. */
export async function openNotebooks({ python, chromium }: Programs, test: string): ReturnType<typeof runVitest> {
  const server = await startTestServer();
  try {
    const [account] = await createAccounts(server, ['alice']);
    if (!account) throw new Error('no account');
    const env = {
      BROWSER_URL: server.url,
      BROWSER_USERNAME: account.username,
      BROWSER_PASSWORD: account.password,
      NOTEBOOK_KEY: await createApiKey(server, account),
      NOTEBOOK_PYTHON: python,
      CHROMIUM_PATH: chromium,
    };
    return await runVitest('notebooks', env, [test]);
  } finally {
    await server.stop();
  }
}
