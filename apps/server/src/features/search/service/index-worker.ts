import { existsSync, readlinkSync } from 'node:fs';
import { getPriority, setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import { createCheckedBlobs, createFileBlobs, createSmallBlobs, loadBlake3 } from '../../../kernel/blobs/index.ts';
import { type Database, type Db, openDatabase } from '../../../kernel/db/index.ts';
import { createPostgresIndex } from '../store/postgres-index.ts';
import { createReadStart, type ReadStart } from './content.ts';
import type { FromWorker, IndexCalls, IndexPlaces, ToWorker } from './index-thread.ts';
import { workRound } from './round.ts';
import type { SearchIndex } from './search-index.ts';
import { createSqliteIndex } from './sqlite-index.ts';

/** A tenth of the processor's time that another thread gets. */
const NICENESS = 10;
/** A link that each thread sees to its own number. */
const THREAD = '/proc/thread-self';

const { database: where, file, blobFolder } = workerData as IndexPlaces; // given by index-thread.ts
const waiting = new Map<number, { resolve(bytes: Uint8Array): void; reject(error: Error): void }>();
let reads = 0;
let database: Database | undefined;
let ownStart: Promise<ReadStart> | undefined;

/** Opened by the first call that needs it, so that a failure is the call's error. */
const db = (): Db => (database ??= openDatabase(where, { isReadOnly: true })).db;
const index: SearchIndex = file === null ? createPostgresIndex({ db: db() }) : createSqliteIndex(file);

/** Reads bytes in the server's own files and database, and asks the server for others. */
const readStart: ReadStart = async (row, most) => {
  if (row.store === null && blobFolder !== null) return (await (ownStart ??= openOwn(blobFolder)))(row, most);
  const { promise, resolve, reject } = Promise.withResolvers<Uint8Array>();
  const read = ++reads;
  waiting.set(read, { resolve, reject });
  tell({ read, row, most });
  return promise;
};

async function openOwn(folder: string): Promise<ReadStart> {
  const newHasher = await loadBlake3();
  const files = createFileBlobs(folder, newHasher);
  const blobs = createCheckedBlobs('path' in where ? createSmallBlobs(files, db(), newHasher, 0) : files, newHasher);
  return createReadStart({ of: () => blobs });
}

/** Lets publishes go first if both want the processor. Only Linux has threads with a priority of their own, and names them. */
function giveWay(): void {
  if (!existsSync(THREAD)) return;
  const [id] = /\d+$/.exec(readlinkSync(THREAD)) ?? [];
  if (getPriority(Number(id)) < NICENESS) setPriority(Number(id), NICENESS);
}

giveWay();

const calls: IndexCalls = {
  round: () => workRound({ db: db(), index, readStart }),
  find: (asked) => index.find(asked),
  findParents: (asked) => index.findParents(asked),
  wordsNear: (keys) => index.wordsNear(keys),
  readState: () => index.readState(),
  async close() {
    index.close();
    await database?.close();
  },
};

async function answer({ job, name, given }: Extract<ToWorker, { job: number }>): Promise<void> {
  try {
    const call = calls[name] as (...given: readonly unknown[]) => Promise<unknown>; // with the arguments that index-thread.ts takes
    tell({ job, result: await call(...given) });
  } catch (error) {
    tell({ job, error: error instanceof Error ? error.message : String(error) });
  }
}

function tell(message: FromWorker): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker has no origin
  parentPort?.postMessage(message);
}

function take({ read, bytes, error }: Extract<ToWorker, { read: number }>): void {
  const asked = waiting.get(read);
  waiting.delete(read);
  if (bytes) asked?.resolve(bytes);
  else asked?.reject(new Error(error));
}

parentPort?.on('message', (message: ToWorker) => {
  if ('job' in message) void answer(message);
  else take(message);
});
