import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Blobs, createFileBlobs, loadBlake3, type StagedBlob } from './index.ts';

let root: string;
let blobs: Blobs;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'gofigr-blobs-'));
  blobs = await createFileBlobs(root, await loadBlake3());
});
afterEach(() => rm(root, { recursive: true }));

async function stage(...chunks: string[]): Promise<StagedBlob> {
  const sink = await blobs.stage();
  for (const chunk of chunks) await sink.write(Buffer.from(chunk));
  return sink.end();
}

describe('blobs as files', () => {
  it('are kept under their BLAKE3 hash and come back as they were, whole or in part', async () => {
    const blob = await stage('a', 'bc');
    expect(blob).toMatchObject({ hash: '6437b3ac38465133ffb63b75273a8db548c558465d79db03fd359c6cd5bd9d85', size: 3 });
    await blobs.keep([blob]);
    expect((await buffer(blobs.open(blob.hash))).toString()).toBe('abc');
    expect((await buffer(blobs.open(blob.hash, { start: 1, end: 1 }))).toString()).toBe('b');
    expect(await blobs.file(blob.hash)).toBe(join(root, '64', '37', blob.hash));
  });

  it('are kept once when the same bytes come twice, at once too', async () => {
    await blobs.keep(await Promise.all([stage('same'), stage('same'), stage('')]));
    await blobs.keep([await stage('same')]);
    const files = (await readdir(root, { recursive: true, withFileTypes: true })).filter((it) => it.isFile());
    expect(files).toHaveLength(2);
  });

  it('leave nothing behind when they are discarded or broken off', async () => {
    await blobs.discard(await stage('x'));
    const sink = await blobs.stage();
    await sink.write(Buffer.from('y'));
    await sink.abort();
    expect(await readdir(join(root, 'tmp'))).toEqual([]);
  });

  it('that a crash cut off are removed at the next start', async () => {
    await writeFile(join(root, 'tmp', 'left-over'), 'x');
    await createFileBlobs(root, await loadBlake3());
    expect(await readdir(join(root, 'tmp'))).toEqual([]);
  });

  it('are read only by what is a hash', () => {
    expect(() => blobs.open('../../etc/passwd')).toThrow('not a BLAKE3 hash');
  });

  it('that are not there fail the stream', async () => {
    await expect(buffer(blobs.open('0'.repeat(64)))).rejects.toThrow('ENOENT');
  });
});
