import { join } from 'node:path';
import { buildIfStale } from '../lib/build.ts';
import { chromiumEngine, ensureChromium, ensureHeadlessShell } from '../lib/chromium.ts';
import { add, type Counts, type LegResult, nodeEngine, nodeOn } from '../lib/leg.ts';
import { startPostgres } from '../lib/postgres.ts';
import { runPytest } from '../lib/pytest.ts';
import { ensureVenv, pythonEngine } from '../lib/python.ts';
import { fromRoot } from '../lib/root.ts';
import { accountsOf, createAccounts, createApiKey } from '../lib/test-accounts.ts';
import { startTestServer } from '../lib/test-server.ts';
import { runVitest } from '../lib/vitest.ts';

const FOLDER = fromRoot('acceptance/notebooks');

type Programs = { python: string; chromium: string };

/** Tests notebooks with the published client's extension: most executed without a page, two in JupyterLab. */
export async function notebooks(): Promise<LegResult> {
  const programs = await ensurePrograms();
  // Each has its own server and spends half of its time waiting for kernels.
  const [executed, inLab] = await Promise.all([
    executeNotebooks(programs, {}),
    openNotebooks(programs.python, 'lab.test.ts'),
  ]);
  return {
    engine: [
      nodeEngine(),
      await pythonEngine(programs.python, 'gofigr', 'nbclient', 'jupyterlab'),
      await chromiumEngine(programs.chromium),
    ].join('; '),
    ...add(executed, inLab),
  };
}

/** Tests the executed notebooks against the server on PostgreSQL. */
export async function notebooksOnPostgres(): Promise<LegResult> {
  const programs = await ensurePrograms();
  const postgres = await startPostgres();
  try {
    const counts = await executeNotebooks(programs, { GOFIGR_DATABASE_URL: await postgres.createDatabase() });
    const engine = `${nodeOn(`postgresql ${postgres.version}`)}; ${await pythonEngine(programs.python, 'gofigr', 'nbclient')}`;
    return { engine, ...counts };
  } finally {
    await postgres.stop();
  }
}

async function ensurePrograms(): Promise<Programs> {
  await buildIfStale();
  const chromium = await ensureChromium();
  return { python: await ensureVenv('notebooks', join(FOLDER, 'requirements.txt')), chromium };
}

/** Runs the tests in Python on an empty server with a new account. */
async function executeNotebooks({ python, chromium }: Programs, settings: Record<string, string>): Promise<Counts> {
  const server = await startTestServer(settings);
  try {
    const env = { ...(await accountsOf(server, 'notebooks')), BROWSER_PATH: chromium };
    // Each waits for its kernel half of its time.
    return await runPytest(python, [FOLDER, '-n', '2', '--dist', 'loadfile'], env);
  } finally {
    await server.stop();
  }
}

/** Opens the notebooks of a test file in JupyterLab, on an empty server with a new account. */
export async function openNotebooks(python: string, test: string): ReturnType<typeof runVitest> {
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
      CHROMIUM_PATH: await ensureHeadlessShell(),
    };
    return await runVitest('notebooks', env, [test]);
  } finally {
    await server.stop();
  }
}
