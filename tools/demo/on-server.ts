import { buildIfStale } from '../lib/build.ts';
import { ensureChromium } from '../lib/chromium.ts';
import { fromRoot } from '../lib/root.ts';
import { runNode, TaskError } from '../lib/run.ts';
import { createAccounts, createApiKey } from '../lib/test-accounts.ts';
import { startTestServer } from '../lib/test-server.ts';
import { publishDemo } from './demo.ts';

/** Starts a server with the demonstration and runs a program of acceptance/demo on it. Returns the exit code. */
export async function runOnDemo(program: string): Promise<number> {
  await buildIfStale();
  const server = await startTestServer();
  try {
    const [account] = await createAccounts(server, ['ada']);
    if (!account) throw new Error('no account');
    const problems = await publishDemo({ url: server.url, key: await createApiKey(server, account) });
    if (problems.length > 0) throw new TaskError(`Not published: ${problems.join('; ')}`);
    const env = {
      DEMO_URL: server.url,
      DEMO_ACCOUNT: JSON.stringify(account),
      CHROMIUM_PATH: await ensureChromium(),
    };
    return (await runNode([fromRoot('acceptance/demo', `${program}.ts`)], { env, output: 'show' })).code;
  } finally {
    await server.stop();
  }
}
