import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Blobs } from '../../kernel/blobs/index.ts';
import type { Db } from '../../kernel/db/index.ts';
import { ApiError } from '../../kernel/errors.ts';
import { newId } from '../../kernel/ids.ts';
import { type Pictures, PicturesBusy, type Whose } from '../../kernel/pictures/index.ts';
import type { TreeObject } from '../../kernel/tree/index.ts';
import { type DataRow, dataOf } from '../revision/index.ts';
import { formatToDraw, pictureOf } from './picture-of.ts';
import { deleteFingerprint, findFingerprint, keepFingerprint, newestRevisions } from './store.ts';

/** Sizes kept once made; others are drawn each time, so that nobody can fill the disk with sizes. */
const KEPT_SIZES = [64, 128, 256, 512, 1024];

/** How long a failed drawing is remembered: each failure longer than the one before, since the first may be a busy machine's. */
const FIRST_FAILURE_MS = 15_000;
const LONGEST_FAILURE_MS = 10 * 60_000;
const MOST_FAILURES = 10_000;

/** The kept size that fingerprints are taken of: drawn anyway, and quick to decode. */
const SMALL = 128;

export interface Thumbnails {
  /**
   * A picture of the revision, or of the newest one below a figure or analysis; null when nothing can be drawn. Throws
   * `unavailable` when too many others wait.
   */
  of(object: TreeObject, size: number, as: 'png' | 'webp'): Promise<{ bytes: Uint8Array; etag: string } | null>;
  /** Removes what was drawn of bytes that are gone. */
  forget(hash: string): Promise<void>;
  /** What a revision's picture looks like, in hex; null when it has none that can be drawn now. */
  fingerprint(data: readonly DataRow[]): Promise<string | null>;
  /** Draws the usual sizes of a revision ahead of the first view, and takes its fingerprint. */
  prepare(revisionId: string): Promise<void>;
}

export function createThumbnails(deps: { db: Db; blobs: Blobs; pictures: Pictures; folder: string }): Thumbnails {
  const { db, blobs, pictures, folder } = deps;
  const failures = new Map<string, { until: number; pause: number }>();
  const keptAt = (hash: string, size: number, as: string) => join(folder, hash.slice(0, 2), `${hash}-${size}.${as}`);

  async function draw(row: DataRow, size: number, as: 'png' | 'webp', whose: Whose): Promise<Uint8Array | null> {
    const kept = KEPT_SIZES.includes(size) ? keptAt(row.hash, size, as) : null;
    const known = kept && (await readFile(kept).catch(() => null));
    if (known) return known;
    if (performance.now() < (failures.get(row.hash)?.until ?? 0)) return null;
    const order = { path: await blobs.file(row.hash), format: formatToDraw(row), size, as };
    const bytes = await pictures.thumbnail(order, whose);
    if (bytes && kept) await keep(kept, bytes);
    if (!bytes) remember(row.hash);
    return bytes;
  }

  /** What can't be drawn is not tried again for a while: each try may hold the child process for seconds. */
  function remember(hash: string): void {
    if (failures.size >= MOST_FAILURES) failures.clear();
    const before = failures.get(hash);
    const pause = before ? Math.min(4 * before.pause, LONGEST_FAILURE_MS) : FIRST_FAILURE_MS;
    failures.set(hash, { until: performance.now() + pause, pause });
  }

  async function fingerprint(data: readonly DataRow[], whose: Whose): Promise<string | null> {
    const row = pictureOf(data);
    if (!row) return null;
    const known = await findFingerprint(db, row.hash);
    if (known !== undefined) return known;
    if (!(await draw(row, SMALL, 'png', whose))) return null;
    const bits = await pictures.fingerprint(keptAt(row.hash, SMALL, 'png'), whose);
    if (!bits) return null;
    const hex = Buffer.from(bits).toString('hex');
    await keepFingerprint(db, row.hash, hex);
    return hex;
  }

  return {
    async of(object, size, as) {
      for (const revisionId of await newestRevisions(db, object)) {
        const row = pictureOf(await dataOf(db, [revisionId]));
        const bytes = row && (await draw(row, size, as, 'awaited').catch(tellBusy));
        if (bytes) return { bytes, etag: `"${row.hash}-${size}-${as}"` };
      }
      return null;
    },
    fingerprint: (data) => fingerprint(data, 'awaited').catch(unlessBusy),
    async forget(hash) {
      await deleteFingerprint(db, hash);
      for (const size of KEPT_SIZES)
        for (const as of ['png', 'webp']) await rm(keptAt(hash, size, as), { force: true });
    },
    async prepare(revisionId) {
      const data = await dataOf(db, [revisionId]);
      const row = pictureOf(data);
      if (!row) return;
      try {
        await draw(row, SMALL, 'png', 'ahead');
        await draw(row, 512, 'webp', 'ahead');
        await fingerprint(data, 'ahead');
      } catch (error) {
        // Made when they are first asked for.
        unlessBusy(error);
      }
    },
  };
}

function unlessBusy(error: unknown): null {
  if (error instanceof PicturesBusy) return null;
  throw error;
}

function tellBusy(error: unknown): never {
  if (!(error instanceof PicturesBusy)) throw error;
  const headers = { 'retry-after': '5' };
  throw new ApiError('unavailable', 'Too many pictures are being drawn now. Try again in a moment.', { headers });
}

/** A cache: losing a file costs a drawing, so it needs no fsync, but a reader must never see half of one. */
async function keep(path: string, bytes: Uint8Array): Promise<void> {
  await mkdir(join(path, '..'), { recursive: true });
  const temporary = `${path}.${newId()}`;
  await writeFile(temporary, bytes);
  await rename(temporary, path);
}
