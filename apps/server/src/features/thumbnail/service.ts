import { MAX_PICTURE, MAX_THUMBNAIL, PICTURE_SIZES, THUMBNAIL_SIZES } from '@gofigr/contract';
import { BadBlob } from '../../kernel/blobs/index.ts';
import type { Db } from '../../kernel/db/index.ts';
import { ApiError } from '../../kernel/errors.ts';
import { objects, type StoredObject } from '../../kernel/objects/index.ts';
import type { NoStill } from '../../kernel/pages/index.ts';
import { type About, type Pictures, PicturesBusy, type Reason, type Turn } from '../../kernel/pictures/index.ts';
import { type DataRow, dataOf } from '../revision/index.ts';
import { createDrawer, type DrawerDeps, type Missing } from './service/drawer.ts';
import { createPageDrawer, type PageDrawerDeps, pageOf } from './service/page-drawer.ts';
import { picturesOf } from './service/pictures-of.ts';
import { REASONS } from './service/reasons.ts';
import { authorOf, deleteFingerprint, findFingerprint, keepFingerprint, newestRevisions } from './store.ts';

/** Time limit for trying older revisions when the newest can't be drawn. */
const LOOK_MS = 15_000;

/** The stored size used for fingerprints: it is drawn anyway, and quick to decode. */
const SMALL = 128;

/** The stored size whose pixels the search by picture compares. */
const COMPARED = { size: 512, as: 'webp' } as const;

/** Time that a request waits for its picture, so that many slow pictures can't block it. */
const PATIENCE_MS = 30_000;

type Encoding = 'png' | 'webp';

interface Found {
  bytes: Uint8Array;
  etag: string;
  /** Why the picture only stands for an interactive figure. It may be drawn later. */
  standsFor?: NoStill | undefined;
}

export interface ThumbnailDeps extends DrawerDeps, PageDrawerDeps {
  db: Db;
  pictures: Pick<Pictures, 'thumbnail' | 'fingerprint' | 'hasRoom'>;
}

export interface Thumbnails {
  /**
   * Returns a picture of the revision, or of the newest one below a figure or analysis, in the next stored size. Without
   * bytes if none can be drawn; then with the reason if there is a picture. Throws `unavailable` if too many requests
   * wait, or if this one waits too long.
   */
  of(
    object: StoredObject,
    size: number,
    as: Encoding,
    caller: string,
    patienceMs?: number,
  ): Promise<Found | { bytes: null; reason: string | null }>;
  /**
   * Returns a page of a datum, drawn to fit the next of the sizes, with facts about it. Throws `not_drawable` with the
   * reason, and `unavailable` like `of`.
   */
  view(
    row: DataRow,
    revision: StoredObject,
    wanted: { size: number; page: number },
    caller: string,
  ): Promise<Found & { about: About }>;
  /** Removes the pictures of deleted bytes. */
  forget(hash: string): Promise<void>;
  /** Fingerprint of a revision's picture in hex; null if none can be drawn before `late`. */
  fingerprint(data: readonly DataRow[], turn: Turn, late: AbortSignal): Promise<string | null>;
  /**
   * Draws a datum in the size that the search by picture compares. Returns its file, or the reason why there is none.
   * Throws if too many pictures wait.
   */
  toCompare(row: DataRow, turn: Turn): Promise<{ file: string } | { file: null; reason: Reason }>;
  /** Reads a picture that `toCompare` drew; null if it isn't stored any more. */
  compared(hash: string): Promise<Uint8Array | null>;
  /** Draws the usual sizes of a revision before anybody views it, and computes its fingerprint. */
  prepare(revisionId: string): Promise<void>;
}

