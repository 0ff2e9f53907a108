import type { FastifyBaseLogger } from 'fastify';
import type { BlobStore } from '../../kernel/blobs/index.ts';
import type { Db } from '../../kernel/db/index.ts';
import { type Room, readStorage, writeStorage } from '../../kernel/storage/index.ts';

/** Time that an answer is reused, and time limit of a disk or database check. In milliseconds. */
const LASTS_MS = 5000;
const PATIENCE_MS = 5000;

export interface HealthDeps {
  db: Db;
  blobs: BlobStore;
  room: Pick<Room, 'look'>;
  /** Tells whether a newer version of the server has migrated the database. */
  isOutdated?: () => boolean;
  now?: () => number;
}

type Status = 'ok' | 'read_only' | 'unavailable';

/** Checks the storage at most every few seconds, however often it is called, and logs changes. */
export function createProbe({ db, blobs, room, now = () => performance.now() }: HealthDeps, log: FastifyBaseLogger) {
  let known: { at: number; status: Promise<Status> } | undefined;
  let last: Status = 'ok';

  async function look(): Promise<Status> {
    const [status, error] = await tryOut();
    if (status !== last && status === 'ok') log.warn('the storage can be used again');
    else if (status !== last && error !== undefined) log.error({ err: error, status }, 'the storage can not be used');
    last = status;
    return status;
  }

  async function tryOut(): Promise<[Status, unknown?]> {
    try {
      await inTime(readStorage(db, blobs));
    } catch (error) {
      return ['unavailable', error];
    }
    try {
      if (await inTime(room.look())) return ['read_only'];
      await inTime(writeStorage(db, blobs));
      return ['ok'];
    } catch (error) {
      return ['read_only', error];
    }
  }

  return (): Promise<Status> => {
    if (known === undefined || now() - known.at > LASTS_MS) known = { at: now(), status: look() };
    return known.status;
  };
}

async function inTime<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`It took longer than ${PATIENCE_MS / 1000} seconds.`)), PATIENCE_MS);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
