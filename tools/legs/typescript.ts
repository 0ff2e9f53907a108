import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildIfStale } from '../lib/build.ts';
import { type LegResult, nodeEngine } from '../lib/leg.ts';
import { fromRoot } from '../lib/root.ts';
import { run, runNode, TaskError } from '../lib/run.ts';
import { ensureRuntime } from '../lib/runtimes.ts';
import { createAccounts } from '../lib/test-accounts.ts';
import { startTestServer } from '../lib/test-server.ts';
import { runVitest } from '../lib/vitest.ts';

/** Tests the packed TypeScript client against two servers, on every supported runtime. */
export async function typescript(): Promise<LegResult> {
  await buildIfStale();
  const folder = mkdtempSync(join(tmpdir(), 'gofigr-package-'));
  const servers = await Promise.all([startTestServer(), startTestServer()]);
  try {
    const [one, other] = servers;
    const node20 = await ensureRuntime('node 20');
    const deno = await ensureRuntime('deno');
    if (process.env['CI'] === 'true' && !(node20 && deno)) throw new TaskError('Node 20 or Deno is missing.');
    const counts = await runVitest('typescript', {
      TYPESCRIPT_SERVERS: JSON.stringify([
        { url: one.url, account: (await createAccounts(one, ['alice']))[0] },
        { url: other.url, account: (await createAccounts(other, ['alice']))[0] },
      ]),
      TYPESCRIPT_PACKAGE: await pack(folder),
      TYPESCRIPT_RUNTIMES: JSON.stringify({ node: process.execPath, 'node 20': node20, deno }),
    });
    const others = [node20 && 'node 20', deno && 'deno'].filter(Boolean).join(', ');
    return { engine: `${nodeEngine()}; ${others || 'no other runtime'}`, ...counts };
  } finally {
    await Promise.all(servers.map((server) => server.stop()));
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Builds the package and packs it as npm would publish it. */
async function pack(folder: string): Promise<string> {
  const built = await runNode([fromRoot('tools/lib/bundle-client.ts')]);
  if (built.code !== 0) throw new TaskError(built.output);
  const dist = fromRoot('packages/client/dist');
  const packed = await run('npm', ['pack', '--silent', '--pack-destination', folder], { cwd: dist });
  if (packed.code !== 0) throw new TaskError(packed.output);
  return join(folder, packed.output.trim().split('\n').at(-1) ?? '');
}
