import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { open, rename, rm, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf } from '../errors.ts';
import { isMissing } from '../files.ts';

const MEBIBYTE = 1024 * 1024;

/** With less than this a disk counts as full once a write has failed. */
const LOW_BYTES = MEBIBYTE;

/** Of a small disk the reserve takes no more than this part. */
const PART_OF_DISK = 8;

/** How often a full disk is looked at, in milliseconds, besides whenever somebody asks. */
const LOOK_MS = 5000;

/**
 * Room on the disk. While there is none, nothing new is taken; a reserve file was given up then, so that people can still
 * sign in, read and delete: even a deletion writes to the database.
 */
export interface Room {
  /** As of the last look. */
  readonly isFull: boolean;
  /** Makes the reserve; without room for it the disk counts as full, as it did before a restart. */
  reserve(): Promise<void>;
  /** A write to the database found no room. Gives whether there is some now, so that it can be tried again. */
  give(): boolean;
  /** Some write found no room; perhaps only because it was so large. */
  note(): Promise<void>;
  /** Looks whether there is room again, after all that is being freed; gives whether the disk is full. */
  look(): Promise<boolean>;
  /** Does what makes room, once more than what is under way; the same work each time. */
  free(work: () => Promise<unknown>): void;
  /** Tells a listener when the disk becomes full (at once when it is) and when there is room again. */
  watch(listener: (isFull: boolean) => void): void;
  close(): Promise<void>;
}

export interface RoomDeps {
  /** Where the database is, and the reserve. */
  folder: string;
  /** Perhaps on another disk. */
  blobFolder: string;
  /** What can be made again: given up when the reserve is used up. */
  cache: string;
  reserveBytes: number;
}

/** Bytes; a folder that is not there yet will be on a disk that is looked at anyway. */
async function freeIn(folder: string): Promise<number> {
  try {
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize;
  } catch (error) {
    if (isMissing(error)) return Number.POSITIVE_INFINITY;
    throw error;
  }
}

/** Gives the reserve up at once when the disk is full: a database could not even be opened. */
export async function openRoom({ folder, blobFolder, cache, reserveBytes }: RoomDeps): Promise<Room> {
  const path = join(folder, 'reserve');
  const { blocks, bsize } = await statfs(folder);
  const wanted = Math.min(reserveBytes, Math.floor((blocks * bsize) / PART_OF_DISK));
  let isFull = false;
  let listener: (isFull: boolean) => void = () => undefined;
  let looking: Promise<boolean> | undefined;
  let freeing = Promise.resolve();
  /** One that has not begun frees for all who ask meanwhile. */
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

  /** Beside room for the reserve there must be more than what made the disk count as full. */
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

  /** Makes the reserve unless it is there; false when there is no room for it. */
  async function makeReserve(): Promise<boolean> {
    if ((await missingBytes()) === 0) return true;
    try {
      await writeWhole(path, wanted);
      return true;
    } catch (error) {
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

/** Whether an error says that a disk is full. */
export const isNoRoom = (error: unknown): boolean => ['ENOSPC', 'EDQUOT'].includes(codeOf(error) ?? '');

/** Whether there was something that could be removed. Not later: a statement waits for it. */
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

/** Real bytes, on the disk, all or none: a file with holes would take no room. */
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
