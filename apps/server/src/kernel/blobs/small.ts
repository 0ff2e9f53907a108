import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { Db } from '../db/index.ts';
import { newId } from '../ids.ts';
import type { ByteSink } from '../json-stream/index.ts';
import type { NewHasher } from './blake3.ts';
import type { BlobStore, ListedBlob, StagedBlob } from './blobs.ts';
import { BadBlob, checkedHash } from './errors.ts';
import { deleteRow, findRow, listRows, type SmallRow, writeRows } from './store.ts';

/** Most bytes of uploads in memory. Beyond, small blobs wait in files like large ones, and become files. */
const MOST_WAITING = 16 * 1024 * 1024;

interface SmallBlob {
  hash: string;
  bytes: Buffer;
  isKept: boolean;
}

/**
 * Adds a database to a store of files. Blobs of up to `maxBytes` bytes lie in the database, in the transaction of the
 * rows that refer to them, so that they need no sync of their own. Larger ones and earlier ones are files.
 */
export function createSmallBlobs(files: BlobStore, db: Db, newHasher: NewHasher, maxBytes: number): BlobStore {
  const waiting = new Map<string, SmallBlob>();
  let inMemory = 0;

  /** Kept bytes can be read before their row is written: the row may depend on what they are. */
  async function find(hash: string): Promise<SmallRow | undefined> {
    const row = await findRow(db, checkedHash(hash));
    if (row) return row;
    for (const blob of waiting.values()) if (blob.hash === hash && blob.isKept) return { ...blob, kept_at: 0 };
    return undefined;
  }

  async function stage(): Promise<ByteSink<StagedBlob>> {
    let chunks: Uint8Array[] = [];
    let size = 0;
    let file: ByteSink<StagedBlob> | undefined;

    async function toFile(): Promise<ByteSink<StagedBlob>> {
      const sink = await files.stage();
      file = sink;
      inMemory -= size;
      for (const chunk of chunks.splice(0)) await sink.write(chunk);
      return sink;
    }

    return {
      async write(chunk) {
        if (file) return file.write(chunk);
        chunks.push(Buffer.from(chunk));
        size += chunk.length;
        inMemory += chunk.length;
        if (size > maxBytes || inMemory > MOST_WAITING) await toFile();
      },
      async end() {
        if (file) return file.end();
        const bytes = Buffer.concat(chunks);
        chunks = [];
        const hasher = await newHasher();
        hasher.update(bytes);
        const [staged, hash] = [newId(), hasher.hex()];
        waiting.set(staged, { hash, bytes, isKept: false });
        return { hash, size, staged };
      },
      async abort() {
        if (file) return file.abort();
        inMemory -= size;
        size = 0;
        chunks = [];
      },
    };
  }

  /** Somebody may have put intact bytes into a file, to repair a damaged row. */
  async function isIntact({ hash, bytes }: SmallRow): Promise<boolean> {
    const hasher = await newHasher();
    hasher.update(bytes);
    return hasher.hex() === hash;
  }

  return {
    ...files,
    stage,
    async *readStaged(blob) {
      const small = waiting.get(blob.staged);
      if (small) yield small.bytes;
      else yield* files.readStaged(blob);
    },
    async keep(all) {
      const small = all.flatMap(({ staged }) => waiting.get(staged) ?? []);
      for (const blob of small) blob.isKept = true;
      if (small.length < all.length) await files.keep(all.filter(({ staged }) => !waiting.has(staged)));
      return { write: (trx) => writeRows(trx, small, Date.now()) };
    },
    async discard(blob) {
      const small = waiting.get(blob.staged);
      if (!small) return files.discard(blob);
      waiting.delete(blob.staged);
      inMemory -= small.bytes.length;
    },
    async open(hash) {
      const row = await find(hash);
      const file = row && (await isIntact(row)) ? undefined : await files.open(hash).catch(unlessMissing);
      if (file) return file;
      if (!row) throw new BadBlob(hash, 'missing');
      const bytes = Buffer.from(row.bytes.buffer, row.bytes.byteOffset, row.bytes.length);
      return {
        size: bytes.length,
        state: `row ${row.kept_at}`,
        read: (range) => Readable.from([range ? bytes.subarray(range.start, range.end + 1) : bytes]),
        close: async () => undefined,
      };
    },
    async withLocalFile(hash, work) {
      const row = await find(hash);
      return row && (await isIntact(row)) ? withTemporaryFile(row.bytes, work) : files.withLocalFile(hash, work);
    },
    list: () => merged(listRows(db), files.list()),
    async remove(hash, before) {
      const wasRow = await deleteRow(db, checkedHash(hash), before);
      return (await files.remove(hash, before)) || wasRow;
    },
  };
}

function unlessMissing(error: unknown): undefined {
  if (error instanceof BadBlob && error.problem === 'missing') return undefined;
  throw error;
}

async function withTemporaryFile<T>(bytes: Uint8Array, work: (path: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'gofigr-blob-'));
  try {
    const path = join(folder, 'bytes');
    await writeFile(path, bytes);
    return await work(path);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Merges two sorted lists. A blob in both was kept at the later time. */
async function* merged(one: AsyncIterable<ListedBlob>, other: AsyncIterable<ListedBlob>): AsyncGenerator<ListedBlob> {
  const [left, right] = [one[Symbol.asyncIterator](), other[Symbol.asyncIterator]()];
  let [a, b] = [await left.next(), await right.next()];
  while (!a.done && !b.done) {
    if (a.value.hash < b.value.hash) {
      yield a.value;
      a = await left.next();
    } else if (b.value.hash < a.value.hash) {
      yield b.value;
      b = await right.next();
    } else {
      yield { hash: a.value.hash, at: Math.max(a.value.at, b.value.at) };
      [a, b] = [await left.next(), await right.next()];
    }
  }
  for (; !a.done; a = await left.next()) yield a.value;
  for (; !b.done; b = await right.next()) yield b.value;
}
