import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { MAX_THUMBNAIL, THUMBNAIL_SIZES } from '@gofigr/contract';
import { BadBlob, type Stores } from '../../kernel/blobs/index.ts';
import type { Db } from '../../kernel/db/index.ts';
import { ApiError } from '../../kernel/errors.ts';
import { newId } from '../../kernel/ids.ts';
import { objects, type StoredObject } from '../../kernel/objects/index.ts';
import { type Lend, type Pictures, PicturesBusy, type Turn } from '../../kernel/pictures/index.ts';
import { type DataRow, dataOf } from '../revision/index.ts';
import { formatToDraw, pictureOf } from './service/picture-of.ts';
import { seal, unseal } from './service/sealed.ts';
import { authorOf, deleteFingerprint, findFingerprint, keepFingerprint, newestRevisions } from './store.ts';

/**
 * Pause before a failed drawing is tried again. It grows with each failure, since the first may come from a busy
 * machine. If a limit ended the drawing, the longest pause applies immediately.
 */
const FIRST_FAILURE_MS = 15_000;
const LONGEST_FAILURE_MS = 10 * 60_000;
const MOST_FAILURES = 10_000;

/** Time limit for trying older revisions when the newest can't be drawn. */
const LOOK_MS = 15_000;

/** The stored size used for fingerprints: it is drawn anyway, and quick to decode. */
const SMALL = 128;

/** Time that a request waits for its picture, so that many slow pictures can't block it. */
const PATIENCE_MS = 30_000;

type Encoding = 'png' | 'webp';

interface Found {
  bytes: Uint8Array;
  etag: string;
}

export interface ThumbnailDeps {
  db: Db;
  blobs: Pick<Stores, 'of'>;
  pictures: Pick<Pictures, 'thumbnail' | 'fingerprint' | 'hasRoom'>;
  /** Folder of drawn pictures. */
  folder: string;
}

export interface Thumbnails {
  /**
   * Returns a picture of the revision, or of the newest one below a figure or analysis, in the next stored size. Null
   * if none can be drawn. Throws `unavailable` if too many requests wait, or if this one waits too long.
   */
  of(object: StoredObject, size: number, as: Encoding, caller: string, patienceMs?: number): Promise<Found | null>;
  /** Removes the pictures of deleted bytes. */
  forget(hash: string): Promise<void>;
  /** Fingerprint of a revision's picture in hex; null if none can be drawn before `late`. */
  fingerprint(data: readonly DataRow[], turn: Turn, late: AbortSignal): Promise<string | null>;
  /** Draws the usual sizes of a revision before anybody views it, and computes its fingerprint. */
  prepare(revisionId: string): Promise<void>;
}

