import { buildIfStale } from '../lib/build.ts';
import { ensureChromium } from '../lib/chromium.ts';
import { fromRoot } from '../lib/root.ts';
import { runNode, TaskError } from '../lib/run.ts';
import { createAccounts, createApiKey, type TestAccount } from '../lib/test-accounts.ts';
import { startTestServer, type TestServer } from '../lib/test-server.ts';
import { publishDemo } from './demo.ts';

/** Starts a server with the demonstration and runs a program of acceptance/demo on it. Returns the exit code. */
export const runOnDemo = (program: string): Promise<number> => runOnServer(program, publish);

/** Starts a server with one account, prepares it and runs a program of acceptance/demo on it. Returns the exit code. */
export async function runOnServer(
  program: string,
  prepare: (server: TestServer, account: TestAccount) => Promise<void> = async () => undefined,
  args: readonly string[] = [],
): Promise<number> {
  await buildIfStale();
  const server = await startTestServer();
  try {
    const [account] = await createAccounts(server, ['ada']);
    if (!account) throw new Error('no account');
    await prepare(server, account);
    const env = {
      DEMO_URL: server.url,
      DEMO_ACCOUNT: JSON.stringify(account),
      CHROMIUM_PATH: await ensureChromium(),
    };
    return (await runNode([fromRoot('acceptance/demo', `${program}.ts`), ...args], { env, output: 'show' })).code;
  } finally {
    await server.stop();
  }
}

async function publish(server: TestServer, account: TestAccount): Promise<void> {
  const problems = await publishDemo({ url: server.url, key: await createApiKey(server, account) });
  if (problems.length > 0) throw new TaskError(`Not published: ${problems.join('; ')}`);
}
