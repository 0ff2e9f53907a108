import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { newId } from '../../ids.ts';
import type { ByteSink } from '../../json-stream/index.ts';
import { STALE_MS, TOUCH_INTERVAL_MS } from '../../keep-fresh.ts';
import type { NewHasher } from '../blake3.ts';
import { type BlobStore, type ByteRange, type ListedBlob, NOTHING_TO_WRITE, type StagedBlob } from '../blobs.ts';
import { BadBlob, checkedHash } from '../errors.ts';
import { createTurns } from '../turns.ts';
import type { Bucket, Found, Upload } from './bucket.ts';

/** Bytes of a part of an upload, and most bytes of a blob that waits in memory. A part has 5 MiB or more. */
const PART_BYTES = 8 * 1024 * 1024;

/** Most bytes of waiting blobs in memory. Beyond, they wait in the bucket. */
const MOST_WAITING = 64 * 1024 * 1024;

/** Requests at a time while bytes are kept. */
const AT_ONCE = 16;

/** Longest time of an upload: what waits longer is abandoned. */
const STALE_UPLOAD_MS = 25 * 60 * 60_000;

const ID = 'storage.id';

/** Blobs in a bucket. */
export interface S3Blobs extends BlobStore {
  /** Address of the newest object with these bytes, `s3://bucket/…`. Throws `BadBlob` if there is none. */
  addressOf(hash: string): Promise<string>;
}

/**
 * Blobs in a bucket, as `blobs/<hash>.<time>-<id>`. Each keeping makes an object of its own, named by its time. So a
 * removal, which deletes the objects that it has seen, never meets bytes that are kept meanwhile. A small blob waits in
 * memory, a large one in `tmp/`, and is copied within the bucket when it is kept.
 */