export function createThumbnails(deps: ThumbnailDeps): Thumbnails {
  const { db, pictures } = deps;
  const drawer = createDrawer(deps);
  const pageDrawer = createPageDrawer(deps, drawer);

  const draw = (row: DataRow, size: number, as: Encoding, turn: Turn) =>
    drawer.thumbnail(row, { size, as }, turn).catch(unlessBad);

  async function fingerprint(data: readonly DataRow[], turn: Turn): Promise<string | null> {
    const [row] = picturesOf(data);
    if (!row) return null;
    const known = await findFingerprint(db, row.hash);
    if (known !== undefined) return known;
    const small = { size: SMALL, as: 'png' } as const;
    if (!(await draw(row, small.size, small.as, turn)).bytes) return null;
    const { picture: bits } = await pictures.fingerprint(drawer.keptAt(row.hash, small), turn);
    if (!bits) return null;
    const hex = Buffer.from(bits).toString('hex');
    await keepFingerprint(db, row.hash, hex);
    return hex;
  }

  const drawPage = (row: DataRow, size: number, as: Encoding, turn: Turn) =>
    pageDrawer.thumbnail(row, { size, as }, turn).catch((error: unknown) => {
      unlessBad(error);
      return null;
    });

  async function find(
    object: StoredObject,
    size: number,
    as: Encoding,
    caller: string,
  ): Promise<Found | { bytes: null; reason: string | null }> {
    const kept = THUMBNAIL_SIZES.find((side) => side >= size) ?? MAX_THUMBNAIL;
    const giveUp = performance.now() + LOOK_MS;
    let reason: Reason | undefined;
    for (const { id, author } of await newestRevisions(db, object)) {
      if (performance.now() > giveUp) break;
      const data = await dataOf(db, [id]);
      for (const row of picturesOf(data)) {
        const drawn = await draw(row, kept, as, { author, caller }).catch(tellBusy);
        if (drawn.bytes) return { bytes: drawn.bytes, etag: `"${row.hash}-${kept}-${as}"` };
        reason ??= drawn.reason;
      }
      const page = pageOf(data);
      const shown = page && (await drawPage(page, kept, as, { author, caller }).catch(tellBusy));
      if (shown) return { bytes: shown.bytes, etag: `"${shown.tag}"`, standsFor: shown.standsFor };
    }
    return { bytes: null, reason: reason === undefined ? null : REASONS[reason] };
  }

  async function view(row: DataRow, turn: Turn, { size, page }: { size: number; page: number }) {
    if (picturesOf([row]).length === 0) throw notDrawable('unreadable');
    const side = PICTURE_SIZES.find((one) => one >= size) ?? MAX_PICTURE;
    const drawn = await drawer.view(row, { size: side, page }, turn).catch(tellBusy);
    if (drawn.bytes) return { ...drawn, etag: `"${row.hash}-${page}-${side}"` };
    throw drawn.reason === 'too_slow' ? busy() : notDrawable(drawn.reason);
  }

  return {
    of: (object, size, as, caller, patienceMs = PATIENCE_MS) =>
      inTime(find(object, size, as, caller), AbortSignal.timeout(patienceMs), tellLate),
    view: (row, revision, wanted, caller) =>
      inTime(view(row, { author: authorOf(revision), caller }, wanted), AbortSignal.timeout(PATIENCE_MS), tellLate),
    fingerprint: (data, turn, late) => inTime(fingerprint(data, turn).catch(unlessBusy), late, () => null),
    async forget(hash) {
      await deleteFingerprint(db, hash);
      await drawer.forget(hash);
    },
    async toCompare(row, turn) {
      const drawn = await draw(row, COMPARED.size, COMPARED.as, turn);
      return drawn.bytes ? { file: drawer.keptAt(row.hash, COMPARED) } : { file: null, reason: drawn.reason };
    },
    compared: (hash) => drawer.kept(hash, COMPARED),
    async prepare(revisionId) {
      const revision = await objects.find(db, revisionId);
      if (!revision) return;
      const turn = { author: authorOf(revision), caller: 'the server', ahead: true };
      if (!pictures.hasRoom(turn)) return;
      const data = await dataOf(db, [revisionId]);
      const [row] = picturesOf(data);
      const page = pageOf(data);
      try {
        if (row) {
          await draw(row, SMALL, 'png', turn);
          await draw(row, COMPARED.size, COMPARED.as, turn);
          await fingerprint(data, turn);
        } else if (page && pageDrawer.hasRoom(turn)) {
          await drawPage(page, SMALL, 'png', turn);
          await drawPage(page, 512, 'webp', turn);
        }
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
function unlessBad(error: unknown): Missing {
  if (error instanceof BadBlob) return { bytes: null, reason: 'unreadable' };
  throw error;
}

function tellBusy(error: unknown): never {
  throw error instanceof PicturesBusy ? busy() : error;
}

function tellLate(): never {
  throw busy();
}

const notDrawable = (reason: Reason): ApiError => new ApiError('not_drawable', REASONS[reason]);

function busy(): ApiError {
  const headers = { 'retry-after': '5' };
  return new ApiError('unavailable', 'Too many pictures are being drawn. Try again in a moment.', { headers });
}
