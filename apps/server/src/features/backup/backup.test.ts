import { mkdir, mkdtemp, readdir, readFile, rename, rm, rmdir, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import type { Proof, TestServer } from '../../testing/index.ts';
import { backup, verifyBackup } from './index.ts';
import { silent } from './service/progress.ts';
import {
  blobPath,
  create,
  createTestInstallation,
  datum,
  newestState,
  plantWorkspace,
  register,
  type TestInstallation,
} from './test-installation.ts';

let installation: TestInstallation;
let test: TestServer;
let as: Proof;
let planted: Awaited<ReturnType<typeof plantWorkspace>>;
let dir: string;
beforeAll(async () => {
  installation = await createTestInstallation(undefined, { GOFIGR_SMALL_BYTES: '0', GOFIGR_TRASH_DAYS: '0' });
  test = await installation.start();
  as = (await register(installation, test)).signedIn;
  planted = await plantWorkspace(test, as);
});
afterAll(() => installation.remove());
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'gofigr-backup-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

const files = async (folder: string) =>
  (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile()).length;
const held = () => readdir(join(installation.dataDir, 'blobs', 'holds'));
const table = async (name: string) => readFile(join(await newestState(dir), 'tables', `${name}.jsonl`), 'utf8');

it('contains no short-lived credentials and no tokens, and only its owner can read it', async () => {
  await backup(installation.deps, dir);
  const credentials = (await table('credentials')).trim().split('\n');
  expect(credentials.map((line) => JSON.parse(line).kind)).toEqual(['api_key']);
  const state = await newestState(dir);
  expect((await stat(join(state, 'secrets', 'content-links'))).mode & 0o777).toBe(0o600);
  expect((await stat(join(state, 'tables', 'users.jsonl'))).mode & 0o777).toBe(0o600);
  expect((await stat(join(state, 'tables'))).mode & 0o777).toBe(0o700);
});

it('writes every object after its parent, even if the parent is newer', async () => {
  await backup(installation.deps, dir);
  const objects = (await table('objects'))
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  const seen = new Set([null]);
  for (const { id, parent_id } of objects) {
    expect(seen).toContain(parent_id);
    seen.add(id);
  }
  const figure = objects.find(({ id }) => id === planted.figure);
  expect(figure.seq).toBeLessThan(objects.find(({ id }) => id === figure.parent_id).seq);
});

it('to the same folder again copies only new blobs, and keeps what was deleted meanwhile', async () => {
  const extra = await create(test, as, 'revision/', { figure: planted.figure, data: [datum('soon gone')] });
  const first = await backup(installation.deps, dir);
  expect(first.blobs.copied).toBe(first.blobs.count);
  await test.call('DELETE', `revision/${extra.api_id}/`, undefined, as);
  await create(test, as, 'revision/', { figure: planted.figure, data: [datum('brand new')] });
  const second = await backup(installation.deps, dir);
  expect(second.blobs).toMatchObject({ copied: 1, removed: 0, count: first.blobs.count });
  expect(second.states).toEqual([first.state, second.state]);
  expect(await files(join(dir, 'blobs'))).toBe(second.blobs.count + 1);
  expect(await readFile(blobPath(dir, extra.data[0].hash), 'utf8')).toBe('soon gone');
});

it('repairs a damaged blob of an earlier backup', async () => {
  await backup(installation.deps, dir);
  const [, , , large] = planted.data;
  await truncate(blobPath(dir, large!.hash), 10);
  await writeFile(blobPath(dir, planted.data[0]!.hash), 'jello');
  expect((await backup(installation.deps, dir)).blobs.copied).toBe(2);
  expect((await verifyBackup(installation.deps, dir)).problems).toEqual([]);
});

it('names each missing or damaged blob with its uses, and keeps the rest', async () => {
  const made = await create(test, as, 'revision/', {
    figure: planted.figure,
    data: [datum('will be missing', 'm'), datum('will be wrong', 'w'), datum('fine', 'f')],
  });
  const [missing, wrong] = made.data;
  await rm(blobPath(installation.dataDir, missing.hash));
  await writeFile(blobPath(installation.dataDir, wrong.hash), 'will be wrung');
  try {
    const { problems, blobs } = await backup(installation.deps, dir);
    const of = (item: any, fault: string) => ({
      hash: item.hash,
      fault,
      inBackup: false,
      usedBy: [{ data: item.api_id, name: item.name, owner: made.api_id, figure: 'Moved' }],
    });
    expect(problems).toHaveLength(2);
    expect(problems).toEqual(expect.arrayContaining([of(missing, 'missing'), of(wrong, 'wrong bytes')]));
    expect(blobs.copied).toBe(blobs.count - 2);
    const kept = await verifyBackup(installation.deps, dir);
    expect(kept.problems.map(({ fault }) => fault)).toEqual(['missing', 'missing']);
    expect(kept.problems.map(({ hash }) => hash)).toEqual(problems.map(({ hash }) => hash));
    // Once a backup has good bytes, a damaged blob on the server is reported but doesn't spoil the backup.
    await writeFile(blobPath(installation.dataDir, missing.hash), 'will be missing');
    await backup(installation.deps, dir);
    await rm(blobPath(installation.dataDir, missing.hash));
    const later = await backup(installation.deps, dir);
    expect(later.problems.find(({ hash }) => hash === missing.hash)).toMatchObject({
      fault: 'missing',
      inBackup: true,
    });
  } finally {
    await test.call('DELETE', `revision/${made.api_id}/`, undefined, as);
  }
});

it('that is interrupted leaves the earlier one intact, and a first one never looks complete', async () => {
  const cutOff = (phase: string) => ({
    ...installation.deps,
    progress: {
      ...silent,
      phase: (name: string) => () => {
        if (name === phase) throw new Error('cut off');
      },
    },
  });
  await expect(backup(cutOff('Blobs'), dir)).rejects.toThrow('cut off');
  await expect(verifyBackup(installation.deps, dir)).rejects.toThrow('no complete backup');
  expect(await held()).toEqual([]);

  const whole = await backup(installation.deps, dir);
  await create(test, as, 'revision/', { figure: planted.figure, data: [datum('after the whole one')] });
  for (const phase of ['Rows', 'Blobs']) await expect(backup(cutOff(phase), dir)).rejects.toThrow('cut off');
  expect(await verifyBackup(installation.deps, dir)).toMatchObject({
    problems: [],
    others: [],
    blobs: { count: whole.blobs.count },
  });
  const stopped = { ...installation.deps, signal: AbortSignal.abort(new Error('stopped')) };
  await expect(backup(stopped, dir)).rejects.toThrow('stopped');
  expect((await backup(installation.deps, dir)).problems).toEqual([]);
});

it("holds the server's blobs while it runs, and keeps a second backup out of its folder", async () => {
  let during: string[] = [];
  let second: Promise<unknown> = Promise.resolve();
  const progress = {
    ...silent,
    phase: (name: string) => {
      if (name === 'Blobs')
        second = Promise.allSettled([backup(installation.deps, dir), held().then((names) => (during = names))]);
      return () => undefined;
    },
  };
  await backup({ ...installation.deps, progress }, dir);
  const [outcome] = (await second) as PromiseSettledResult<unknown>[];
  expect(outcome).toMatchObject({ status: 'rejected', reason: { message: expect.stringContaining('Another backup') } });
  expect(during).toHaveLength(1);
  expect(await held()).toEqual([]);

  // The file stays, and an earlier version's too; only the process that locks it counts.
  expect(await readdir(dir)).toContain('.lock');
  expect((await backup(installation.deps, dir)).problems).toEqual([]);
});

it('is refused in a folder with other files and in the data folder', async () => {
  await writeFile(join(dir, 'thesis.docx'), '');
  await expect(backup(installation.deps, dir)).rejects.toThrow('thesis.docx');
  await expect(backup(installation.deps, join(installation.dataDir, 'a', 'b'))).rejects.toThrow(
    "inside the server's data folder",
  );
  await expect(backup(installation.deps, installation.dataDir)).rejects.toThrow("inside the server's data folder");
});

it('does not take a write lock on the database', async () => {
  let answered: Promise<unknown> = Promise.resolve();
  const progress = {
    ...silent,
    phase: (name: string) => {
      // Called inside the snapshot.
      if (name === 'Rows')
        answered = create(test, as, 'revision/', { figure: planted.figure, data: [datum('meanwhile')] });
      return () => undefined;
    },
  };
  const { blobs } = await backup({ ...installation.deps, progress }, dir);
  await answered;
  expect((await backup(installation.deps, dir)).blobs.count).toBe(blobs.count + 1);
});

it('reports an unreadable blob', async () => {
  const { hash } = planted.data[0]!;
  const path = blobPath(installation.dataDir, hash);
  // Not a file without permissions, because root can read that.
  await rename(path, `${path}.away`);
  await mkdir(path);
  const { problems } = await backup(installation.deps, dir);
  await rmdir(path);
  await rename(`${path}.away`, path);
  expect(problems).toMatchObject([{ hash, fault: 'unreadable' }]);
});
