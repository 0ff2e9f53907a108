import { stat } from 'node:fs/promises';
import type { BlobStore } from '../blobs/index.ts';
import type { Db } from '../db/index.ts';
import { isMissing } from '../files.ts';
import { newId } from '../ids.ts';
import { isNoRoom } from './room.ts';
import { hasData, readId, rewriteId, writeId } from './store.ts';

/**
 * Checks that the database and the blob folder belong together, so that an unmounted disk is never taken for an empty
 * archive. Both have the same random ID, written when both are new. Also writes, reads and removes a file, so that a
 * read-only disk is found now and not at the first publish. Calls `onFull` for a full disk, which can still be read.
 */
export async function checkStorage(
  db: Db,
  blobs: BlobStore,
  mayBeNew: boolean,
  onFull: (error: unknown) => void = throwIt,
): Promise<void> {
  const inDatabase = await readId(db);
  const inFolder = await blobs.readId();
  if (inDatabase === undefined) {
    if ((await hasAny(blobs)) || (await hasData(db)))
      throw mismatch(blobs, 'do not belong together: one of them is new, the other is not');
    if (!mayBeNew) throw mismatch(blobs, IS_NEW);
    // A marker in an otherwise empty folder comes from an interrupted first start.
    const id = inFolder ?? newId();
    if (inFolder === undefined) await blobs.writeId(id);
    await writeId(db, id);
  } else if (inFolder === undefined) {
    throw mismatch(blobs, 'do not belong together: the folder has lost its marker file or is not mounted');
  } else if (inDatabase !== inFolder) {
    throw mismatch(blobs, 'do not belong together: they carry different IDs');
  }
  await blobs.tryOut().catch((error: unknown) => {
    if (!isNoRoom(error)) throw error;
    onFull(error);
  });
}

function throwIt(error: unknown): never {
  throw error;
}

/** Reads the IDs that show that the database and the blobs are there. */
export async function readStorage(db: Db, blobs: BlobStore): Promise<void> {
  if ((await readId(db)) !== (await blobs.readId())) throw mismatch(blobs, 'carry different IDs');
}

/** Writes to both without making them grow, and reads what was written. */
export async function writeStorage(db: Db, blobs: BlobStore): Promise<void> {
  await rewriteId(db);
  await blobs.tryOut();
}

/**
 * Must be called before the SQLite file is opened, which would create a new one. The old database may come back with
 * its disk: then the new one's write-ahead log would be taken for the old one's, and overwrite it.
 */
export async function checkDatabaseFile(path: string, blobs: BlobStore, mayBeNew: boolean): Promise<void> {
  const isNew = (await blobs.readId()) === undefined;
  if (isNew && mayBeNew) return;
  const size = await stat(path).then(
    (file) => file.size,
    (error: unknown) => {
      if (isMissing(error)) return 0;
      throw error;
    },
  );
  if (size === 0 && isNew) throw mismatch(blobs, IS_NEW);
  if (size === 0) throw mismatch(blobs, `do not belong together: ${path} is missing or empty, but the folder is not`);
}

const IS_NEW = 'are empty, and GOFIGR_NEW_DATA says that there is data';

const mismatch = ({ location }: BlobStore, what: string) =>
  new Error(
    `The database and the blob folder ${location} ${what}. Nothing was changed. Mount the right disk, or restore a backup; see docs/operating.md.`,
  );

async function hasAny(blobs: BlobStore): Promise<boolean> {
  const first = await blobs.list()[Symbol.asyncIterator]().next();
  return first.done !== true;
}

/** Tells whether the blob storage is there now, and not the empty mount point of its disk. */
export const isThere = async (blobs: BlobStore): Promise<boolean> =>
  (await blobs.readId().catch(() => undefined)) !== undefined;