export function createThumbnails(deps: ThumbnailDeps): Thumbnails {
  const { db, blobs, pictures, folder } = deps;
  const failures = new Map<string, { until: number; pause: number }>();
  const keptAt = (hash: string, size: number, as: string) => join(folder, hash.slice(0, 2), `${hash}-${size}.${as}`);

  async function draw(row: DataRow, size: number, as: Encoding, turn: Turn): Promise<Uint8Array | null> {
    const kept = keptAt(row.hash, size, as);
    const known = await readFile(kept).then(unseal, () => null);
    if (known) return known;
    if (performance.now() < (failures.get(row.hash)?.until ?? 0)) return null;
    // The bytes are compared with the hash just before: pictures of damaged bytes must not be stored.
    const lend: Lend = (work) => blobs.of(row.store).withLocalFile(row.hash, row.size_bytes, work);
    const request = { path: row.hash, lend, format: formatToDraw(row), size, as };
    const drawing = await pictures.thumbnail(request, turn).catch(unlessBad);
    if (drawing === null) return null;
    if (drawing.picture) await keep(kept, drawing.picture);
    else remember(row.hash, drawing.costly);
    return drawing.picture;
  }

  /** Delays further attempts at a failed drawing: each may occupy a child process for seconds. */
  function remember(hash: string, costly: boolean): void {
    const before = failures.get(hash);
    const longer = before ? Math.min(4 * before.pause, LONGEST_FAILURE_MS) : FIRST_FAILURE_MS;
    const pause = costly ? LONGEST_FAILURE_MS : longer;
    failures.delete(hash);
    failures.set(hash, { until: performance.now() + pause, pause });
    const [oldest] = failures.keys();
    if (failures.size > MOST_FAILURES && oldest !== undefined) failures.delete(oldest);
  }

  async function fingerprint(data: readonly DataRow[], turn: Turn): Promise<string | null> {
    const row = pictureOf(data);
    if (!row) return null;
    const known = await findFingerprint(db, row.hash);
    if (known !== undefined) return known;
    if (!(await draw(row, SMALL, 'png', turn))) return null;
    const { picture: bits } = await pictures.fingerprint(keptAt(row.hash, SMALL, 'png'), turn);
    if (!bits) return null;
    const hex = Buffer.from(bits).toString('hex');
    await keepFingerprint(db, row.hash, hex);
    return hex;
  }

  async function find(object: StoredObject, size: number, as: Encoding, caller: string): Promise<Found | null> {
    const kept = THUMBNAIL_SIZES.find((side) => side >= size) ?? MAX_THUMBNAIL;
    const giveUp = performance.now() + LOOK_MS;
    for (const { id, author } of await newestRevisions(db, object)) {
      if (performance.now() > giveUp) return null;
      const row = pictureOf(await dataOf(db, [id]));
      const bytes = row && (await draw(row, kept, as, { author, caller }).catch(tellBusy));
      if (bytes) return { bytes, etag: `"${row.hash}-${kept}-${as}"` };
    }
    return null;
  }

  return {
    of: (object, size, as, caller, patienceMs = PATIENCE_MS) =>
      inTime(find(object, size, as, caller), AbortSignal.timeout(patienceMs), () => {
        throw busy();
      }),
    fingerprint: (data, turn, late) => inTime(fingerprint(data, turn).catch(unlessBusy), late, () => null),
    async forget(hash) {
      await deleteFingerprint(db, hash);
      for (const size of THUMBNAIL_SIZES)
        for (const as of ['png', 'webp']) await rm(keptAt(hash, size, as), { force: true });
    },
    async prepare(revisionId) {
      const revision = await objects.find(db, revisionId);
      if (!revision) return;
      const turn = { author: authorOf(revision), caller: 'the server', ahead: true };
      if (!pictures.hasRoom(turn)) return;
      const data = await dataOf(db, [revisionId]);
      const row = pictureOf(data);
      if (!row) return;
      try {
        await draw(row, SMALL, 'png', turn);
        await draw(row, 512, 'webp', turn);
        await fingerprint(data, turn);
      } catch (error) {
        // The pictures are drawn when they are first requested.
        unlessBusy(error);
      }
    },
  };
}

/** Returns the result of the work, or `otherwise()` if the signal comes first; the work goes on. */
async function inTime<T>(work: Promise<T>, late: AbortSignal, otherwise: () => T): Promise<T> {
  const { promise, resolve } = Promise.withResolvers<() => T>();
  const end = () => resolve(otherwise);
  late.addEventListener('abort', end);
  if (late.aborted) end();
  try {
    const outcome = await Promise.race([work.then((value) => () => value), promise]);
    return outcome();
  } finally {
    late.removeEventListener('abort', end);
  }
}

function unlessBusy(error: unknown): null {
  if (error instanceof PicturesBusy) return null;
  throw error;
}

/** Lost bytes have no picture. */
function unlessBad(error: unknown): null {
  if (error instanceof BadBlob) return null;
  throw error;
}

function tellBusy(error: unknown): never {
  throw error instanceof PicturesBusy ? busy() : error;
}

function busy(): ApiError {
  const headers = { 'retry-after': '5' };
  return new ApiError('unavailable', 'Too many pictures are being drawn. Try again in a moment.', { headers });
}

/** Writes to a cache. A lost file only costs a drawing, so no fsync, but readers must never see half a file. */
async function keep(path: string, bytes: Uint8Array): Promise<void> {
  await mkdir(join(path, '..'), { recursive: true });
  const temporary = `${path}.${newId()}`;
  await writeFile(temporary, seal(bytes));
  await rename(temporary, path);
}
