import { mkdtemp, rm, truncate, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { blake3 } from 'hash-wasm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Proof, TestServer } from '../../testing/index.ts';
import { backup, verifyBackup, verifyServer } from './index.ts';
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
beforeAll(async () => {
  installation = await createTestInstallation(undefined, { GOFIGR_SMALL_BYTES: '0', GOFIGR_TRASH_DAYS: '0' });
  test = await installation.start();
  as = (await register(installation, test)).signedIn;
  planted = await plantWorkspace(test, as);
});
afterAll(() => installation.remove());

const publish = (...data: object[]) => create(test, as, 'revision/', { figure: planted.figure, data });
const remove = (id: string) => test.call('DELETE', `revision/${id}/`, undefined, as);

it('an intact server has no problems, and all its bytes are read', async () => {
  expect(await verifyServer(installation.deps)).toEqual({
    blobs: { count: 3, bytes: 3_000_005 },
    problems: [],
    others: [],
    orphans: [],
    orphanCount: 0,
    waiting: [],
  });
});

it('finds a changed byte, a cut file and a missing file, and reports their uses', async () => {
  const made = await publish(datum('changed', 'c'), datum('cut off', 't'), datum('missing', 'm'));
  const [changed, cut, missing] = made.data;
  await writeFile(blobPath(installation.dataDir, changed.hash), 'chanqed');
  await truncate(blobPath(installation.dataDir, cut.hash), 3);
  await rm(blobPath(installation.dataDir, missing.hash));
  const { problems, others } = await verifyServer(installation.deps);
  const found = Object.fromEntries(problems.map(({ usedBy, fault }) => [usedBy[0]!.name, fault]));
  expect(found).toEqual({ c: 'wrong bytes', t: 'wrong bytes', m: 'missing' });
  expect(problems.every(({ usedBy }) => usedBy[0]!.owner === made.api_id)).toBe(true);
  expect(others).toEqual([]);
  await remove(made.api_id);
  await rm(blobPath(installation.dataDir, changed.hash));
  await rm(blobPath(installation.dataDir, cut.hash));
});

it('lists unused files, which are no fault; a new one may belong to a publish', async () => {
  const made = await publish(datum('orphan one'), datum('orphan two'));
  await remove(made.api_id);
  const [old, young] = made.data;
  const hours = Date.now() / 1000 - 7200;
  await utimes(blobPath(installation.dataDir, old.hash), hours, hours);
  const { orphans, problems, others } = await verifyServer(installation.deps);
  expect(orphans.toSorted((a) => (a.young ? 1 : -1))).toEqual([
    { hash: old.hash, young: false },
    { hash: young.hash, young: true },
  ]);
  expect([problems, others]).toEqual([[], []]);
});

it('names uploads that wait for a revision, and their parts, apart from unused files', async () => {
  const [whole, part] = [Buffer.from('a whole upload'), Buffer.from('a part of one')];
  const put = (hash: string, bytes: Buffer, query = '') =>
    test.call('PUT', `blob/${hash}/${query}`, undefined, as, {
      payload: bytes,
      headers: { 'content-type': 'application/octet-stream' },
    });
  expect((await put(await blake3(whole), whole)).status).toBe(200);
  expect((await put('0'.repeat(64), part, '?size=100')).status).toBe(200);
  const report = await verifyServer(installation.deps);
  expect(report.waiting).toEqual([await blake3(whole), await blake3(part)].toSorted());
  await installation.database.db.deleteFrom('uploads').execute();
  const after = await verifyServer(installation.deps);
  expect([after.waiting, after.orphanCount]).toEqual([[], report.orphanCount + 2]);
});

it('finds sizes that differ from the bytes or the objects below, in a server and in its backup', async () => {
  const { db } = installation.database;
  const made = await publish(datum('twelve bytes'));
  await db.updateTable('data').set({ size_bytes: 11 }).where('owner_id', '=', made.api_id).execute();
  const expected = {
    problems: [{ hash: made.data[0].hash, fault: 'wrong size' }],
    others: [`The revision ${made.api_id} has size_bytes 12, but holds 11.`],
  };
  const dir = await mkdtemp(join(tmpdir(), 'gofigr-backup-'));
  expect(await verifyServer(installation.deps)).toMatchObject(expected);
  expect((await backup(installation.deps, dir)).problems).toMatchObject(expected.problems);
  await db.updateTable('data').set({ size_bytes: 12 }).where('owner_id', '=', made.api_id).execute();
  await db.updateTable('objects').set({ size_bytes: 7 }).where('id', '=', planted.figure).execute();
  const { state } = await backup(installation.deps, dir);
  expect((await verifyBackup(installation.deps, dir, { state })).others).toMatchObject([
    expect.stringContaining(`The figure ${planted.figure} has size_bytes 7`),
    expect.stringMatching(/^The analysis .* has size_bytes/),
  ]);
  await rm(dir, { recursive: true });
});

it('checks as much of a damaged backup as possible', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'gofigr-backup-'));
  await backup(installation.deps, dir);
  const state = await newestState(dir);
  await rm(join(state, 'tables', 'users.jsonl'));
  await truncate(join(state, 'secrets', 'content-links'), 5);
  await rm(blobPath(dir, planted.data[0]!.hash));
  const { others, problems } = await verifyBackup(installation.deps, dir);
  expect(others).toEqual(['The table users is missing.', 'The secret content-links has changed since it was written.']);
  expect(problems).toMatchObject([{ hash: planted.data[0]!.hash, fault: 'missing', usedBy: [] }]);
  await rm(dir, { recursive: true });
});
