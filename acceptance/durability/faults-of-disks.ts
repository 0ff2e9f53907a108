import { deepStrictEqual, ok, strictEqual } from 'node:assert';
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Api } from './api.ts';
import { codeOf } from './faults-of-bodies.ts';
import { type Archive, openArchive, reopen, type Scenario, until } from './scenario.ts';
import { openPerson, runAdmin, startRefused } from './server.ts';
import { allThere, mountSmall, publishFilled, tryFilled, untilReadiness } from './small-disks.ts';
import { blobPath } from './verify.ts';

const MEBIBYTE = 1024 * 1024;

/** Too many bytes for the database: they become a file. */
const LARGE = 100_000;

/** Longest wait for the refusal of bytes that the server lacks, in milliseconds. */
const LONGEST_REFUSAL_MS = 10_000;

/** Disks that are read-only, damaged or gone. */
export const faultsOfDisks: Scenario[] = [
  {
    name: 'a read-only blob folder gives 503 to a publish, and stored data is still served',
    async play(stage) {
      const dataDir = stage.folder();
      const remount = await mountSmall(stage, join(dataDir, 'blobs'), '8m');
      const archive = await openArchive(stage, { dataDir });
      const kept = [await publishFilled(archive, 1, LARGE)];
      await remount('ro');
      const refused = await tryFilled(archive, 2, LARGE);
      deepStrictEqual(codeOf(refused), [503, 'unavailable']);
      ok(refused.headers.get('retry-after'), 'no Retry-After');
      await allThere(archive, kept);
      await untilReadiness(archive, 503, 'read_only');
      await remount('rw');
      kept.push(await publishFilled(archive, 3, LARGE));
      await allThere(archive, kept);
    },
  },
  {
    name: 'a blob that is missing, no file, or too short is refused, and other data is still served',
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
    name: 'damaged bytes are never delivered as complete, administrators see them, and a new publish repairs them',
    async play(stage) {
      // Small data are files, too.
      const archive = await openArchive(stage, { dataDir: stage.folder(), env: { GOFIGR_SMALL_BYTES: '0' } });
      const administrator = await openPerson(archive.site, archive.server, 'admin', ['--admin']);
      const kept = [await publishFilled(archive, 1, 1000), await publishFilled(archive, 2, MEBIBYTE)];
      const other = await publishFilled(archive, 3, 1000);
      for (const { hash } of kept) damage(archive, hash);
      for (const { dataId, size, hash } of kept)
        for (const address of [`data/${dataId}/`, `data/${dataId}/content/`]) {
          // The server refuses a small blob and cuts off a large one. After that it refuses the large one, too.
          const isCutOff = size > 64 * 1024 && address.endsWith(`${dataId}/`);
          const answer = await archive.api.call('GET', address).catch(() => null);
          deepStrictEqual(answer && codeOf(answer), isCutOff ? null : [503, 'data_damaged'], address);
          const isLogged = await until(() => archive.server.lines.some((line) => line.includes(hash)));
          ok(isLogged, 'the log does not name the blob');
        }
      deepStrictEqual(await damagedIn(administrator), kept.map(({ hash }) => hash).toSorted());
      for (const { hash } of kept)
        strictEqual(archive.server.lines.filter((line) => line.includes(hash)).length, 1, 'it was logged again');
      await allThere(archive, [other]);
      for (const { number, size } of kept) await publishFilled(archive, number, size);
      await allThere(archive, [...kept, other]);
      ok(await until(async () => (await damagedIn(administrator)).length === 0), 'repaired blobs are still listed');
    },
  },
  {
    name: 'the scrub finds damaged and lost bytes that nobody reads, also after the server was killed',
    async play(stage) {
      const site = { dataDir: stage.folder(), env: { GOFIGR_SCRUB_MB_S: '1000' } };
      const first = await openArchive(stage, site);
      const [damaged, lost] = [await publishFilled(first, 1, MEBIBYTE), await publishFilled(first, 2, LARGE)];
      damage(first, damaged.hash);
      rmSync(blobPath(site.dataDir, lost.hash));
      await first.server.end('SIGKILL');
      const archive = await reopen(stage, first);
      for (const { hash } of [damaged, lost]) {
        const logged = () => archive.server.lines.filter((line) => line.includes(hash));
        ok(await until(() => logged().length > 0), 'the scrub did not find it');
        strictEqual(logged().length, 1);
      }
      const administrator = await openPerson(site, archive.server, 'admin', ['--admin']);
      deepStrictEqual(await damagedIn(administrator), [damaged.hash, lost.hash].toSorted());
    },
  },
  {
    name: 'damaged and lost rows of small data are refused, the scrub and the check find them, and publishes repair them',
    async play(stage) {
      const site = { dataDir: stage.folder(), env: { GOFIGR_SCRUB_MB_S: '1000' } };
      const first = await openArchive(stage, site);
      const [damaged, lost] = [await publishFilled(first, 1, 1000), await publishFilled(first, 2, 50_000)];
      const other = await publishFilled(first, 3, 1000);
      await first.server.end('SIGKILL');
      const database = new DatabaseSync(join(site.dataDir, 'gofigr.sqlite'));
      const changed = database.prepare('update blobs set bytes = ? where hash = ?');
      strictEqual(changed.run(Buffer.alloc(1000, '?'), damaged.hash).changes, 1);
      strictEqual(database.prepare('delete from blobs where hash = ?').run(lost.hash).changes, 1);
      database.close();

      const archive = await reopen(stage, first);
      for (const { hash } of [damaged, lost])
        ok(await until(() => archive.server.lines.some((line) => line.includes(hash))), 'the scrub did not find it');
      const refusals = [
        [damaged, 'data_damaged'],
        [lost, 'unavailable'],
      ] as const;
      for (const [{ dataId }, code] of refusals)
        for (const address of [`data/${dataId}/`, `data/${dataId}/content/`])
          deepStrictEqual(codeOf(await archive.api.call('GET', address)), [503, code], address);
      const { code, output } = await runAdmin(site, ['verify']);
      strictEqual(code, 1, output);
      for (const { hash } of [damaged, lost]) ok(output.includes(hash), output);
      await allThere(archive, [other]);

      for (const { number, size } of [damaged, lost]) await publishFilled(archive, number, size);
      await allThere(archive, [damaged, lost, other]);
      const repaired = await runAdmin(site, ['verify']);
      strictEqual(repaired.code, 0, repaired.output);
    },
  },
  {
    name: 'a new publish of the same bytes repairs a lost blob',
    async play(stage) {
      const archive = await openArchive(stage);
      const lost = await publishFilled(archive, 1, LARGE);
      rmSync(blobPath(archive.site.dataDir, lost.hash));
      await publishFilled(archive, 1, LARGE);
      await allThere(archive, [lost]);
    },
  },
  {
    name: 'a blob folder that is empty or lost its marker stops the start, and its data is served once it is back',
    async play(stage) {
      const archive = await openArchive(stage);
      const kept = [await publishFilled(archive, 1, 1000)];
      await archive.server.end();
      const blobs = join(archive.site.dataDir, 'blobs');
      renameSync(blobs, `${blobs}.away`);
      await refusesToStart(archive, /lost its marker file or is not mounted/);
      // A refused start creates nothing at the mount point.
      strictEqual(existsSync(blobs), false);
      mkdirSync(blobs);
      await refusesToStart(archive, /lost its marker file or is not mounted/);
      rmSync(blobs, { recursive: true });
      renameSync(`${blobs}.away`, blobs);
      await allThere(await reopen(stage, archive), kept);
    },
  },
  {
    name: 'a missing database file stops the start, and the refused start creates no file in its place',
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
    name: 'a second server on the same folder is refused, and the first one still works',
    async play(stage) {
      const archive = await openArchive(stage);
      await refusesToStart(archive, /Another GoFigr server is running on/);
      const kept = [await publishFilled(archive, 1, 1000)];
      await archive.server.end('SIGKILL');
      await allThere(await reopen(stage, archive), kept);
    },
  },
];

/** Changes ten bytes of a blob on the disk. */
function damage({ site }: Pick<Archive, 'site'>, hash: string): void {
  const file = openSync(blobPath(site.dataDir, hash), 'r+');
  writeSync(file, Buffer.alloc(10, '?'), 0, 10, 500);
  closeSync(file);
}

/** Returns the hashes that administrators see as damaged. */
async function damagedIn(administrator: Api): Promise<string[]> {
  const { scrub } = await administrator.ok<{ scrub: { damaged: { hash: string }[] } }>('GET', 'admin/health/');
  return scrub.damaged.map(({ hash }) => hash).toSorted();
}

async function refusesToStart({ site }: Pick<Archive, 'site'>, why: RegExp): Promise<void> {
  const { code, output } = await startRefused(site);
  strictEqual(code, 1);
  ok(why.test(output), `the output was:\n${output}`);
}
