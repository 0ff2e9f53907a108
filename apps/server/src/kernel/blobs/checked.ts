import { Readable } from 'node:stream';
import type { Hasher, NewHasher } from './blake3.ts';
import type { BlobStore, Blobs, ByteRange, Look, OpenBlob } from './blobs.ts';
import { BadBlob, badBlob, checkedHash } from './errors.ts';
import { createTurns } from './turns.ts';
import { createVerdicts } from './verdicts.ts';

/** Bytes at the end of a blob that are sent only if the whole blob matches its hash. */
export const HELD_BACK = 64 * 1024;

/** Most blobs read concurrently to verify them for a range or a drawing. */
const LOOKS_AT_ONCE = 4;

/** Attempts to open the state of a blob that was compared. */
const ATTEMPTS = 3;

/** Compares a driver's blobs with their hashes. `onLook` gets every comparison, and all kept bytes. */
export function createCheckedBlobs(
  store: BlobStore,
  newHasher: NewHasher,
  onLook: (look: Look) => void = () => undefined,
): Blobs {
  const verdicts = createVerdicts(store, onLook);
  const looks = new Map<string, Promise<void>>();
  const inTurn = createTurns(LOOKS_AT_ONCE);

  /** Opens the blob, if it has the right size. */
  async function open(hash: string, size: number): Promise<OpenBlob> {
    let blob: OpenBlob;
    try {
      blob = await store.open(checkedHash(hash));
    } catch (error) {
      if (error instanceof BadBlob) await verdicts.bad(hash, size, error.problem, null);
      throw error;
    }
    if (blob.size === size) return blob;
    await blob.close();
    await verdicts.bad(hash, size, 'damaged', blob.state);
    throw new BadBlob(hash, 'damaged', new Error(`${blob.size} bytes instead of ${size}`));
  }

  /** Reads an open blob; turns a file system error into one of the blob. */
  async function* read(blob: OpenBlob, hash: string, range?: ByteRange): AsyncGenerator<Buffer> {
    try {
      yield* blob.read(range) as AsyncIterable<Buffer>; // a stream without an encoding gives buffers
    } catch (error) {
      const bad = badBlob(hash, error);
      if (bad instanceof BadBlob) await verdicts.bad(hash, blob.size, bad.problem, blob.state);
      throw bad;
    } finally {
      await blob.close();
    }
  }

  /** Compares the hash after the last byte. */
  async function compare(blob: OpenBlob, hash: string, hasher: Hasher): Promise<void> {
    if (hasher.hex() === hash) return verdicts.good(hash, blob.size, blob.state);
    await verdicts.bad(hash, blob.size, 'damaged', blob.state);
    throw new BadBlob(hash, 'damaged');
  }

  /** Yields the bytes; the last ones wait until all of them match the hash. */
  async function* holdingBack(blob: OpenBlob, hash: string, hasher: Hasher): AsyncGenerator<Buffer> {
    let held: Buffer[] = [];
    let free = -HELD_BACK;
    for await (const chunk of read(blob, hash)) {
      hasher.update(chunk);
      held.push(chunk);
      free += chunk.length;
      for (let [first, ...rest] = held; first && free > 0; [first, ...rest] = held) {
        const part = first.subarray(0, free);
        free -= part.length;
        held = part.length === first.length ? rest : [first.subarray(part.length), ...rest];
        yield part;
      }
    }
    await compare(blob, hash, hasher);
    yield* held;
  }

  /** Reads a blob that is held back completely. */
  async function readSmall(blob: OpenBlob, hash: string, hasher: Hasher): Promise<Buffer> {
    const chunks: Buffer[] = [];
    for await (const chunk of holdingBack(blob, hash, hasher)) chunks.push(chunk);
    return Buffer.concat(chunks);
  }

  async function readThrough(
    hash: string,
    size: number,
    onBytes: (count: number) => Promise<void> | undefined,
  ): Promise<void> {
    const hasher = await newHasher();
    const blob = await open(hash, size);
    for await (const chunk of read(blob, hash)) {
      hasher.update(chunk);
      await onBytes(chunk.length);
    }
    await compare(blob, hash, hasher);
  }

  /** Reads a blob now; concurrent callers share the same read. */
  function lookNow(hash: string, size: number): Promise<void> {
    const key = `${hash} ${size}`;
    const running = looks.get(key);
    if (running) return running;
    const looking = inTurn(() => readThrough(hash, size, () => undefined)).finally(() => looks.delete(key));
    looks.set(key, looking);
    return looking;
  }

  /** Opens a blob in a state in which all its bytes were good. */
  async function openVerified(hash: string, size: number): Promise<OpenBlob> {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const blob = await open(hash, size);
      if (verdicts.isGood(hash, blob.state)) return blob;
      await blob.close();
      await lookNow(hash, size);
    }
    throw new Error(`The file of the blob ${hash} keeps changing`);
  }

  async function openRange(hash: string, size: number, range: ByteRange): Promise<Readable> {
    if (size <= HELD_BACK) {
      const hasher = await newHasher();
      const bytes = await readSmall(await open(hash, size), hash, hasher);
      return Readable.from([bytes.subarray(range.start, range.end + 1)]);
    }
    const blob = await openVerified(hash, size);
    return streamOf(blob, read(blob, hash, range));
  }

  return {
    stage: () => store.stage(),
    readStaged: (staged) => store.readStaged(staged),
    discard: (staged) => store.discard(staged),
    list: () => store.list(),
    remove: (hash, before) => store.remove(hash, before),
    isHeld: (now) => store.isHeld(now),

    async keep(all) {
      const kept = await store.keep(all);
      return {
        async write(trx) {
          await kept.write(trx);
          for (const { hash, size } of all) verdicts.kept(hash, size);
        },
      };
    },

    async open(hash, size, range) {
      if (range) return openRange(hash, size, range);
      if (verdicts.isSuspect(hash)) await lookNow(hash, size);
      const hasher = await newHasher();
      const blob = await open(hash, size);
      if (size > HELD_BACK) return streamOf(blob, holdingBack(blob, hash, hasher));
      const bytes = await readSmall(blob, hash, hasher);
      return Readable.from(size === 0 ? [] : [bytes]);
    },

    async check(hash, size) {
      if (verdicts.isSuspect(hash)) await lookNow(hash, size);
      const hasher = await newHasher();
      const blob = await open(hash, size);
      if (size <= HELD_BACK && !verdicts.isGood(hash, blob.state)) await readSmall(blob, hash, hasher);
      else await blob.close();
    },

    async verify(hash, size) {
      await (await openVerified(hash, size)).close();
    },

    async withLocalFile(hash, size, work) {
      await lookNow(hash, size);
      return store.withLocalFile(hash, work);
    },

    async look(hash, size, onBytes) {
      try {
        await readThrough(hash, size, onBytes);
        return null;
      } catch (error) {
        if (error instanceof BadBlob) return error.problem;
        throw error;
      }
    },
  };
}

/** A stream that closes its blob even if nobody reads from it. */
function streamOf(blob: OpenBlob, bytes: AsyncGenerator<Buffer>): Readable {
  return Readable.from(bytes).once('close', () => void blob.close().catch(() => undefined));
}
