import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Engine } from '../../kernel/db/index.ts';
import { backup, restore, verifyBackup, verifyServer } from './index.ts';
import {
  answers,
  create,
  createTestInstallation,
  datum,
  ENGINE,
  plantWorkspace,
  register,
  type TestInstallation,
} from './test-installation.ts';

/** On PostgreSQL: to the other engine and back. */
const PAIRS: { from: Engine; to: Engine }[] =
  ENGINE === 'sqlite'
    ? [{ from: ENGINE, to: ENGINE }]
    : [
        { from: 'sqlite', to: ENGINE },
        { from: ENGINE, to: 'sqlite' },
      ];
const clean = { problems: [], others: [], orphanCount: 0 };

describe.each(PAIRS)('a backup of $from restored to $to', ({ from, to }) => {
  let source: TestInstallation;
  let target: TestInstallation;
  let dir: string;
  beforeEach(async () => {
    [source, target] = [await createTestInstallation(from), await createTestInstallation(to)];
    dir = await mkdtemp(join(tmpdir(), 'gofigr-backup-'));
  });
  afterEach(async () => {
    await source.remove();
    await target.remove();
    await rm(dir, { recursive: true });
  });

  it('during publishes contains one snapshot, verifies completely, and answers the same', async () => {
    const server = await source.start();
    const { key, signedIn, refresh } = await register(source, server);
    const quiet = await plantWorkspace(server, signedIn);
    const busy = await plantWorkspace(server, signedIn);
    const trashed = await create(server, key.proof, 'revision/', { figure: quiet.figure, data: [datum('trashed')] });
    await server.call('DELETE', `revision/${trashed.api_id}/`, undefined, key.proof);
    const before = await answers(server, key.proof, quiet.paths);

    const load = publishUnderLoad((data) => create(server, key.proof, 'revision/', { figure: busy.figure, data }));
    await load.until(10);
    const sure = [...load.acknowledged];
    const [report] = await Promise.all([backup(source.deps, dir).finally(load.end), load.ended]);
    expect(load.acknowledged.length).toBeGreaterThan(sure.length);
    expect(report.problems).toEqual([]);
    expect(await verifyBackup(source.deps, dir)).toMatchObject({ ...clean, blobs: { count: report.blobs.count } });

    const restored = await restore(target.deps, dir, { incomplete: false });
    expect([restored.rows, restored.blobs.count]).toEqual([report.rows, report.blobs.count]);
    expect(await verifyServer(target.deps)).toMatchObject({ ...clean, blobs: { count: report.blobs.count } });

    const copy = await target.start();
    expect(await answers(copy, key.proof, quiet.paths)).toEqual(before);
    // The backup contains the trash.
    const back = await copy.call('POST', `trash/${trashed.api_id}/restore/`, undefined, key.proof);
    expect(back.status).toBe(200);
    expect((await copy.call('GET', `revision/${trashed.api_id}/`, undefined, key.proof)).body.data).toEqual(
      trashed.data,
    );
    const { revisions } = (await copy.call('GET', `figure/${busy.figure}/`, undefined, key.proof)).body;
    expect(revisions.map(({ api_id }: { api_id: string }) => api_id)).toEqual(expect.arrayContaining(sure));
    // Signed-in users sign in again; keys stay valid.
    expect((await copy.call('GET', 'user/', undefined, signedIn)).status).toBe(401);
    expect((await copy.call('POST', '/api/token/refresh/', { refresh })).status).toBe(401);

    // Sequences continue after the highest row.
    const next = await create(copy, key.proof, 'revision/', { figure: quiet.figure, data: [datum('next')] });
    const listed = (await copy.call('GET', `figure/${quiet.figure}/`, undefined, key.proof)).body.revisions;
    expect(listed.at(-1).api_id).toBe(next.api_id);
    expect((await verifyServer(target.deps)).others).toEqual([]);
  });
});

/** Publishes from three clients at once, with short pauses so that the backup gets its turn on one core too. */
function publishUnderLoad(publish: (data: object[]) => Promise<{ api_id: string }>) {
  const acknowledged: string[] = [];
  const stopped = new AbortController();
  const clients = [1, 2, 3].map(async (client) => {
    for (let count = 0; !stopped.signal.aborted; count++) {
      const data = [datum(`${client} ${count}`), datum('y'.repeat(20_000) + client + count)];
      acknowledged.push((await publish(data)).api_id);
      await sleep(10);
    }
  });
  return {
    acknowledged,
    async until(count: number) {
      while (acknowledged.length < count) await sleep(5);
    },
    end: () => stopped.abort(),
    ended: Promise.all(clients),
  };
}
