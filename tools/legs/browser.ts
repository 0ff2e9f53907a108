import { buildIfStale } from '../lib/build.ts';
import { chromiumEngine, ensureHeadlessShell } from '../lib/chromium.ts';
import { type LegResult, LegSkipped } from '../lib/leg.ts';
import { startPostgres } from '../lib/postgres.ts';
import { pathBeside } from '../lib/programs.ts';
import { fromRoot } from '../lib/root.ts';
import { createAccounts } from '../lib/test-accounts.ts';
import { freePort, startTestServer, type TestServer } from '../lib/test-server.ts';
import { runVitest } from '../lib/vitest.ts';
import { clientPython, clientVersions } from './clients.ts';

/** The longest username, of the widest letter: for the tests of the layout. */
const WIDE_USERNAME = 'W'.repeat(150);
/** Accounts for the tests of live pages. */
const LIVE_NAMES = ['lena', 'leo'];
const SETUP_LINK = /https?:\/\/[^\s"]*set-?up[^\s"]*/i;

/**
 * Tests the web app in a browser: a user's journey on a server without accounts, then every page on one with accounts.
 */
export async function browser(): Promise<LegResult> {
  await buildIfStale();
  const port = await freePort();
  const [pages, mailing] = await Promise.all([
    startTestServer(),
    startTestServer({ GOFIGR_SMTP_URL: `smtp://127.0.0.1:${port}` }),
  ]);
  try {
    const names = [
      'ada',
      'grace',
      'mallory',
      'kay',
      'otto',
      'nina',
      'paul',
      'irma',
      'vera',
      'nils',
      'iris',
      'tess',
      'petra',
      'fay',
      'asta',
      'edna',
      WIDE_USERNAME,
      'cora',
      'stella',
      'hugo',
      'lara',
      ...LIVE_NAMES,
    ];
    const accounts = await createAccounts(pages, names);
    await pages.admin(['promote', 'vera']);
    // Opens every page, also those of administrators.
    await pages.admin(['promote', 'edna']);
    const runtime = fromRoot('acceptance/browser/added-runtime.js');
    await pages.admin(['add-runtime', runtime, '--url', 'https://cdn.example.org/own/lib.js']);
    // The command fails if something needs care, such as a missing sandbox. Its output is in the error too.
    const health = await pages.admin(['health']).catch(String);
    return await journey({}, '', [], {
      PAGES_URL: pages.url,
      PAGES_DRAWN: String(health.includes('drawn by Chromium')),
      PAGES_ACCOUNTS: JSON.stringify(accounts),
      LIVE_URLS: JSON.stringify([pages.url, pages.url]),
      LIVE_ACCOUNTS: JSON.stringify(accounts.slice(-LIVE_NAMES.length)),
      ...(await mailSettings(mailing, port)),
    });
  } finally {
    await Promise.all([pages.stop(), mailing.stop()]);
  }
}

/** Settings of the tests that read mails: they receive them on the port. */
async function mailSettings(server: TestServer, port: number): Promise<Record<string, string>> {
  const [account] = await createAccounts(server, ['nora']);
  return { ACCOUNT_URL: server.url, ACCOUNT: JSON.stringify(account), ACCOUNT_SMTP_PORT: String(port) };
}

/**
 * Repeats the journey on PostgreSQL, and shows changes of one server on the pages of another. The look of the pages does
 * not depend on the database.
 */
export async function browserOnPostgres(): Promise<LegResult> {
  await buildIfStale();
  const postgres = await startPostgres();
  try {
    const settings = { GOFIGR_DATABASE_URL: await postgres.createDatabase() };
    const both = await startPair(await postgres.createDatabase());
    try {
      const more = { SCREENSHOT_DIR: '', ...both.settings };
      const paths = ['journey.test.ts', 'live.test.ts'];
      return await journey(settings, `, postgresql ${postgres.version}`, paths, more);
    } finally {
      await both.stop();
    }
  } finally {
    await postgres.stop();
  }
}

/** Starts two servers on one database and one folder of files. */
async function startPair(database: string) {
  const first = await startTestServer({ GOFIGR_DATABASE_URL: database });
  const second = await startTestServer({ GOFIGR_DATABASE_URL: database, GOFIGR_DATA_DIR: first.dataDir });
  const settings = {
    LIVE_URLS: JSON.stringify([first.url, second.url]),
    LIVE_ACCOUNTS: JSON.stringify(await createAccounts(first, LIVE_NAMES)),
  };
  return { settings, stop: () => Promise.all([second.stop(), first.stop()]) };
}

async function journey(
  settings: Record<string, string>,
  database: string,
  paths: readonly string[],
  more: Record<string, string>,
): Promise<LegResult> {
  const chromium = await ensureHeadlessShell();
  const [version] = clientVersions();
  if (version === undefined) throw new LegSkipped('no requirements file of a published client');
  const python = await clientPython(version);
  const server = await startTestServer(settings);
  try {
    const env = {
      BROWSER_URL: server.url,
      BROWSER_SETUP_LINK: await server.printed(SETUP_LINK),
      PUBLISHED_PYTHON: python,
      // The client calls the `pip` in the folder of its Python.
      PATH: pathBeside(python),
      CHROMIUM_PATH: chromium,
      ...more,
    };
    const counts = await runVitest('browser', env, paths);
    return { engine: `${await chromiumEngine(chromium)}${database}`, ...counts };
  } finally {
    await server.stop();
  }
}
