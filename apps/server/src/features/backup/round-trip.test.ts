import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ENGINES } from '../../kernel/db/test-databases.ts';
import { backup, restore, verifyBackup, verifyServer } from './index.ts';
import { answers, create, createPlace, datum, type Place, plantWorkspace, register } from './test-places.ts';

const PAIRS = ENGINES.flatMap((from) => ENGINES.map((to) => ({ from, to })));
const clean = { problems: [], others: [], orphanCount: 0 };

describe.each(PAIRS)('a backup of $from restored to $to', ({ from, to }) => {
  let source: Place;
  let target: Place;
  let dir: string;
  beforeEach(async () => {
    [source, target] = [await createPlace(from), await createPlace(to)];
    dir = await mkdtemp(join(tmpdir(), 'gofigr-backup-'));
  });
  afterEach(async () => {
    await source.remove();
    await target.remove();
    await rm(dir, { recursive: true });
  });

  it('during publishes holds one moment, verifies to the last hash, and answers alike', async () => {
    const server = await source.start();
    const { key, signedIn, refresh } = await register(source, server);
    const quiet = await plantWorkspace(server, signedIn);
    const busy = await plantWorkspace(server, signedIn);
    const before = await answers(server, key.proof, quiet.paths);

    const acknowledged: string[] = [];
    let stop = false;
    const publishing = Array.from({ length: 3 }, async (_, worker) => {
      for (let count = 0; !stop; count++) {
        const data = [datum(`${worker} ${count}`), datum('y'.repeat(20_000) + worker + count)];
        acknowledged.push((await create(server, key.proof, 'revision/', { figure: busy.figure, data })).api_id);
      }
    });
    while (acknowledged.length < 10) await new Promise((done) => setTimeout(done, 5));
    const sure = [...acknowledged];
    const report = await backup(source.deps, dir);
    stop = true;
    await Promise.all(publishing);
    expect(acknowledged.length).toBeGreaterThan(sure.length);
    expect(report.problems).toEqual([]);
    expect(await verifyBackup(source.deps, dir)).toMatchObject({ ...clean, blobs: { count: report.blobs.count } });

    const restored = await restore(target.deps, dir, { incomplete: false });
    expect([restored.rows, restored.blobs.count]).toEqual([report.rows, report.blobs.count]);
    expect(await verifyServer(target.deps)).toMatchObject({ ...clean, blobs: { count: report.blobs.count } });

    const copy = await target.start();
    expect(await answers(copy, key.proof, quiet.paths)).toEqual(before);
    const { revisions } = (await copy.call('GET', `figure/${busy.figure}/`, undefined, key.proof)).body;
    expect(revisions.map((it: { api_id: string }) => it.api_id)).toEqual(expect.arrayContaining(sure));
    // Whoever was signed in signs in again; keys stay.
    expect((await copy.call('GET', 'user/', undefined, signedIn)).status).toBe(401);
    expect((await copy.call('POST', '/api/token/refresh/', { refresh })).status).toBe(401);

    // Sequences go on after the highest row.
    const next = await create(copy, key.proof, 'revision/', { figure: quiet.figure, data: [datum('next')] });
    const listed = (await copy.call('GET', `figure/${quiet.figure}/`, undefined, key.proof)).body.revisions;
    expect(listed.at(-1).api_id).toBe(next.api_id);
    expect((await verifyServer(target.deps)).others).toEqual([]);
  });
});
