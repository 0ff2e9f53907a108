import { buildIfStale } from '../lib/build.ts';
import { chromiumEngine, ensureChromium } from '../lib/chromium.ts';
import { type LegResult, LegSkipped } from '../lib/leg.ts';
import { startTestServer } from '../lib/test-server.ts';
import { runVitest } from '../lib/vitest.ts';
import { clientPython, clientVersions } from './clients.ts';

const SETUP_LINK = /https?:\/\/[^\s"]*set-?up[^\s"]*/i;

/** A person's way through the web app, on a server that has no account yet. */
export async function browser(): Promise<LegResult> {
  const chromium = await ensureChromium();
  const [version] = clientVersions();
  if (version === undefined) throw new LegSkipped('no requirements file of a published client');
  const python = await clientPython(version);
  await buildIfStale();
  const server = await startTestServer();
  try {
    const env = {
      BROWSER_URL: server.url,
      BROWSER_SETUP_LINK: await server.printed(SETUP_LINK),
      PUBLISHED_PYTHON: python,
      CHROMIUM_PATH: chromium,
    };
    return { engine: await chromiumEngine(chromium), ...(await runVitest('browser', env)) };
  } finally {
    await server.stop();
  }
}
