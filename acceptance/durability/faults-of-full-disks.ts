import { deepStrictEqual, ok, strictEqual } from 'node:assert';
import { rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { codeOf, untilClean } from './faults-of-bodies.ts';
import { type Archive, openArchive, publication, reopen, type Scenario, type Stage } from './scenario.ts';
import { openPerson } from './server.ts';
import { allThere, type Kept, mountSmall, publishFilled, tryFilled, untilReadiness } from './small-disks.ts';

const MEBIBYTE = 1024 * 1024;

/** Full disks, and the operations that still work on them. */
export const faultsOfFullDisks: Scenario[] = [
  {
    name: 'a full disk with the blobs gives 507, loses nothing, and works again as soon as it has space',
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
    name: 'a full disk with all data gives 507, loses nothing, and works again as soon as it has space',
    async play(stage) {
      const dataDir = stage.folder();
      await mountSmall(stage, dataDir, '24m');
      const archive = await openArchive(stage, { dataDir });
      // Space to free later, because a publish that does not fit may leave none.
      writeBallast(join(dataDir, 'spare'), 3 * MEBIBYTE);
      const kept = await fill(archive, 300_000);
      // After this, no space is left even for a row.
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
    name: 'on a full disk people sign in, read and delete, also after a restart, and a deletion frees space at once',
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
      // Stands for another program that takes the space of the server's reserve.
      writeBallast(join(dataDir, 'ballast'), bavail * bsize - 3 * MEBIBYTE);
      const again = await reopen(stage, archive);
      await refusesNew(again, analysis);
      await openPerson(again.site, again.server, 'newcomer');
      await allThere(again, kept);
      for (const { id } of kept.splice(0, 3)) await again.api.ok('DELETE', `revision/${id}/`);
      // They are not in the trash, where they would take space.
      strictEqual((await again.api.ok<{ total: number }>('GET', 'trash/')).total, 0);
      rmSync(join(dataDir, 'ballast'));
      for (const { id } of kept.splice(0, 4)) await again.api.ok('DELETE', `revision/${id}/`);
      kept.push(await publishFilled(again, 1000, MEBIBYTE));
      await untilReadiness(again, 200, 'ok');
      await allThere(await restarted(stage, again), kept);
    },
  },
  {
    name: 'a server without a reserve starts on a full disk, and people can read and delete',
    async play(stage) {
      const dataDir = stage.folder();
      await mountSmall(stage, dataDir, '24m');
      const archive = await openArchive(stage, { dataDir, env: { GOFIGR_RESERVE_MB: '0' } });
      // Space to free later: the last publish and the log may take all that is left.
      writeBallast(join(dataDir, 'spare'), 3 * MEBIBYTE);
      const kept = await fill(archive, MEBIBYTE);
      await archive.server.end();
      writeBallast(join(dataDir, 'ballast'), 24 * MEBIBYTE);
      strictEqual(statfsSync(dataDir).bavail, 0);
      const again = await reopen(stage, { ...archive, site: { dataDir } });
      await allThere(again, kept);
      for (const file of ['ballast', 'spare']) rmSync(join(dataDir, file));
      const last = kept.pop();
      await again.api.ok('DELETE', `revision/${last?.id}/`);
      await allThere(again, kept);
    },
  },
];

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
    const { api_id, data } = answer.body as { api_id: string; data: { api_id: string; hash: string }[] }; // as the server answers
    kept.push({ id: api_id, dataId: data[0]?.api_id ?? '', hash: data[0]?.hash ?? '', number, size });
  }
  throw new Error('the disk never got full');
}

/** Publishes small files until the server accepts none. */
async function fillWithSmall(archive: Archive): Promise<void> {
  for (let number = 500; (await tryFilled(archive, number, 30_000)).status === 201; number++)
    if (number > 900) throw new Error('the disk never got full');
}

/** Checks that the server refuses creations and changes, and that it reports to be read-only. */
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
  await untilReadiness(archive, 503, 'read_only');
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
      if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error; // an error of the file system
    }
}
