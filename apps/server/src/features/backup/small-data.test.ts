import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Proof, TestServer } from '../../testing/index.ts';
import { backup, restore, verifyBackup, verifyServer } from './index.ts';
import {
  answers,
  createTestInstallation,
  plantWorkspace,
  register,
  type TestInstallation,
} from './test-installation.ts';

// On SQLite, whatever engine other tests use: only there are small data rows.
let source: TestInstallation;
let target: TestInstallation;
let dir: string;
let test: TestServer;
let key: Proof;
let planted: Awaited<ReturnType<typeof plantWorkspace>>;
beforeAll(async () => {
  [source, target] = [await createTestInstallation('sqlite'), await createTestInstallation('sqlite')];
  dir = await mkdtemp(join(tmpdir(), 'gofigr-backup-'));
  test = await source.start();
  const registered = await register(source, test);
  key = registered.key.proof;
  planted = await plantWorkspace(test, registered.signedIn);
});
afterAll(async () => {
  await source.remove();
  await target.remove();
  await rm(dir, { recursive: true });
});

const rows = async ({ database }: TestInstallation) =>
  (await database.db.selectFrom('blobs').select('hash').execute()).map(({ hash }) => hash);

it('a backup of rows and files restores the same bytes', async () => {
  const hashes = new Map(planted.data.map(({ name, hash }) => [name, hash]));
  expect(new Set(await rows(source))).toEqual(new Set([hashes.get('d'), hashes.get('empty')]));
  expect((await backup(source.deps, dir)).blobs).toMatchObject({ count: 3, copied: 3 });
  expect(await verifyBackup(source.deps, dir)).toMatchObject({ blobs: { count: 3 }, problems: [], others: [] });
  await restore(target.deps, dir, { incomplete: false });
  expect(await verifyServer(target.deps)).toMatchObject({ blobs: { count: 3 }, problems: [], orphanCount: 0 });
  const copy = await target.start();
  expect(await answers(copy, key, planted.paths)).toEqual(await answers(test, key, planted.paths));
});

it('a check and a backup name damaged and lost rows', async () => {
  const { db } = source.database;
  const [damaged, lost] = await rows(source);
  await db
    .updateTable('blobs')
    .set({ bytes: Buffer.from('other') })
    .where('hash', '=', damaged!)
    .execute();
  await db.deleteFrom('blobs').where('hash', '=', lost!).execute();
  const { problems } = await verifyServer(source.deps);
  const expected = { [damaged!]: 'wrong bytes', [lost!]: 'missing' };
  expect(Object.fromEntries(problems.map(({ hash, fault }) => [hash, fault]))).toEqual(expected);
  const other = await mkdtemp(join(dir, 'other-'));
  const report = await backup(source.deps, other);
  expect(Object.fromEntries(report.problems.map(({ hash, fault }) => [hash, fault]))).toEqual(expected);
});
