import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { open, rename, rm, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf } from '../errors.ts';
import { isMissing } from '../files.ts';

const MEBIBYTE = 1024 * 1024;

/** Free space below which a disk counts as full after a failed write. */
const LOW_BYTES = MEBIBYTE;

/** The reserve takes at most this fraction of a small disk. */
const PART_OF_DISK = 8;

/** Time between checks of a full disk, in milliseconds; callers also trigger checks. */
const LOOK_MS = 5000;

/**
 * Disk space. While the disk is full, the server stores nothing new. It then deletes a reserve file, so that users can
 * still sign in, read and delete: even a deletion writes to the database.
 */
export interface Room {
  /** Result of the last check. */
  readonly isFull: boolean;
  /** Creates the reserve; if there is no space for it, the disk counts as full, as before a restart. */
  reserve(): Promise<void>;
  /**
   * Called when a write to the database finds no space. Returns whether there is some now, so that it can be repeated.
   */
  give(): boolean;
  /** Called when another write finds no space; perhaps only because it was so large. */
  note(): Promise<void>;
  /** Checks for free space, after all running work that frees some; returns whether the disk is full. */
  look(): Promise<boolean>;
  /** Runs work that frees space, once more after the running work; always the same work. */
  free(work: () => Promise<unknown>): void;
  /** Tells a listener when the disk becomes full (immediately if it is) and when it has space again. */
  watch(listener: (isFull: boolean) => void): void;
  close(): Promise<void>;
}

export interface RoomDeps {
  /** Folder of the database and the reserve. */
  folder: string;
  /** May be on another disk. */
  blobFolder: string;
  /** Folder of files that can be made again: deleted when the reserve is used up. */
  cache: string;
  reserveBytes: number;
}

/** Space of a disk. Null for a missing folder, which will be on a disk that is checked anyway. */
async function spaceIn(folder: string): Promise<{ freeBytes: number; totalBytes: number } | null> {
  try {
    const { bavail, blocks, bsize } = await statfs(folder);
    return { freeBytes: bavail * bsize, totalBytes: blocks * bsize };
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

const freeIn = async (folder: string): Promise<number> =>
  (await spaceIn(folder))?.freeBytes ?? Number.POSITIVE_INFINITY;

/** Space on the fuller one of the disks of the database and the blobs. */
export interface DiskSpace {
  freeBytes: number;
  totalBytes: number;
  /** Null: no reserve is wanted. */
  hasReserve: boolean | null;
}

export async function diskSpace({ folder, blobFolder, reserveBytes }: Omit<RoomDeps, 'cache'>): Promise<DiskSpace> {
  const spaces = [await spaceIn(folder), await spaceIn(blobFolder)].filter((space) => space !== null);
  const fuller = spaces.reduce((a, b) => (b.freeBytes < a.freeBytes ? b : a));
  return { ...fuller, hasReserve: reserveBytes === 0 ? null : (await sizeOf(reserveIn(folder))) > 0 };
}

const reserveIn = (folder: string): string => join(folder, 'reserve');

/** Deletes the reserve immediately if the disk is full: otherwise a database could not even be opened. */
export async function openRoom({ folder, blobFolder, cache, reserveBytes }: RoomDeps): Promise<Room> {
  const path = reserveIn(folder);
  const { blocks, bsize } = await statfs(folder);
  const wanted = Math.min(reserveBytes, Math.floor((blocks * bsize) / PART_OF_DISK));
  let isFull = false;
  let listener: (isFull: boolean) => void = () => undefined;
  let looking: Promise<boolean> | undefined;
  /** A start and a check of the disk may ask at the same time. */
  let making: Promise<boolean> | undefined;
  let freeing = Promise.resolve();
  /** Work that has not begun serves all callers until it begins. */
  let isFreeingAnnounced = false;

  const isLow = async () => Math.min(await freeIn(folder), await freeIn(blobFolder)) < LOW_BYTES;

  function become(now: boolean): void {
    if (isFull === now) return;
    isFull = now;
    listener(now);
  }

  function give(): boolean {
    become(true);
    return remove(path) || remove(cache);
  }

  /** Besides space for the reserve, there must be more than the limit below which the disk counted as full. */
  async function lookAgain(): Promise<boolean> {
    await freeing;
    const needed = [(await missingBytes()) + 2 * LOW_BYTES, 2 * LOW_BYTES];
    const free = [await freeIn(folder), await freeIn(blobFolder)];
    const hasRoom = free.every((bytes, index) => bytes >= (needed[index] ?? 0)) && (await makeReserve());
    if (hasRoom) become(false);
    return isFull;
  }

  function lookOnce(): Promise<boolean> {
    looking ??= lookAgain().finally(() => {
      looking = undefined;
    });
    return looking;
  }

  const missingBytes = async () => ((await sizeOf(path)) === wanted ? 0 : wanted);

  /** Creates the reserve unless it exists; returns false if there is no space for it. */
  function makeReserve(): Promise<boolean> {
    making ??= makeReserveOnce().finally(() => {
      making = undefined;
    });
    return making;
  }

  async function makeReserveOnce(): Promise<boolean> {
    if ((await missingBytes()) === 0) return true;
    try {
      await writeWhole(path, wanted);
      return true;
    } catch (error) {
      // Another process made it meanwhile.
      if (isMissing(error)) return (await missingBytes()) === 0;
      if (!isNoRoom(error)) throw error;
      return false;
    }
  }

  const room: Room = {
    get isFull() {
      return isFull;
    },
    async reserve() {
      if (!isFull && !(await makeReserve())) become(true);
    },
    give,
    async note() {
      if (await isLow()) give();
    },
    async look() {
      if (!isFull) return false;
      return lookOnce();
    },
    free(work) {
      if (isFreeingAnnounced) return;
      isFreeingAnnounced = true;
      const begin = () => {
        isFreeingAnnounced = false;
        return work();
      };
      freeing = freeing.then(begin).then(
        () => undefined,
        () => undefined,
      );
    },
    watch(given) {
      listener = given;
      if (isFull) listener(true);
    },
    async close() {
      clearInterval(timer);
      await freeing;
      await looking?.catch(() => undefined);
    },
  };
  const timer = setInterval(() => void lookOnce().catch(() => undefined), LOOK_MS).unref();

  for (const left of [`${path}.tmp`, ...(wanted === 0 ? [path] : [])]) await rm(left, { force: true });
  if (await isLow()) give();
  return room;
}

/** Tells whether an error means that a disk is full. */
export const isNoRoom = (error: unknown): boolean => ['ENOSPC', 'EDQUOT'].includes(codeOf(error) ?? '');

/** Removes a path; returns whether it existed. Synchronous, because a statement waits for it. */
function remove(path: string): boolean {
  try {
    rmSync(path, { recursive: true });
    return true;
  } catch {
    return false;
  }
}

async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if (isMissing(error)) return 0;
    throw error;
  }
}

/** Writes real bytes to the disk, all or none: a sparse file would take no space. */
async function writeWhole(path: string, bytes: number): Promise<void> {
  const unfinished = `${path}.tmp`;
  try {
    const file = await open(unfinished, 'w', 0o600);
    try {
      for (let left = bytes; left > 0; left -= MEBIBYTE) await file.writeFile(randomBytes(Math.min(left, MEBIBYTE)));
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(unfinished, path);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
}
