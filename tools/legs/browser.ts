import { buildIfStale } from '../lib/build.ts';
import { chromiumEngine, ensureChromium } from '../lib/chromium.ts';
import { type LegResult, LegSkipped } from '../lib/leg.ts';
import { startPostgres } from '../lib/postgres.ts';
import { startTestServer } from '../lib/test-server.ts';
import { runVitest } from '../lib/vitest.ts';
import { clientPython, clientVersions } from './clients.ts';

const SETUP_LINK = /https?:\/\/[^\s"]*set-?up[^\s"]*/i;

/** A person's way through the web app, on a server that has no account yet. */
export async function browser(): Promise<LegResult> {
  return journey({}, '');
}

/** The same on PostgreSQL. */
export async function browserOnPostgres(): Promise<LegResult> {
  const postgres = await startPostgres();
  try {
    return await journey({ GOFIGR_DATABASE_URL: await postgres.createDatabase() }, `, postgresql ${postgres.version}`);
  } finally {
    await postgres.stop();
  }
}

async function journey(settings: Record<string, string>, database: string): Promise<LegResult> {
  const chromium = await ensureChromium();
  const [version] = clientVersions();
  if (version === undefined) throw new LegSkipped('no requirements file of a published client');
  const python = await clientPython(version);
  await buildIfStale();
  const server = await startTestServer(settings);
  try {
    const env = {
      BROWSER_URL: server.url,
      BROWSER_SETUP_LINK: await server.printed(SETUP_LINK),
      PUBLISHED_PYTHON: python,
      CHROMIUM_PATH: chromium,
    };
    const counts = await runVitest('browser', env);
    return { engine: `${await chromiumEngine(chromium)}${database}`, ...counts };
  } finally {
    await server.stop();
  }
}
