import type { Migration } from 'kysely/migration';
import type { NewHasher } from '../../../kernel/blobs/blake3.ts';
import { type BlobStore, createSmallBlobs } from '../../../kernel/blobs/index.ts';
import type { Database, Db, Engine } from '../../../kernel/db/index.ts';
import { migrationsFor } from '../../../kernel/db/migrations/index.ts';
import { refused } from '../errors.ts';
import { otherStore } from '../store/checks.ts';
import { stateOf } from '../store/rows.ts';
import type { Progress } from './progress.ts';

export interface BackupDeps {
  /** A separate connection: reading a snapshot keeps it busy. Not migrated. */
  database: Database;
  /** The server's data folder. */
  dataDir: string;
  /** The server's files of blobs, which a running server may be using. */
  files: BlobStore;
  newHasher: NewHasher;
  progress: Progress;
  /** Stops the work between two steps; unfinished work never looks complete. */
  signal?: AbortSignal;
  /** For tests; by default all migrations of this version. */
  migrations?: Record<string, Migration>;
}

/** Starts a phase. Returns a function that reports progress, and throws once the work is to stop. */
export function phase({ progress, signal }: BackupDeps, name: string, total: number): (amount: number) => void {
  const done = progress.phase(name, total);
  return (amount) => {
    signal?.throwIfAborted();
    done(amount);
  };
}

/** All blobs of a server: its files, and the small ones in its database, if it has any. */
export async function blobsOfServer({ database: { db }, files, newHasher }: BackupDeps): Promise<BlobStore> {
  const { tables } = await stateOf(db);
  return tables.has('blobs') ? createSmallBlobs(files, db, newHasher, 0) : files;
}

export const knownMigrations = (
  { database, migrations }: BackupDeps,
  engine: Engine = database.engine,
): Record<string, Migration> => migrations ?? migrationsFor(engine);

/** Throws if some data are in another store: a backup without them would look complete. */
export async function refuseOtherStores(db: Db, migrations: readonly string[]): Promise<void> {
  const store = await otherStore(db, migrations);
  if (store !== null)
    throw refused(`Some data are kept in the store "${store}", and this version can only handle the server's own.`);
}

/** Blobs read or copied concurrently: enough to keep a disk busy, few enough for a server on the same machine. */
export const AT_ONCE = 4;
