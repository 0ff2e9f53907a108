import { deepStrictEqual, ok, strictEqual } from 'node:assert';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { ensureSystem } from '../../tools/lib/system.ts';
import type { TreeObject } from './api.ts';
import { codeOf } from './faults-of-bodies.ts';
import { type Archive, openArchive, reopen, type Scenario, type Stage, until } from './scenario.ts';
import { runAdmin } from './server.ts';
import { allThere, filled, publishFilled, tryFilled, untilReadiness } from './small-disks.ts';
import { hashOf } from './verify.ts';

const SMALL = 1000;
const LARGE = 100_000;

/** Disks that fail to sync the database's log. */
export const faultsOfSyncs: Scenario[] = (['SIGTERM', 'SIGKILL'] as const).map((signal) => ({
  name: `after a failed sync of the log nothing is stored until a restart by ${signal}, which keeps what was acknowledged`,
  async play(stage) {
    const start = await openArchive(stage);
    const kept = [await publishFilled(start, 1, SMALL), await publishFilled(start, 2, LARGE)];
    const first = await failPublish(stage, start);
    // The disk works again, but it may have lost anything since.
    for (const [number, size] of [
      [4, SMALL],
      [5, LARGE],
    ] as const)
      deepStrictEqual(codeOf(await tryFilled(first, number, size)), [503, 'unavailable']);
    await untilReadiness(first, 503, 'read_only');
    await allThere(first, kept);

    await first.server.end(signal);
    const archive = await reopen(stage, first);
    await allThere(archive, kept);
    const unknown = await hashOf(filled(3, SMALL));
    const hashes = (await hashesIn(archive)).filter((hash) => hash !== unknown);
    deepStrictEqual(
      hashes,
      kept.map(({ hash }) => hash),
    );
    kept.push(await publishFilled(archive, 5, LARGE), await publishFilled(archive, 6, SMALL));
    await allThere(archive, kept);
    const { code, output } = await runAdmin(archive.site, ['verify']);
    strictEqual(code, 0, output);
  },
}));

/** How often a publish may come after the first failed sync. */
const TRIES = 5;

/**
 * Makes the sync of the third publish fail. The server also writes by itself, such as times of use or
 * comparisons. If such a write was the first that failed, it refuses the publish, and starts again here.
 */
async function failPublish(stage: Stage, archive: Archive, tries = TRIES): Promise<Archive> {
  const heal = await failSyncs(stage, archive);
  const code = codeOf(await tryFilled(archive, 3, SMALL));
  await heal();
  if (isDeepStrictEqual(code, [503, 'unavailable']) && tries > 1) {
    await archive.server.end('SIGTERM');
    return failPublish(stage, await reopen(stage, archive), tries - 1);
  }
  deepStrictEqual(code, [503, 'outcome_unknown']);
  return archive;
}

/** Makes each sync of the log fail. Returns a function that ends this. */
async function failSyncs(stage: Stage, { site, server }: Archive): Promise<() => Promise<void>> {
  const log = join(site.dataDir, 'gofigr.sqlite-wal');
  const args = ['-f', '-p', `${server.pid}`, '-P', log, '-e', 'trace=fsync,fdatasync'];
  const inject = ['-e', 'inject=fsync,fdatasync:error=EIO'];
  const strace = spawn(await ensureSystem('strace'), [...args, ...inject], { stdio: ['ignore', 'ignore', 'pipe'] });
  stage.afterwards(() => strace.kill('SIGKILL'));
  const ended = once(strace, 'exit');
  let output = '';
  strace.stderr.on('data', (chunk: Buffer) => {
    output += chunk.toString();
  });
  ok(await until(() => output.includes(' attached')), output);
  return async () => {
    strace.kill('SIGINT');
    await ended;
    ok(output.includes('(INJECTED)'), `no sync failed:\n${output}`);
  };
}

/** Hashes of all data of the figure, oldest first. Each datum must have its bytes. */
async function hashesIn({ api, figure }: Archive): Promise<string[]> {
  const { revisions } = await api.ok<{ revisions: TreeObject[] }>('GET', `figure/${figure}/`);
  const hashes: string[] = [];
  for (const { api_id } of revisions)
    for (const { api_id: dataId, hash } of (await api.ok('GET', `revision/${api_id}/`)).data) {
      strictEqual(await hashOf(await api.bytes(dataId)), hash);
      hashes.push(hash);
    }
  return hashes;
}
