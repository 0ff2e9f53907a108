import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createFileBlobs, loadBlake3 } from '../../kernel/blobs/index.ts';
import { base64, type Proof, plant, type TestServer } from '../../testing/index.ts';
import { moveBlobs, verifyServer } from './index.ts';
import { createTestInstallation, register, type TestInstallation } from './test-installation.ts';

const LARGE = 'x'.repeat(100_000);

let installation: TestInstallation;
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gofigr-move-'));
  installation = await createTestInstallation();
});
afterEach(async () => {
  await installation.remove();
  await rm(folder, { recursive: true });
});

const target = async () => createFileBlobs(join(folder, 'blobs'), await loadBlake3());

/** Publishes a small and a large datum. */
async function publish(server: TestServer, proof: Proof, large = LARGE): Promise<void> {
  const workspace = (await server.call('GET', 'workspace/', undefined, proof)).body[0].api_id;
  const { figure } = await plant(server, proof, workspace);
  const data = ['small', large].map((bytes) => ({ name: 'n', type: 'text', metadata: {}, data: base64(bytes) }));
  const { status } = await server.call('POST', 'revision/', { figure, metadata: {}, data }, proof);
  expect(status).toBe(201);
}

it('copies the data while the server runs, then what is new, and the server works there', async () => {
  const { deps } = installation;
  const server = await installation.start();
  const { proof } = (await register(installation, server)).key;
  await publish(server, proof);
  const first = await moveBlobs(deps, await target(), false);
  expect(first).toMatchObject({ problems: [], isFinished: false });
  expect(first.copied.bytes).toBeGreaterThanOrEqual(LARGE.length);
  expect(await (await target()).readId()).toBeUndefined();
  if (deps.database.engine === 'sqlite')
    await expect(moveBlobs(deps, await target(), true)).rejects.toThrow('Another GoFigr server is running');
  await installation.stop();

  await publish(await installation.start(), proof, `${LARGE}y`);
  await installation.stop();
  const last = await moveBlobs(deps, await target(), true);
  expect(last).toMatchObject({ problems: [], isFinished: true });
  expect(last.copied.bytes).toBeLessThan(LARGE.length + 200);
  const there = { ...deps, large: await target() };
  expect(await there.large.readId()).toBe(await deps.large.readId());
  expect(await verifyServer(there)).toMatchObject({ problems: [], others: [] });
  await expect(moveBlobs(there, await target(), true)).rejects.toThrow('already');
});

it('names damaged data, and lets no server start without them', async () => {
  const { deps, dataDir } = installation;
  const server = await installation.start();
  await publish(server, (await register(installation, server)).key.proof);
  await installation.stop();
  const hashes: string[] = [];
  for await (const { hash } of deps.large.list()) hashes.push(hash);
  const [hash = ''] = hashes;
  await writeFile(join(dataDir, 'blobs', hash.slice(0, 2), hash), LARGE.replace('x', 'z'));
  const { problems, isFinished } = await moveBlobs(deps, await target(), true);
  expect([problems.map((problem) => problem.hash), isFinished]).toEqual([[hash], false]);
  expect(await (await target()).readId()).toBeUndefined();
});

it('leaves the data of another server alone', async () => {
  await installation.start();
  await installation.stop();
  const other = await target();
  await other.writeId('another-server');
  await expect(moveBlobs(installation.deps, other, false)).rejects.toThrow('holds the data of another server');
});
