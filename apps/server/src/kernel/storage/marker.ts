import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Db } from '../db/index.ts';
import { isMissing, syncFolder } from '../files.ts';
import { newId } from '../ids.ts';
import { isNoRoom } from './room.ts';

const NAME = 'storage.id';
const KEY = 'storage_id';

/**
 * Checks that the database and the blob folder belong together, so that an unmounted disk is never taken for an empty
 * archive. Both carry the same random ID, written when both are new. Also writes, reads and removes a file, so that a
 * read-only disk is found now and not at the first publish. A full one is told to `onFull`: what is there can be read.
 */
export async function checkStorage(
  db: Db,
  blobFolder: string,
  mayBeNew: boolean,
  onFull: (error: unknown) => void = throwIt,
): Promise<void> {
  await mkdir(blobFolder, { recursive: true, mode: 0o700 });
  const inDatabase = await readSetting(db);
  const inFolder = await readMarker(blobFolder);
  if (inDatabase === undefined) {
    if ((await hasBlobs(blobFolder)) || (await hasObjects(db)))
      throw mismatch(blobFolder, 'do not belong together: one of them is new, the other is not');
    if (!mayBeNew) throw mismatch(blobFolder, IS_NEW);
    // A marker that is there without anything else is from a first start that was cut off.
    const id = inFolder ?? newId();
    if (inFolder === undefined) await writeMarker(blobFolder, id);
    await writeSetting(db, id);
  } else if (inFolder === undefined) {
    throw mismatch(blobFolder, 'do not belong together: the folder has lost its marker file or is not mounted');
  } else if (inDatabase !== inFolder) {
    throw mismatch(blobFolder, 'do not belong together: they carry different IDs');
  }
  await tryOut(blobFolder).catch((error: unknown) => {
    if (!isNoRoom(error)) throw error;
    onFull(error);
  });
}

function throwIt(error: unknown): never {
  throw error;
}

/** Reads what tells that the database and the blob folder are there. */
export async function readStorage(db: Db, blobFolder: string): Promise<void> {
  if ((await readSetting(db)) !== (await readMarker(blobFolder))) throw mismatch(blobFolder, 'carry different IDs');
}

/** Writes to both without making them grow, and reads what was written. */
export async function writeStorage(db: Db, blobFolder: string): Promise<void> {
  await db
    .updateTable('settings')
    .set((eb) => ({ value: eb.ref('value') }))
    .where('name', '=', KEY)
    .execute();
  await tryOut(blobFolder);
}

/**
 * To be called before the SQLite file is opened, which would make a new one. A new one must not stand where the old one
 * may come back to: its write-ahead log would be taken for the old one's, and overwrite it.
 */
export async function checkDatabaseFile(path: string, blobFolder: string, mayBeNew: boolean): Promise<void> {
  const isNew = (await readMarker(blobFolder)) === undefined;
  if (isNew && mayBeNew) return;
  const size = await stat(path).then(
    (file) => file.size,
    (error: unknown) => {
      if (isMissing(error)) return 0;
      throw error;
    },
  );
  if (size === 0 && isNew) throw mismatch(blobFolder, IS_NEW);
  if (size === 0)
    throw mismatch(blobFolder, `do not belong together: ${path} is missing or empty, but the folder is not`);
}

const IS_NEW = 'are empty, and GOFIGR_NEW_DATA says that there is data';

const mismatch = (folder: string, what: string) =>
  new Error(
    `The database and the blob folder ${folder} ${what}. Nothing was changed. Mount the right disk, or restore a backup; see docs/operating.md.`,
  );

const readSetting = async (db: Db): Promise<string | undefined> =>
  (await db.selectFrom('settings').select('value').where('name', '=', KEY).executeTakeFirst())?.value;

async function writeSetting(db: Db, id: string): Promise<void> {
  await db.insertInto('settings').values({ name: KEY, value: id }).execute();
}

const hasObjects = async (db: Db): Promise<boolean> =>
  (await db.selectFrom('data').select('id').limit(1).executeTakeFirst()) !== undefined;

async function hasBlobs(folder: string): Promise<boolean> {
  for (const name of await readdir(folder))
    if (/^[0-9a-f]{2}$/.test(name) && (await readdir(join(folder, name))).length > 0) return true;
  return false;
}

async function readMarker(folder: string): Promise<string | undefined> {
  try {
    return (await readFile(join(folder, NAME), 'utf8')).trim();
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/** Whether the blob folder is there now, and not an empty place where its disk should be. */
export const hasMarker = async (folder: string): Promise<boolean> =>
  (await readMarker(folder).catch(() => undefined)) !== undefined;

async function writeMarker(folder: string, id: string): Promise<void> {
  const temporary = join(folder, `${NAME}.${newId()}`);
  const file = await open(temporary, 'wx', 0o600);
  try {
    await file.writeFile(`${id}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(temporary, join(folder, NAME));
  for (const path of [folder, dirname(folder)]) await syncFolder(path);
}

async function tryOut(folder: string): Promise<void> {
  const path = join(folder, `trial.${newId()}`);
  let read: string;
  try {
    const file = await open(path, 'wx', 0o600);
    try {
      await file.writeFile('trial');
      await file.sync();
    } finally {
      await file.close();
    }
    read = await readFile(path, 'utf8');
  } finally {
    await rm(path, { force: true });
  }
  if (read !== 'trial') throw new Error(`What is written to ${folder} can not be read back.`);
}
