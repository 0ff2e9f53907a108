import { deepStrictEqual, ok, strictEqual } from 'node:assert';
import {
  closeSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statfsSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { LegSkipped } from '../lib/leg.ts';
import { run } from '../lib/run.ts';
import type { Answer, Api } from './api.ts';
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
      writeBallast(join(dataDir, 'reserve'), MEBIBYTE);
      const kept = await fill(archive, 300_000);
      // What is left is too little for a row, not only for a blob.
      const { bavail, bsize } = statfsSync(dataDir);
      writeBallast(join(dataDir, 'ballast'), bavail * bsize);
      const { status } = await archive.api.call('POST', 'figure/', { name: 'F', analysis: await analysisOf(archive) });
      ok(status === 201 || status === 507, `a new figure answered ${status}`);
      deepStrictEqual(codeOf(await tryFilled(archive, 98, 5000)), [507, 'storage_full']);
      await allThere(archive, kept);
      for (const file of ['ballast', 'reserve']) rmSync(join(dataDir, file));
      const last = kept.pop();
      await archive.api.ok('DELETE', `revision/${last?.id}/`);
      kept.push(await publishFilled(archive, 99, 5000));
      await allThere(await restarted(stage, archive), kept);
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
        const refusal = await Promise.race([late, api.call('GET', address).then(codeOf, () => 'cut off')]);
        deepStrictEqual(refusal, [503, 'data_damaged'], address);
      }
      renameSync(`${path}.away`, path);
      await allThere(archive, [damaged, other]);
    },
  },
  {
    name: 'damaged bytes never come whole, are named to administrators, and are mended by publishing them again',
    async play(stage) {
      const archive = await openArchive(stage);
      const administrator = await openPerson(archive.site, archive.server, 'admin', ['--admin']);
      const kept = [await publishFilled(archive, 1, 1000), await publishFilled(archive, 2, MEBIBYTE)];
      const other = await publishFilled(archive, 3, 1000);
      for (const { hash } of kept) damage(archive, hash);
      for (const { dataId, size, hash } of kept)
        for (const address of [`data/${dataId}/`, `data/${dataId}/content/`]) {
          // A small one is refused, of a large one the end is missing; once that is known, it is refused too.
          const isCutOff = size > 64 * 1024 && address.endsWith(`${dataId}/`);
          const answer = await archive.api.call('GET', address).catch(() => null);
          deepStrictEqual(answer && codeOf(answer), isCutOff ? null : [503, 'data_damaged'], address);
          const said = await until(() => archive.server.lines.some((line) => line.includes(hash)));
          ok(said, 'the log does not name the blob');
        }
      deepStrictEqual(await damagedIn(administrator), kept.map(({ hash }) => hash).toSorted());
      for (const { hash } of kept)
        strictEqual(archive.server.lines.filter((line) => line.includes(hash)).length, 1, 'it was logged again');
      await allThere(archive, [other]);
      for (const { number, size } of kept) await publishFilled(archive, number, size);
      await allThere(archive, [...kept, other]);
      ok(await until(async () => (await damagedIn(administrator)).length === 0), 'mended blobs are still listed');
    },
  },
  {
    name: 'the scrub finds damaged and lost bytes that nobody reads, also after the server was killed',
    async play(stage) {
      const site = { dataDir: stage.folder(), env: { GOFIGR_SCRUB_MB_S: '1000' } };
      const first = await openArchive(stage, site);
      const [damaged, lost] = [await publishFilled(first, 1, MEBIBYTE), await publishFilled(first, 2, 1000)];
      damage(first, damaged.hash);
      rmSync(blobPath(site.dataDir, lost.hash));
      const archive = await restarted(stage, first);
      for (const { hash } of [damaged, lost]) {
        const said = () => archive.server.lines.filter((line) => line.includes(hash));
        ok(await until(() => said().length > 0), 'the scrub did not find it');
        strictEqual(said().length, 1);
      }
      const administrator = await openPerson(site, archive.server, 'admin', ['--admin']);
      deepStrictEqual(await damagedIn(administrator), [damaged.hash, lost.hash].toSorted());
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

/** Longer than the scrub waits before it begins, in milliseconds. */
const LONGEST_WAIT_MS = 60_000;

/** Whether something comes true. */
async function until(isSo: () => boolean | Promise<boolean>): Promise<boolean> {
  for (const deadline = Date.now() + LONGEST_WAIT_MS; Date.now() < deadline; await sleep(20))
    if (await isSo()) return true;
  return false;
}

/** Changes ten bytes of a blob where it lies. */
function damage({ site }: Pick<Archive, 'site'>, hash: string): void {
  const file = openSync(blobPath(site.dataDir, hash), 'r+');
  writeSync(file, Buffer.alloc(10, '?'), 0, 10, 500);
  closeSync(file);
}

/** Hashes that an administrator is shown as damaged. */
async function damagedIn(administrator: Api): Promise<string[]> {
  const { scrub } = await administrator.ok<{ scrub: { damaged: { hash: string }[] } }>('GET', 'admin/health/');
  return scrub.damaged.map(({ hash }) => hash).toSorted();
}

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
