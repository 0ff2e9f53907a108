import { deepStrictEqual, ok } from 'node:assert';
import { setTimeout as sleep } from 'node:timers/promises';
import { mapPooled } from '../../tools/lib/pool.ts';
import type { Api } from './api.ts';
import { createRandom } from './random.ts';
import { type Archive, openArchive, publish, reopen, type Scenario, type Stage } from './scenario.ts';
import { runAdmin } from './server.ts';
import { checkSizes } from './verify.ts';

/** More than a deletion removes in one transaction, so that the rows go in pieces. */
const REVISIONS = 320;
const PUBLISHERS = 8;
const ROUNDS = 3;
/** Time from a request to the kill, in milliseconds. */
const KILL_WINDOW = [0, 60] as const;

/** Crashes while the trash changes. */
export const trashCrashes: Scenario[] = [
  {
    name: 'a restore that a crash interrupts has brought back everything or nothing, and a purge goes on',
    play,
  },
];

async function play(stage: Stage): Promise<void> {
  const random = createRandom('trash');
  let archive = await openArchive(stage);
  const numbers = Array.from({ length: REVISIONS }, (_, number) => number);
  await mapPooled(numbers, PUBLISHERS, () => publish(archive, random.bytes(3)));
  const { figure } = archive;
  const isThere = async ({ api }: Archive) => (await api.call('GET', `figure/${figure}/`)).status === 200;
  for (let round = 1; round <= ROUNDS; round++) {
    if (await isThere(archive)) await archive.api.ok('DELETE', `figure/${figure}/`);
    archive = await crash(stage, archive, random.whole(...KILL_WINDOW), 'POST', `trash/${figure}/restore/`);
    const answers = await isThere(archive);
    deepStrictEqual(await resting(archive.api), answers ? [] : [figure]);
    if (answers) deepStrictEqual((await revisionsOf(archive)).length, REVISIONS);
    deepStrictEqual(await checkSizes(archive.api), []);
  }
  if (await isThere(archive)) await archive.api.ok('DELETE', `figure/${figure}/`);
  // On a slow machine a short time is over before the server has begun.
  for (let attempt = 1; (await resting(archive.api)).length > 0; attempt++)
    archive = await crash(stage, archive, attempt * random.whole(...KILL_WINDOW), 'DELETE', `trash/${figure}/`);
  // Its rows go in pieces, also after another crash.
  archive = await crash(stage, archive, random.whole(...KILL_WINDOW), 'GET', 'user/');
  ok(!(await isThere(archive)), 'the figure came back');
  deepStrictEqual(await checkSizes(archive.api), []);
  await archive.server.end();
  const { code, output } = await runAdmin(archive.site, ['verify']);
  ok(code === 0, output);
}

/** Kills the server soon after a request, and starts it again on its data. */
async function crash(stage: Stage, archive: Archive, wait: number, method: string, path: string): Promise<Archive> {
  const open = archive.api.call(method, path).catch(() => undefined);
  await sleep(wait);
  await archive.server.end('SIGKILL');
  await open;
  return reopen(stage, archive);
}

const resting = async (api: Api): Promise<string[]> =>
  (await api.ok<{ entries: { api_id: string }[] }>('GET', 'trash/')).entries.map(({ api_id }) => api_id);

const revisionsOf = async ({ api, figure }: Archive): Promise<unknown[]> =>
  (await api.ok<{ revisions: unknown[] }>('GET', `figure/${figure}/`)).revisions;
