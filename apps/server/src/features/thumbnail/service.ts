import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Blobs } from '../../kernel/blobs/index.ts';
import type { Db } from '../../kernel/db/index.ts';
import { newId } from '../../kernel/ids.ts';
import type { Pictures } from '../../kernel/pictures/index.ts';
import type { TreeObject } from '../../kernel/tree/index.ts';
import { formatOf, metadataOf } from '../data/index.ts';
import { type DataRow, dataOf } from '../revision/index.ts';
import { newestRevisions } from './store.ts';

/** Formats that can be drawn, best first. */
const DRAWABLE = ['png', 'jpg', 'jpeg', 'webp', 'gif', 'svg', 'tiff', 'pdf', 'eps'];

/** Sizes kept once made; others are drawn each time, so that nobody can fill the disk with sizes. */
const KEPT_SIZES = [64, 128, 256, 512, 1024];

/** How long a failed drawing is remembered, and how many. */
const FAILURE_MS = 10 * 60_000;
const MOST_FAILURES = 10_000;

export interface Thumbnails {
  /** A picture of the revision, or of the newest one below a figure or analysis; null when nothing can be drawn. */
  of(object: TreeObject, size: number, as: 'png' | 'webp'): Promise<{ bytes: Uint8Array; etag: string } | null>;
  /** Removes what was drawn of bytes that are gone. */
  forget(hash: string): Promise<void>;
  /** Draws the usual sizes of a revision ahead of the first view. */
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

  return {
    async of(object, size, as) {
      for (const revisionId of await newestRevisions(db, object)) {
        const row = pictureOf(await dataOf(db, [revisionId]));
        const bytes = row && (await draw(row, size, as));
        if (bytes) return { bytes, etag: `"${row.hash}-${size}-${as}"` };
      }
      return null;
    },
    async forget(hash) {
      for (const size of KEPT_SIZES)
        for (const as of ['png', 'webp']) await rm(keptAt(hash, size, as), { force: true });
    },
    async prepare(revisionId) {
      const row = pictureOf(await dataOf(db, [revisionId]));
      if (!row) return;
      await draw(row, 128, 'png');
      await draw(row, 512, 'webp');
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

/** The format of a datum as a picture; a file tells it by its name. */
function formatToDraw(row: DataRow): string {
  if (row.type === 'file') return /\.([a-z]+)$/.exec(row.name.toLowerCase())?.[1] ?? '';
  return row.type === 'image' ? formatOf(row) : '';
}

/** The datum to draw: an image before a file, without the watermark if there is such a one, in the format drawn best. */
function pictureOf(data: readonly DataRow[]): DataRow | undefined {
  const rank = (row: DataRow) =>
    DRAWABLE.indexOf(formatToDraw(row)) +
    (metadataOf(row, 'is_watermarked') === true ? DRAWABLE.length : 0) +
    (row.type === 'file' ? 2 * DRAWABLE.length : 0);
  return data
    .filter((row) => DRAWABLE.includes(formatToDraw(row)))
    .toSorted((first, second) => rank(first) - rank(second))[0];
}
