import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from '../db/index.ts';
import { testBlobs } from './blobs.test-suite.ts';
import type { BlobStore, Kept, StagedBlob } from './blobs.ts';
import { createFileBlobs, createSmallBlobs, loadBlake3 } from './index.ts';
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

describe('small blobs', () => {
  let database: Database;
  beforeAll(async () => {
    database = openDatabase({ path: ':memory:' });
    await database.migrate();
  });
  afterAll(() => database.close());
  const commit = (kept: Kept) => database.db.transaction().execute((trx) => kept.write(trx));
  async function create(maxBytes: number) {
    await database.db.deleteFrom('blobs').execute();
    return createSmallBlobs(await opened(await folder()), database.db, await loadBlake3(), maxBytes);
  }
  async function keep(blobs: BlobStore, bytes: string): Promise<StagedBlob> {
    const sink = await blobs.stage();
    for (const letter of bytes) await sink.write(Buffer.from(letter));
    const staged = await sink.end();
    await commit(await blobs.keep([staged]));
    await blobs.discard(staged);
    return staged;
  }
  const rows = async () => (await database.db.selectFrom('blobs').select('hash').execute()).map(({ hash }) => hash);

  testBlobs('the database', () => create(100), commit);
  testBlobs('the database and files', () => create(2), commit);

  it('lie in the database up to the limit, and are files above it', async () => {
    const blobs = await create(2);
    const [small, large] = [await keep(blobs, 'ab'), await keep(blobs, 'abc')];
    expect(await rows()).toEqual([small.hash]);
    expect((await collected(blobs.list())).toSorted()).toEqual([small.hash, large.hash].toSorted());
  });

  it('are written with the rows of their transaction or not at all', async () => {
    const blobs = await create(100);
    const sink = await blobs.stage();
    await sink.write(Buffer.from('ab'));
    const staged = await sink.end();
    const kept = await blobs.keep([staged]);
    const failed = database.db.transaction().execute(async (trx) => {
      await kept.write(trx);
      throw new Error('refused');
    });
    await expect(failed).rejects.toThrow('refused');
    // Until they are discarded, whoever writes the row may read them.
    expect(await text((await blobs.open(staged.hash)).read())).toBe('ab');
    await blobs.discard(staged);
    await expect(blobs.open(staged.hash)).rejects.toMatchObject({ problem: 'missing' });
  });

  it('that an earlier version kept in files are read there, listed once and removed', async () => {
    const blobs = await create(0);
    const { hash } = await keep(blobs, 'ab');
    const larger = createSmallBlobs(blobs, database.db, await loadBlake3(), 100);
    expect(await text((await larger.open(hash)).read())).toBe('ab');
    await keep(larger, 'ab');
    expect([await collected(larger.list()), await rows()]).toEqual([[hash], [hash]]);
    expect(await larger.remove(hash, Date.now() + 1000)).toBe(true);
    expect([await collected(larger.list()), await rows()]).toEqual([[], []]);
  });

  it('that are damaged are read from a file, if somebody has put one there', async () => {
    const root = await folder();
    await opened(root);
    const blobs = createSmallBlobs(createFileBlobs(root, await loadBlake3()), database.db, await loadBlake3(), 100);
    const { hash } = await keep(blobs, 'ab');
    await database.db
      .updateTable('blobs')
      .set({ bytes: Buffer.from('aX') })
      .execute();
    expect(await text((await blobs.open(hash)).read())).toBe('aX');
    await writeFile(join(root, hash.slice(0, 2), hash), 'ab');
    expect(await text((await blobs.open(hash)).read())).toBe('ab');
    expect(await blobs.withLocalFile(hash, (path) => readFile(path, 'utf8'))).toBe('ab');
  });

  it('wait in files when very many of them wait', async () => {
    const blobs = await create(65_536);
    const bytes = Buffer.alloc(65_536);
    const all: StagedBlob[] = [];
    for (let count = 0; count < 300; count++) {
      const sink = await blobs.stage();
      bytes.writeUInt32LE(count);
      await sink.write(Buffer.from(bytes));
      all.push(await sink.end());
    }
    await commit(await blobs.keep(all));
    expect((await rows()).length).toBe(256);
    expect(await collected(blobs.list())).toHaveLength(300);
    for (const staged of all) await blobs.discard(staged);
    const { hash } = await keep(blobs, 'ab');
    expect(await rows()).toContain(hash);
  });
});

async function collected(list: AsyncIterable<{ hash: string }>): Promise<string[]> {
  const hashes: string[] = [];
  for await (const { hash } of list) hashes.push(hash);
  return hashes;
}

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