export function createS3Blobs(bucket: Bucket, newHasher: NewHasher): S3Blobs {
  const inMemory = new Map<string, Buffer>();
  /** Blobs that wait in the bucket. */
  const inBucket = new Set<string>();
  let memoryBytes = 0;
  const inTurn = createTurns(AT_ONCE);

  const temporary = (staged: string) => `tmp/${staged}`;

  async function objectsOf(hash: string): Promise<Kept[]> {
    const found: Kept[] = [];
    for await (const object of bucket.list(`blobs/${checkedHash(hash)}.`)) found.push(keptOf(object));
    return found;
  }

  /** The newest object of a blob. */
  async function newest(hash: string): Promise<Kept> {
    const object = (await objectsOf(hash)).at(-1);
    if (!object) throw new BadBlob(hash, 'missing');
    return object;
  }

  function forget(staged: string): void {
    memoryBytes -= inMemory.get(staged)?.length ?? 0;
    inMemory.delete(staged);
  }

  async function stage(): Promise<ByteSink<StagedBlob>> {
    const staged = newId();
    const hasher = await newHasher();
    let chunks: Uint8Array[] = [];
    let gathered = 0;
    let size = 0;
    let upload: Upload | undefined;

    async function flush(): Promise<void> {
      const bytes = Buffer.concat(chunks);
      chunks = [];
      gathered = 0;
      upload ??= await bucket.upload(temporary(staged));
      await upload.write(bytes);
    }

    return {
      async write(chunk) {
        hasher.update(chunk);
        size += chunk.length;
        gathered += chunk.length;
        chunks.push(Buffer.from(chunk));
        if (gathered >= PART_BYTES) await flush();
      },
      async end() {
        if (upload) {
          if (gathered > 0) await flush();
          await upload.end();
          inBucket.add(staged);
        } else {
          const bytes = Buffer.concat(chunks);
          chunks = [];
          if (memoryBytes + size > MOST_WAITING) {
            await bucket.put(temporary(staged), bytes);
            inBucket.add(staged);
          } else {
            inMemory.set(staged, bytes);
            memoryBytes += size;
          }
        }
        return { hash: hasher.hex(), size, staged };
      },
      async abort() {
        chunks = [];
        await upload?.abort();
      },
    };
  }

  async function keepOne({ hash, size, staged }: StagedBlob): Promise<void> {
    const name = `blobs/${checkedHash(hash)}.${String(Date.now()).padStart(TIME_DIGITS, '0')}-${newId()}`;
    const bytes = inMemory.get(staged);
    const write = () => (bytes ? bucket.put(name, bytes) : bucket.copy(temporary(staged), name, size));
    const [earlier] = await Promise.all([objectsOf(hash), write()]);
    // The new bytes are the same, known to be intact, and fresh.
    for (const { key } of earlier) if (key < name) await bucket.delete(key);
    if (bytes) forget(staged);
  }

  /** Reads the newest object. If it was replaced before the first byte, reads the one that replaced it. */
  async function* read(hash: string, object: Kept, range?: ByteRange): AsyncGenerator<Buffer> {
    const body = (await bucket.read(object.key, range)) ?? (await bucket.read((await newest(hash)).key, range));
    if (!body) throw new BadBlob(hash, 'missing');
    yield* body as AsyncIterable<Buffer>; // a stream without an encoding gives buffers
  }

  return {
    location: bucket.location,
    addressOf: async (hash) => `${bucket.location}/${(await newest(hash)).key}`,

    async prepare(shared) {
      const stale = shared ? Date.now() - STALE_UPLOAD_MS : Number.POSITIVE_INFINITY;
      await bucket.abortUploads('tmp/', stale);
      for await (const { key, at } of bucket.list('tmp/')) if (at < stale) await bucket.delete(key);
    },

    async readId() {
      return (await bucket.get(ID))?.toString('utf8').trim();
    },
    writeId: (id) => bucket.put(ID, Buffer.from(`${id}\n`)),
    async tryOut() {
      const key = `trial.${newId()}`;
      await bucket.put(key, Buffer.from('trial'));
      const bytes = await bucket.get(key);
      await bucket.delete(key);
      if (bytes?.toString() !== 'trial') throw new Error(`Objects written to ${bucket.location} can not be read back.`);
    },

    stage,
    async *readStaged({ staged }) {
      const bytes = inMemory.get(staged) ?? (await bucket.read(temporary(staged)));
      if (!bytes) throw new Error('these bytes are not waiting');
      if (Buffer.isBuffer(bytes)) yield bytes;
      else yield* bytes;
    },
    async keep(all) {
      await Promise.all(all.map((blob) => inTurn(() => keepOne(blob))));
      return NOTHING_TO_WRITE;
    },
    async discard({ staged }) {
      forget(staged);
      // A small blob that was kept needs no request.
      if (inBucket.delete(staged)) await bucket.delete(temporary(staged));
    },

    async open(hash) {
      const object = await newest(hash);
      return {
        size: object.size,
        state: `${object.key} ${object.etag}`,
        read: (range) => Readable.from(read(hash, object, range), { objectMode: false }),
        close: async () => undefined,
      };
    },

    async withLocalFile(hash, work) {
      const object = await newest(hash);
      const folder = await mkdtemp(join(tmpdir(), 'gofigr-blob-'));
      try {
        const path = join(folder, hash);
        await pipeline(read(hash, object), createWriteStream(path, { mode: 0o600 }));
        return await work(path);
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    },

    async *list() {
      let last: ListedBlob | undefined;
      for await (const found of bucket.list('blobs/')) {
        const { hash, at } = keptOf(found);
        if (last && last.hash !== hash) yield last;
        last = { hash, at };
      }
      if (last) yield last;
    },

    async remove(hash, before) {
      const objects = await objectsOf(hash);
      if (objects.some(({ at }) => at >= before)) return false;
      for (const { key } of objects) await bucket.delete(key);
      return objects.length > 0;
    },

    async hold() {
      const key = `holds/${newId()}`;
      const touch = () => bucket.put(key, new Uint8Array());
      await touch();
      // The next touch makes up for a failed one: nine may fail before this process counts as dead.
      const timer = setInterval(() => void touch().catch(() => undefined), TOUCH_INTERVAL_MS).unref();
      return async () => {
        clearInterval(timer);
        await bucket.delete(key);
      };
    },
    async isHeld(now) {
      for await (const { at } of bucket.list('holds/')) if (at > now - STALE_MS) return true;
      return false;
    },
  };
}

/** An object with the bytes of a blob. */
interface Kept extends Found, ListedBlob {}

/** Digits of a time in milliseconds; enough until the year 2286. */
const TIME_DIGITS = 13;

/** Reads the name of an object: `blobs/<hash>.<time>-<id>`. */
function keptOf(found: Found): Kept {
  const [, hash, time] = /^blobs\/([0-9a-f]{64})\.(\d+)-/.exec(found.key) ?? [];
  if (hash === undefined || time === undefined) throw new Error(`An unknown object is among the blobs: ${found.key}`);
  return { ...found, hash, at: Number(time) };
}
