import { buildIfStale } from '../lib/build.ts';
import { chromiumEngine, ensureChromium } from '../lib/chromium.ts';
import { type LegResult, LegSkipped } from '../lib/leg.ts';
import { startPostgres } from '../lib/postgres.ts';
import { pathBeside } from '../lib/programs.ts';
import { createAccounts } from '../lib/test-accounts.ts';
import { startTestServer } from '../lib/test-server.ts';
import { runVitest } from '../lib/vitest.ts';
import { clientPython, clientVersions } from './clients.ts';

const SETUP_LINK = /https?:\/\/[^\s"]*set-?up[^\s"]*/i;

/**
 * Tests the web app in a browser: a user's journey on a server without accounts, then every page on one with accounts.
 */
export async function browser(): Promise<LegResult> {
  await buildIfStale();
  const pages = await startTestServer();
  try {
    return await journey({}, '', [], {
      PAGES_URL: pages.url,
      PAGES_ACCOUNTS: JSON.stringify(await createAccounts(pages, ['ada', 'grace', 'mallory', 'kay', 'otto'])),
    });
  } finally {
    await pages.stop();
  }
}

/** Repeats the journey on PostgreSQL. The look of the pages does not depend on the database. */
export async function browserOnPostgres(): Promise<LegResult> {
  await buildIfStale();
  const postgres = await startPostgres();
  try {
    const settings = { GOFIGR_DATABASE_URL: await postgres.createDatabase() };
    const noLooks = { SCREENSHOT_DIR: '' };
    return await journey(settings, `, postgresql ${postgres.version}`, ['journey.test.ts'], noLooks);
  } finally {
    await postgres.stop();
  }
}

async function journey(
  settings: Record<string, string>,
  database: string,
  paths: readonly string[],
  more: Record<string, string>,
): Promise<LegResult> {
  const chromium = await ensureChromium();
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
