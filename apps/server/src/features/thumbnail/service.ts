import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Blobs } from '../../kernel/blobs/index.ts';
import type { Db } from '../../kernel/db/index.ts';
import { newId } from '../../kernel/ids.ts';
import type { Pictures } from '../../kernel/pictures/index.ts';
import type { TreeObject } from '../../kernel/tree/index.ts';
import { type DataRow, dataOf } from '../revision/index.ts';
import { formatToDraw, pictureOf } from './picture-of.ts';
import { deleteFingerprint, findFingerprint, keepFingerprint, newestRevisions } from './store.ts';

/** Sizes kept once made; others are drawn each time, so that nobody can fill the disk with sizes. */
const KEPT_SIZES = [64, 128, 256, 512, 1024];

/** How long a failed drawing is remembered, and how many. */
const FAILURE_MS = 10 * 60_000;
const MOST_FAILURES = 10_000;

/** The kept size that fingerprints are taken of: drawn anyway, and quick to decode. */
const SMALL = 128;

export interface Thumbnails {
  /** A picture of the revision, or of the newest one below a figure or analysis; null when nothing can be drawn. */
  of(object: TreeObject, size: number, as: 'png' | 'webp'): Promise<{ bytes: Uint8Array; etag: string } | null>;
  /** Removes what was drawn of bytes that are gone. */
  forget(hash: string): Promise<void>;
  /** What a revision's picture looks like, in hex; null when it has none that can be drawn. */
  fingerprint(data: readonly DataRow[]): Promise<string | null>;
  /** Draws the usual sizes of a revision ahead of the first view, and takes its fingerprint. */
  prepare(revisionId: string): Promise<void>;
}

export function createThumbnails(deps: { db: Db; blobs: Blobs; pictures: Pictures; folder: string }): Thumbnails {
  const { db, blobs, pictures, folder } = deps;
  const failures = new Map<string, number>();
  const keptAt = (hash: string, size: number, as: string) => join(folder, hash.slice(0, 2), `${hash}-${size}.${as}`);

  async function draw(row: DataRow, size: number, as: 'png' | 'webp'): Promise<Uint8Array | null> {
    const kept = KEPT_SIZES.includes(size) ? keptAt(row.hash, size, as) : null;
    const known = kept && (await readFile(kept).catch(() => null));
    if (known) return known;
    if (Date.now() < (failures.get(row.hash) ?? 0)) return null;
    const bytes = await pictures.thumbnail({ path: await blobs.file(row.hash), format: formatToDraw(row), size, as });
    if (bytes && kept) await keep(kept, bytes);
    if (!bytes) remember(row.hash);
    return bytes;
  }

  /** What can't be drawn is not tried again for a while: each try may hold the child process for seconds. */
  function remember(hash: string): void {
    if (failures.size >= MOST_FAILURES) failures.clear();
    failures.set(hash, Date.now() + FAILURE_MS);
  }

  async function fingerprint(data: readonly DataRow[]): Promise<string | null> {
    const row = pictureOf(data);
    if (!row) return null;
    const known = await findFingerprint(db, row.hash);
    if (known !== undefined) return known;
    if (!(await draw(row, SMALL, 'png'))) return null;
    const bits = await pictures.fingerprint(keptAt(row.hash, SMALL, 'png'));
    if (!bits) return null;
    const hex = Buffer.from(bits).toString('hex');
    await keepFingerprint(db, row.hash, hex);
    return hex;
  }

  return {
    async of(object, size, as) {
      for (const revisionId of await newestRevisions(db, object)) {
        const row = pictureOf(await dataOf(db, [revisionId]));
        const bytes = row && (await draw(row, size, as));
        if (bytes) return { bytes, etag: `"${row.hash}-${size}-${as}"` };
      }
      return null;
    },
    fingerprint,
    async forget(hash) {
      await deleteFingerprint(db, hash);
      for (const size of KEPT_SIZES)
        for (const as of ['png', 'webp']) await rm(keptAt(hash, size, as), { force: true });
    },
    async prepare(revisionId) {
      const data = await dataOf(db, [revisionId]);
      const row = pictureOf(data);
      if (!row) return;
      await draw(row, SMALL, 'png');
      await draw(row, 512, 'webp');
      await fingerprint(data);
    },
  };
}

/** A cache: losing a file costs a drawing, so it needs no fsync, but a reader must never see half of one. */
async function keep(path: string, bytes: Uint8Array): Promise<void> {
  await mkdir(join(path, '..'), { recursive: true });
  const temporary = `${path}.${newId()}`;
  await writeFile(temporary, bytes);
  await rename(temporary, path);
}
