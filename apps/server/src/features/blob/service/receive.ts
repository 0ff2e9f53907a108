import type { StagedBlob } from '../../../kernel/blobs/index.ts';
import { type Trx, transact } from '../../../kernel/db/index.ts';
import { ApiError, invalid } from '../../../kernel/errors.ts';
import { RequestCut } from '../../../kernel/http/index.ts';
import { newId } from '../../../kernel/ids.ts';
import { KeyScanner } from '../../../kernel/key-scan/index.ts';
import { lockUser } from '../../user/index.ts';
import { quotaReached, wrongHash, wrongOffset } from '../errors.ts';
import {
  advance,
  bytesOf,
  deleteParts,
  deleteUpload,
  expiredBy,
  findUpload,
  insertIfNew,
  insertPart,
  type Owner,
  ownerOf,
  partsOf,
  type UploadRow,
} from '../store.ts';
import { createReservations, type Reservation } from './reservations.ts';
import type { SentPart, UploadDeps, Uploads } from './uploads.ts';

/** Bytes of a part that are kept at once. Smaller uploads are never put together from parts. */
const PIECE_BYTES = 8 * 1024 * 1024;

/** Bytes in the server's own store that no row refers to yet. */
interface Piece {
  size: number;
  write(bytes: Uint8Array): Promise<void>;
  end(): Promise<StagedBlob & { hasKeys: boolean }>;
  abort(): Promise<void>;
}

