import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Blobs } from '../../kernel/blobs/index.ts';
import type { Db } from '../../kernel/db/index.ts';
import { newId } from '../../kernel/ids.ts';
import type { Pictures } from '../../kernel/pictures/index.ts';
import type { TreeObject } from '../../kernel/tree/index.ts';
import { type DataRow, dataOf } from '../revision/index.ts';
import { createFailures } from './failures.ts';
import { createFingerprints } from './fingerprints.ts';
import { formatToDraw, pictureOf } from './picture-of.ts';
import { newestRevisions } from './store.ts';

/** Sizes kept once made; others are drawn each time, so that nobody can fill the disk with sizes. */
const KEPT_SIZES = [64, 128, 256, 512, 1024];

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
  const failures = createFailures();
  const fingerprints = createFingerprints({ db, blobs, pictures });
  const keptAt = (hash: string, size: number, as: string) => join(folder, hash.slice(0, 2), `${hash}-${size}.${as}`);

  async function draw(row: DataRow, size: number, as: 'png' | 'webp'): Promise<Uint8Array | null> {
    const kept = KEPT_SIZES.includes(size) ? keptAt(row.hash, size, as) : null;
    const known = kept && (await readFile(kept).catch(() => null));
    if (known) return known;
    if (failures.has(row.hash)) return null;
    const bytes = await pictures.thumbnail({ path: await blobs.file(row.hash), format: formatToDraw(row), size, as });
    if (bytes && kept) await keep(kept, bytes);
    if (!bytes) failures.add(row.hash);
    return bytes;
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
    async fingerprint(data) {
      const row = pictureOf(data);
      return row ? fingerprints.of(row) : null;
    },
    async forget(hash) {
      await fingerprints.forget(hash);
      for (const size of KEPT_SIZES)
        for (const as of ['png', 'webp']) await rm(keptAt(hash, size, as), { force: true });
    },
    async prepare(revisionId) {
      const row = pictureOf(await dataOf(db, [revisionId]));
      if (!row) return;
      await draw(row, 128, 'png');
      await draw(row, 512, 'webp');
      await fingerprints.of(row);
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
