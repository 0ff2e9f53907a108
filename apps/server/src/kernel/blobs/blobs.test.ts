import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testBlobs } from './blobs.test-suite.ts';
import { createFileBlobs, loadBlake3 } from './index.ts';
import { createMemoryBlobs } from './memory.ts';

let parent: string;
beforeAll(async () => {
  parent = await mkdtemp(join(tmpdir(), 'gofigr-blobs-'));
});
afterAll(() => rm(parent, { recursive: true }));
const folder = () => mkdtemp(join(parent, 'root-'));

async function opened(root: string) {
  const blobs = createFileBlobs(root, await loadBlake3());
  await blobs.prepare(false);
  return blobs;
}

testBlobs('memory', async () => createMemoryBlobs(await loadBlake3()));
testBlobs('files', async () => opened(await folder()));

describe('blobs in files', () => {
  it('that a crash interrupted are removed at the next start', async () => {
    const root = await folder();
    await opened(root);
    await writeFile(join(root, 'tmp', 'left-over'), 'x');
    await opened(root);
    expect(await readdir(join(root, 'tmp'))).toEqual([]);
  });

  it('that a crash left in the trash are put back at the next start', async () => {
    const root = await folder();
    const blobs = await opened(root);
    const sink = await blobs.stage();
    const blob = await sink.end();
    await blobs.keep([blob]);
    await writeFile(join(root, 'trash', blob.hash), '');
    await blobs.withLocalFile(blob.hash, (path) => rm(path));
    const restarted = await opened(root);
    await expect(text((await restarted.open(blob.hash)).read())).resolves.toBe('');
  });

  it('are readable by nobody but the server', async () => {
    const root = await folder();
    const blobs = await opened(root);
    const sink = await blobs.stage();
    const { staged } = await sink.end();
    const { mode } = await stat(staged);
    expect(mode & 0o077).toBe(0);
  });
});
