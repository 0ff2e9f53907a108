import { deepStrictEqual, ok } from 'node:assert';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startPostgres } from '../../tools/lib/postgres.ts';
import { ensureSystem } from '../../tools/lib/system.ts';
import { codeOf, untilClean } from './faults-of-bodies.ts';
import { openArchive, publication, publish, reopen, type Scenario, type Stage } from './scenario.ts';
import { blobFiles } from './verify.ts';

/** Takes the write lock of a database, prints a line, and holds the lock until it is killed. */
const LOCKER = `
const { DatabaseSync } = require('node:sqlite');
new DatabaseSync(process.argv[1]).exec('begin immediate');
console.log('locked');
process.stdin.resume();
`;

/** Databases that are locked or unavailable, and clocks that jump. */
export const faultsOfDatabases: Scenario[] = [
  {
    name: 'a database that is locked for more than 5 s gives 503 with Retry-After, and the server still answers',
    async play(stage) {
      const archive = await openArchive(stage);
      const { api, figure, server, site } = archive;
      const args = ['--disable-warning=ExperimentalWarning', '-e', LOCKER, join(site.dataDir, 'gofigr.sqlite')];
      const locker = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
      stage.afterwards(() => locker.kill('SIGKILL'));
      await once(locker.stdout, 'data');
      const ended = once(locker, 'exit');
      const publishing = api.call('POST', 'revision/', publication(figure, Buffer.alloc(100_000, 'locked out')));
      // Files are written before rows, so the publish waits for the lock now or soon.
      while (blobFiles(site.dataDir).length === 0) await sleep(5);
      const started = performance.now();
      await fetch(`${server.url}/healthz`);
      const waited = performance.now() - started;
      const refused = await publishing;
      deepStrictEqual(codeOf(refused), [503, 'unavailable']);
      ok(refused.headers.get('retry-after'), 'no Retry-After');
      await untilClean(archive);
      locker.kill('SIGKILL');
      await ended;
      await publish(archive, Buffer.from('after'));
      ok(waited < 3000, `/healthz answered only after ${Math.round(waited)} ms`);
    },
  },
  {
    name: 'a PostgreSQL that stops gives 503, and is used again as soon as it is back',
    async play(stage) {
      const postgres = await startPostgres();
      stage.afterwards(() => postgres.stop());
      const env = { GOFIGR_DATABASE_URL: await postgres.createDatabase() };
      const archive = await openArchive(stage, { dataDir: stage.folder(), env });
      const { api, figure, server } = archive;
      const made = await publish(archive, Buffer.from('before'));
      const start = await stopCluster(stage, new URL(postgres.url()).port);
      const refused = await api.call('POST', 'revision/', publication(figure, Buffer.from('during')));
      deepStrictEqual(codeOf(refused), [503, 'unavailable']);
      ok(refused.headers.get('retry-after'), 'no Retry-After');
      deepStrictEqual(codeOf(await api.call('GET', `revision/${made.api_id}/`)), [503, 'unavailable']);
      // The server keeps an answer for five seconds.
      while ((await fetch(`${server.url}/readyz`)).status !== 503) await sleep(100);
      deepStrictEqual((await fetch(`${server.url}/healthz`)).status, 200);
      await untilClean(archive);
      await start();
      // The very first request must work: the pool may hold no lost connection.
      const after = await publish(archive, Buffer.from('after'));
      for (const [id, text] of [
        [made.data[0]?.api_id, 'before'],
        [after.data[0]?.api_id, 'after'],
      ] as const)
        deepStrictEqual((await api.bytes(id ?? '')).toString(), text);
    },
  },
  {
    name: 'a clock that jumps back an hour changes no order and ends no key, also after a restart',
    async play(stage) {
      const library = await ensureSystem('faketime');
      const clock = join(stage.folder(), 'clock');
      writeFileSync(clock, '+0');
      const env = {
        LD_PRELOAD: library,
        FAKETIME_TIMESTAMP_FILE: clock,
        FAKETIME_NO_CACHE: '1',
        FAKETIME_DONT_FAKE_MONOTONIC: '1',
      };
      const archive = await openArchive(stage, { dataDir: stage.folder(), env });
      const made = [await publish(archive, Buffer.from('one'))];
      writeFileSync(clock, '-3600');
      made.push(await publish(archive, Buffer.from('two')));
      await archive.server.end();
      const later = await reopen(stage, archive);
      made.push(await publish(later, Buffer.from('three')));
      ok((made[1]?.created_on ?? '') > (made[0]?.created_on ?? ''), 'the second is older than the first');
      const listed = await later.api.ok<{ revisions: { api_id: string }[] }>('GET', `figure/${later.figure}/`);
      deepStrictEqual(
        listed.revisions.map(({ api_id }) => api_id),
        made.map(({ api_id }) => api_id),
      );
      for (const { data } of made) ok((await later.api.bytes(data[0]?.api_id ?? '')).length > 0);
    },
  },
];

/** Stops the cluster on a port. Returns a function that starts it again with the same options. */
async function stopCluster(stage: Stage, port: string): Promise<() => Promise<void>> {
  const data = readdirSync(tmpdir())
    .filter((name) => name.startsWith('gofigr-postgres-'))
    .map((name) => join(tmpdir(), name, 'data'))
    .find((folder) => postmaster(folder)[3] === port);
  if (data === undefined) throw new Error('the cluster has no folder');
  const options = readFileSync(join(data, 'postmaster.opts'), 'utf8').trim();
  const { uid, gid } = statSync(data);
  await stop(data);
  return async () => {
    const child = spawn('/bin/sh', ['-c', `exec ${options}`], { cwd: data, stdio: 'ignore', uid, gid });
    stage.afterwards(async () => {
      child.kill('SIGINT');
      await once(child, 'exit');
    });
    while (postmaster(data)[7]?.trim() !== 'ready') await sleep(20);
  };
}

/** Reads the lines of `postmaster.pid`: process ID (first), port (fourth), status (eighth). */
function postmaster(data: string): string[] {
  try {
    return readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n');
  } catch {
    return [];
  }
}

async function stop(data: string): Promise<void> {
  process.kill(Number(postmaster(data)[0]), 'SIGINT');
  while (postmaster(data).length > 0) await sleep(20);
}
