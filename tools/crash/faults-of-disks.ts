import { deepStrictEqual, ok, strictEqual } from 'node:assert';
import { mkdirSync, readdirSync, renameSync, rmSync, statfsSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { LegSkipped } from '../lib/leg.ts';
import { run } from '../lib/run.ts';
import type { Answer } from './api.ts';
import { codeOf, untilClean } from './faults-of-bodies.ts';
import { type Archive, openArchive, publication, publish, reopen, type Scenario, type Stage } from './scenario.ts';
import { openPerson, startRefused } from './server.ts';
import { blobPath } from './verify.ts';

const MEBIBYTE = 1024 * 1024;

/** Nobody should wait for bytes that will not come, in milliseconds. */
const LONGEST_REFUSAL_MS = 10_000;

/** Disks that are full, read-only, damaged or gone. */
export const faultsOfDisks: Scenario[] = [
  {
    name: 'a full disk for the blobs gives 507, loses nothing, and is usable again as soon as there is room',
    async play(stage) {
      const dataDir = stage.folder();
      const remount = await mountSmall(stage, join(dataDir, 'blobs'), '8m');
      const archive = await openArchive(stage, { dataDir });
      const kept = await fill(archive, MEBIBYTE);
      await untilClean(archive);
      await allThere(archive, kept);
      await remount('size=16m');
      kept.push(await publishFilled(archive, 99, MEBIBYTE));
      await allThere(await restarted(stage, archive), kept);
    },
  },
  {
    name: 'a full disk for everything gives 507, loses nothing, and is usable again as soon as there is room',
    async play(stage) {
      const dataDir = stage.folder();
      await mountSmall(stage, dataDir, '24m');
      const archive = await openArchive(stage, { dataDir });
      // The room that there will be: what the last publish that didn't fit leaves may be none.
      writeBallast(join(dataDir, 'spare'), 3 * MEBIBYTE);
      const kept = await fill(archive, 300_000);
      // What is left is too little for a row, not only for a blob.
      const { bavail, bsize } = statfsSync(dataDir);
      writeBallast(join(dataDir, 'ballast'), bavail * bsize);
      const { status } = await archive.api.call('POST', 'figure/', { name: 'F', analysis: await analysisOf(archive) });
      ok(status === 201 || status === 507, `a new figure answered ${status}`);
      deepStrictEqual(codeOf(await tryFilled(archive, 98, 5000)), [507, 'storage_full']);
      await allThere(archive, kept);
      for (const file of ['ballast', 'spare']) rmSync(join(dataDir, file));
      const last = kept.pop();
      await archive.api.ok('DELETE', `revision/${last?.id}/`);
      kept.push(await publishFilled(archive, 99, 5000));
      await allThere(await restarted(stage, archive), kept);
    },
  },
  {
    name: 'on a full disk people sign in, read and delete, also after a restart, and deleting makes room at once',
    async play(stage) {
      const dataDir = stage.folder();
      await mountSmall(stage, dataDir, '64m');
      const archive = await openArchive(stage, { dataDir, env: { GOFIGR_LOG_LEVEL: 'warn' } });
      const analysis = await analysisOf(archive);
      const kept = await fill(archive, 2 * MEBIBYTE);
      await fillWithSmall(archive);
      await refusesNew(archive, analysis);
      strictEqual(archive.server.lines.filter((line) => line.includes('the disk is full')).length, 1);

      await archive.server.end();
      const { bavail, bsize } = statfsSync(dataDir);
      // As if another program took what the server gave up.
      writeBallast(join(dataDir, 'ballast'), bavail * bsize - 3 * MEBIBYTE);
      const again = await reopen(stage, archive);
      await refusesNew(again, analysis);
      await openPerson(again.site, again.server, 'newcomer');
      await allThere(again, kept);
      for (const { id } of kept.splice(0, 3)) await again.api.ok('DELETE', `revision/${id}/`);
      rmSync(join(dataDir, 'ballast'));
      for (const { id } of kept.splice(0, 4)) await again.api.ok('DELETE', `revision/${id}/`);
      kept.push(await publishFilled(again, 1000, MEBIBYTE));
      deepStrictEqual(await readiness(again), [
        [200, 'ok'],
        [200, 'ok'],
      ]);
      await allThere(await restarted(stage, again), kept);
    },
  },
  {
    name: 'a disk that is full when a server starts for the first time after it got a reserve is no reason not to start',
    async play(stage) {
      const dataDir = stage.folder();
      await mountSmall(stage, dataDir, '24m');
      const archive = await openArchive(stage, { dataDir, env: { GOFIGR_RESERVE_MB: '0' } });
      const kept = await fill(archive, MEBIBYTE);
      await archive.server.end();
      writeBallast(join(dataDir, 'ballast'), 24 * MEBIBYTE);
      strictEqual(statfsSync(dataDir).bavail, 0);
      const again = await reopen(stage, { ...archive, site: { dataDir } });
      await allThere(again, kept);
      rmSync(join(dataDir, 'ballast'));
      const last = kept.pop();
      await again.api.ok('DELETE', `revision/${last?.id}/`);
      await allThere(again, kept);
    },
  },
  {
    name: 'a blob folder that becomes read-only gives 503 to a publish, while what is there is still served',
    async play(stage) {
      const dataDir = stage.folder();
      const remount = await mountSmall(stage, join(dataDir, 'blobs'), '8m');
      const archive = await openArchive(stage, { dataDir });
      const kept = [await publishFilled(archive, 1, 1000)];
      await remount('ro');
      const refused = await tryFilled(archive, 2, 1000);
      deepStrictEqual(codeOf(refused), [503, 'unavailable']);
      ok(refused.headers.get('retry-after'), 'no Retry-After');
      await allThere(archive, kept);
      await remount('rw');
      kept.push(await publishFilled(archive, 3, 1000));
      await allThere(archive, kept);
    },
  },
  {
    name: 'a blob that is missing, no file, or too short is never given as if it were whole, and other data is served',
    async play(stage) {
      const archive = await openArchive(stage);
      const { api, site } = archive;
      const [damaged, other] = [await publishFilled(archive, 1, 200_000), await publishFilled(archive, 2, 1000)];
      const path = blobPath(site.dataDir, damaged.hash);
      const refused = async () => {
        for (const address of [`data/${damaged.dataId}/`, `data/${damaged.dataId}/content/`])
          deepStrictEqual(codeOf(await api.call('GET', address)), [503, 'unavailable'], address);
        await allThere(archive, [other]);
      };

      renameSync(path, `${path}.away`);
      await refused();
      mkdirSync(path);
      await refused();
      rmSync(path, { recursive: true });
      writeFileSync(path, Buffer.alloc(200_000, 1));
      truncateSync(path, 150_000);
      for (const address of [`data/${damaged.dataId}/`, `data/${damaged.dataId}/content/`]) {
        const late = sleep(LONGEST_REFUSAL_MS, 'no answer', { ref: false });
        const refusal = await Promise.race([
          late,
          api.call('GET', address).then(
            ({ status }) => status,
            () => 'cut off',
          ),
        ]);
        ok(refusal === 503 || refusal === 'cut off', `${address}: ${refusal}`);
      }
      renameSync(`${path}.away`, path);
      await allThere(archive, [damaged, other]);
    },
  },
  {
    name: 'the same bytes published again mend a blob that was lost',
    async play(stage) {
      const archive = await openArchive(stage);
      const lost = await publishFilled(archive, 1, 1000);
      rmSync(blobPath(archive.site.dataDir, lost.hash));
      await publishFilled(archive, 1, 1000);
      await allThere(archive, [lost]);
    },
  },
  {
    name: 'a blob folder without its marker, or empty, stops the start, and what comes back is served',
    async play(stage) {
      const archive = await openArchive(stage);
      const kept = [await publishFilled(archive, 1, 1000)];
      await archive.server.end();
      const blobs = join(archive.site.dataDir, 'blobs');
      renameSync(blobs, `${blobs}.away`);
      await refusesToStart(archive, /lost its marker file or is not mounted/);
      rmSync(blobs, { recursive: true });
      renameSync(`${blobs}.away`, blobs);
      await allThere(await reopen(stage, archive), kept);
    },
  },
  {
    name: 'a database file that is gone stops the start, and nothing that was made meanwhile harms it when it comes back',
    async play(stage) {
      const archive = await openArchive(stage);
      const kept = [await publishFilled(archive, 1, 1000)];
      await archive.server.end();
      const file = join(archive.site.dataDir, 'gofigr.sqlite');
      renameSync(file, `${file}.away`);
      await refusesToStart(archive, /gofigr\.sqlite is missing/);
      deepStrictEqual(
        readdirSync(archive.site.dataDir).filter((name) => name.startsWith('gofigr.sqlite')),
        ['gofigr.sqlite.away'],
      );
      renameSync(`${file}.away`, file);
      await allThere(await reopen(stage, archive), kept);
    },
  },
  {
    name: 'a second server on the same folder is refused, and the first one does not notice',
    async play(stage) {
      const archive = await openArchive(stage);
      await refusesToStart(archive, /Another GoFigr server is running on/);
      const kept = [await publishFilled(archive, 1, 1000)];
      await archive.server.end('SIGKILL');
      await allThere(await reopen(stage, archive), kept);
    },
  },
];

type Kept = { id: string; dataId: string; hash: string; number: number; size: number };

/** Bytes that are different for each number. */
const filled = (number: number, size: number): Buffer => Buffer.alloc(size, `${number} `);

const tryFilled = ({ api, figure }: Archive, number: number, size: number): Promise<Answer> =>
  api.call('POST', 'revision/', publication(figure, filled(number, size)));

async function publishFilled(archive: Archive, number: number, size: number): Promise<Kept> {
  const { api_id, data } = await publish(archive, filled(number, size));
  const [datum] = data;
  ok(datum);
  return { id: api_id, dataId: datum.api_id, hash: datum.hash, number, size };
}

/** Publishes until the disk is full. */
async function fill(archive: Archive, size: number): Promise<Kept[]> {
  const kept: Kept[] = [];
  for (let number = 1; number < 200; number++) {
    const answer = await tryFilled(archive, number, size);
    if (answer.status !== 201) {
      deepStrictEqual(codeOf(answer), [507, 'storage_full']);
      ok(kept.length > 0, 'the disk was full from the start');
      return kept;
    }
    const { api_id, data } = answer.body as { api_id: string; data: { api_id: string; hash: string }[] };
    kept.push({ id: api_id, dataId: data[0]?.api_id ?? '', hash: data[0]?.hash ?? '', number, size });
  }
  throw new Error('the disk never got full');
}

/** Publishes little things until nothing at all is taken. */
async function fillWithSmall(archive: Archive): Promise<void> {
  for (let number = 500; (await tryFilled(archive, number, 30_000)).status === 201; number++)
    if (number > 900) throw new Error('the disk never got full');
}

/** A server on a full disk says what can be done, and does it. */
async function refusesNew(archive: Archive, analysis: string): Promise<void> {
  for (const [path, body] of [
    ['figure/', { name: 'F', analysis }],
    ['workspace/', { name: 'W' }],
    ['revision/', publication(archive.figure, Buffer.from('one more'))],
  ] as const)
    deepStrictEqual(codeOf(await archive.api.call('POST', path, body)), [507, 'storage_full'], path);
  deepStrictEqual(codeOf(await archive.api.call('PATCH', `analysis/${analysis}/`, { name: 'B' })), [
    507,
    'storage_full',
  ]);
  deepStrictEqual(await readiness(archive), [
    [503, 'read_only'],
    [200, 'read_only'],
  ]);
}

/** What is answered to whoever wants to write, and to whoever wants to read, when older answers no longer count. */
async function readiness({ server }: Pick<Archive, 'server'>): Promise<unknown[]> {
  await sleep(5100);
  const answers = [await fetch(`${server.url}/readyz`), await fetch(`${server.url}/readyz?for=read`)];
  return Promise.all(
    answers.map(async (answer) => [answer.status, ((await answer.json()) as { status: string }).status]),
  );
}

async function allThere({ api }: Archive, kept: readonly Kept[]): Promise<void> {
  for (const { dataId, number, size } of kept)
    ok((await api.bytes(dataId)).equals(filled(number, size)), `publish ${number} came back with other bytes`);
}

async function restarted(stage: Stage, archive: Archive): Promise<Archive> {
  await archive.server.end('SIGKILL');
  return reopen(stage, archive);
}

async function analysisOf({ api, figure }: Archive): Promise<string> {
  return (await api.ok<{ analysis: string }>('GET', `figure/${figure}/`)).analysis;
}

function writeBallast(path: string, bytes: number): void {
  for (let left = bytes; left > 0; left -= MEBIBYTE)
    try {
      writeFileSync(path, Buffer.alloc(Math.min(left, MEBIBYTE)), { flag: 'a' });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
    }
}

async function refusesToStart({ site }: Pick<Archive, 'site'>, why: RegExp): Promise<void> {
  const { code, output } = await startRefused(site);
  strictEqual(code, 1);
  ok(why.test(output), `it said:\n${output}`);
}

/** Mounts a small disk in memory; gives what changes its options. */
async function mountSmall(stage: Stage, path: string, size: string): Promise<(options: string) => Promise<void>> {
  mkdirSync(path, { recursive: true });
  const mounted = await run('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', path]).catch(() => ({ code: 1 }));
  if (mounted.code !== 0) throw new LegSkipped('mounting a small disk needs root');
  stage.afterwards(() => run('umount', ['--lazy', path]));
  return async (options) => {
    const { code, output } = await run('mount', ['-o', `remount,${options}`, path]);
    if (code !== 0) throw new Error(output);
  };
}
