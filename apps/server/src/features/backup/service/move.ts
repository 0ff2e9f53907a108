import type { BlobStore } from '../../../kernel/blobs/index.ts';
import { readStorageId } from '../../../kernel/storage/index.ts';
import { refused } from '../errors.ts';
import { bytesOf } from '../store/checks.ts';
import { stateOf } from '../store/rows.ts';
import { type BlobEntry, glance } from './blob-folder.ts';
import { type BlobProblem, blobFaults } from './blob-problems.ts';
import { copyInto } from './copy.ts';
import { type BackupDeps, blobsOfServer, lockServer } from './deps.ts';
import { entriesOf } from './verify.ts';

/** The migration that added stores to rows. */
const NAMES_STORES = '0010-stores';

export interface MoveReport {
  /** Blobs that the target did not have before. */
  copied: { count: number; bytes: number };
  /** Blobs that this server has not or not whole. */
  problems: BlobProblem[];
  /** Tells whether a server can start on the target. */
  isFinished: boolean;
}

/**
 * Copies the blobs of this server's files or bucket to another store, and leaves the old ones there. Compares all bytes
 * with their hashes, also those that an earlier run has copied. The server may run meanwhile; `finish` needs it stopped:
 * it writes the server's ID into the target if nothing is missing there, so that a server starts on a whole copy only.
 */
export async function moveBlobs(deps: BackupDeps, target: BlobStore, finish: boolean): Promise<MoveReport> {
  const { db, engine } = deps.database;
  const { migrations } = await stateOf(db);
  if (migrations.length === 0) throw refused(`There is no GoFigr database in ${deps.dataDir}.`);
  const id = await readStorageId(db);
  if (id === undefined || id !== (await deps.large.readId()))
    throw refused(`The database and ${deps.large.location} do not belong together. Give the settings of the server.`);
  await refuseForeign(deps, target, id);
  const unlock = finish ? lockServer(deps) : () => undefined;
  const release = await deps.large.hold();
  try {
    await target.prepare(engine !== 'sqlite');
    await target.tryOut();
    const faults = blobFaults();
    const blobs = { blobs: onlyLarge(deps, migrations.includes(NAMES_STORES)), total: await bytesOf(db) };
    const copied = await copyInto(deps, deps.large, target, blobs, faults.add);
    const problems = await faults.explain(db);
    const isFinished = finish && problems.length === 0;
    if (isFinished) await target.writeId(id);
    return { copied, problems, isFinished };
  } finally {
    await release();
    deps.progress.end();
    unlock();
  }
}

/** Rejects the server's own store, and one of another server. */
async function refuseForeign({ large }: BackupDeps, target: BlobStore, id: string): Promise<void> {
  if (target.location === large.location) throw refused(`The data are in ${target.location} already.`);
  const found = await target.readId();
  if (found !== undefined && found !== id) throw refused(`${target.location} holds the data of another server.`);
}

/** The blobs that are not rows of the database, and not in the bucket of a workspace. */
async function* onlyLarge(deps: BackupDeps, hasStores: boolean): AsyncGenerator<BlobEntry> {
  const all = await blobsOfServer(deps);
  for await (const blob of entriesOf(deps.database.db, hasStores)) {
    if (all !== deps.large && (await glance(deps.large, blob)) === 'missing' && (await glance(all, blob)) === null)
      continue;
    yield blob;
  }
}