/** Receives uploads in pieces. Each piece is on the disk and listed before the next one, so that any server can go on. */
export function createReceiver({
  db,
  clock,
  blobs,
  importedKeys,
  maxUploadedBytes,
}: UploadDeps): Pick<Uploads, 'find' | 'receive'> {
  /** Pieces that are being kept, by upload. A client that asks after a broken connection waits for them. */
  const keeping = new Map<string, Promise<void>>();
  const reservations = createReservations();

  async function openPiece(): Promise<Piece> {
    const scanner = new KeyScanner(await importedKeys());
    const sink = await blobs.stage();
    let size = 0;
    return {
      get size() {
        return size;
      },
      async write(bytes) {
        size += bytes.length;
        scanner.write(bytes);
        await sink.write(bytes);
      },
      async end() {
        scanner.end();
        return { ...(await sink.end()), hasKeys: scanner.keys.size > 0 };
      },
      abort: () => sink.abort(),
    };
  }

  /** The upload of these bytes, or a new one. One that has expired or has another size ends. */
  async function uploadOf(owner: Owner, { hash, size }: SentPart): Promise<UploadRow> {
    await keeping.get(keyOf(owner, hash));
    const found = await findUpload(db, owner, hash);
    if (found && found.size_bytes === size && found.updated > expiredBy(clock.now())) return found;
    if (found) await deleteUpload(db, found.id);
    const nothing = { received: 0, parts: 0, is_complete: 0, has_keys: 0 };
    return { id: newId(), ...owner, hash, size_bytes: size, ...nothing, updated: clock.now() };
  }

  /** Reserves the rest of an upload. Refuses it unless it fits beside what is kept and what other requests here announced. */
  async function reserve(userId: string, rest: number): Promise<Reservation> {
    const kept = await bytesOf(db, userId);
    // Nothing waits between this check and the reservation, so two requests at once see each other.
    if (kept + reservations.sumOf(userId) + rest > maxUploadedBytes) throw quotaReached(maxUploadedBytes);
    return reservations.make(userId, rest);
  }

  /** Joins the parts of an upload and its last piece. */
  async function joined(upload: UploadRow, last: StagedBlob) {
    const whole = await openPiece();
    try {
      for await (const { hash, size_bytes } of partsOf(db, upload.id))
        for await (const chunk of await blobs.of(null).open(hash, size_bytes)) await whole.write(chunk as Buffer); // a stream without an encoding gives buffers
      for await (const chunk of blobs.readStaged(last)) await whole.write(chunk);
      return await whole.end();
    } catch (error) {
      await whole.abort();
      throw error;
    }
  }

  /**
   * Writes the rows of bytes that were kept. Throws `wrong_offset` if another request was faster, unless both have sent
   * the last byte, and `upload_quota_reached` if other processes have kept too much meanwhile.
   */
  async function write(
    upload: UploadRow,
    fields: Partial<UploadRow>,
    more: (trx: Trx) => Promise<void>,
  ): Promise<UploadRow> {
    return transact(db, async (trx) => {
      await lockUser(trx, upload.user_id);
      const next = { ...upload, ...fields, updated: clock.now() };
      const isNew = upload.received === 0 && (await insertIfNew(trx, next));
      if (!isNew && !(await advance(trx, upload, { ...fields, updated: next.updated }))) {
        const current = await findUpload(trx, upload, upload.hash);
        if (fields.is_complete === 1 && current?.is_complete === 1) return current;
        throw wrongOffset(current?.received ?? 0);
      }
      if ((await bytesOf(trx, upload.user_id)) > maxUploadedBytes) throw quotaReached(maxUploadedBytes);
      await more(trx);
      return next;
    });
  }

  async function keepPart(upload: UploadRow, piece: StagedBlob): Promise<UploadRow> {
    const kept = await blobs.keep([piece], null);
    const fields = { received: upload.received + piece.size, parts: upload.parts + 1 };
    return write(upload, fields, async (trx) => {
      await kept.write(trx);
      await insertPart(trx, { upload_id: upload.id, start: upload.received, size_bytes: piece.size, hash: piece.hash });
    });
  }

  async function keepWhole(upload: UploadRow, whole: StagedBlob & { hasKeys: boolean }): Promise<UploadRow> {
    if (whole.hash !== upload.hash) {
      await deleteUpload(db, upload.id);
      throw wrongHash();
    }
    const kept = await blobs.keep([whole], null);
    const fields = { received: whole.size, parts: 0, is_complete: 1, has_keys: Number(whole.hasKeys) };
    return write(upload, fields, async (trx) => {
      await kept.write(trx);
      if (upload.parts > 0) await deleteParts(trx, upload.id);
    });
  }

  async function keepPiece(upload: UploadRow, piece: Piece): Promise<UploadRow> {
    const staged = [await piece.end()];
    try {
      const [first] = staged;
      if (!first) return upload;
      if (upload.received + first.size < upload.size_bytes) return await keepPart(upload, first);
      if (upload.received === 0) return await keepWhole(upload, first);
      const whole = await joined(upload, first);
      staged.push(whole);
      return await keepWhole(upload, whole);
    } finally {
      for (const one of staged) await blobs.discard(one);
    }
  }

  async function keep(upload: UploadRow, piece: Piece): Promise<UploadRow> {
    const key = keyOf(upload, upload.hash);
    const work = keepPiece(upload, piece);
    const settled = work.then(
      () => undefined,
      () => undefined,
    );
    keeping.set(key, settled);
    void settled.then(() => keeping.get(key) === settled && keeping.delete(key));
    return work;
  }

  async function receiveInto(
    begun: UploadRow,
    { offset, size }: SentPart,
    bytes: Bytes,
    reservation: Reservation,
  ): Promise<UploadRow> {
    let upload = begun;
    let piece: Piece | undefined;
    try {
      for await (const chunk of without(bytes, upload.received - offset)) {
        for (let rest = chunk; rest.length > 0; ) {
          piece ??= await openPiece();
          const some = rest.subarray(0, PIECE_BYTES - piece.size);
          if (upload.received + piece.size + some.length > size)
            throw invalid('size', 'is less than the bytes that arrived');
          await piece.write(some);
          rest = rest.subarray(some.length);
          if (piece.size < PIECE_BYTES) continue;
          const full = piece;
          piece = undefined;
          upload = await keep(upload, full);
          reservation.shrink(full.size);
        }
      }
      if (size === 0 && upload.is_complete === 0) piece ??= await openPiece();
    } catch (error) {
      if (!isCut(error)) await piece?.abort();
      else if (piece) await keep(upload, piece);
      throw error;
    }
    return piece ? keep(upload, piece) : upload;
  }

  return {
    async find(principal, hash) {
      const owner = ownerOf(principal);
      await keeping.get(keyOf(owner, hash));
      const upload = await findUpload(db, owner, hash);
      return upload && upload.updated > expiredBy(clock.now()) ? answerOf(upload) : undefined;
    },

    async receive(principal, part, bytes) {
      const upload = await uploadOf(ownerOf(principal), part);
      if (part.offset > upload.received) throw wrongOffset(upload.received);
      const reservation = await reserve(principal.userId, part.size - upload.received);
      try {
        return answerOf(await receiveInto(upload, part, bytes, reservation));
      } finally {
        reservation.end();
      }
    },
  };
}

const keyOf = ({ user_id, key_id }: Owner, hash: string): string => [user_id, key_id, hash].join(' ');

const answerOf = ({ hash, size_bytes: size, received }: UploadRow) => ({ hash, size, received });

/** The connection broke or stood still: what arrived is good. */
const isCut = (error: unknown): boolean =>
  error instanceof RequestCut || (error instanceof ApiError && error.code === 'request_timeout');

type Bytes = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

/** Skips bytes that have arrived before. */
async function* without(chunks: Bytes, count: number): AsyncGenerator<Uint8Array> {
  let left = count;
  for await (const chunk of chunks) {
    const kept = chunk.subarray(Math.min(left, chunk.length));
    left -= chunk.length - kept.length;
    if (kept.length > 0) yield kept;
  }
}
