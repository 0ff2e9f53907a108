import type { Migration } from 'kysely/migration';
import type { NewHasher } from '../../../kernel/blobs/blake3.ts';
import { BadBlob, type BlobStore, createSmallBlobs } from '../../../kernel/blobs/index.ts';
import type { Database, Engine } from '../../../kernel/db/index.ts';
import { migrationsFor } from '../../../kernel/db/migrations/index.ts';
import { lockFolder } from '../../../kernel/storage/index.ts';
import { allStores, type Buckets } from '../../../kernel/stores/index.ts';
import { refused } from '../errors.ts';
import { stateOf } from '../store/rows.ts';
import type { Source } from './blob-folder.ts';
import type { Progress } from './progress.ts';

export interface BackupDeps {
  /** A separate connection: reading a snapshot keeps it busy. Not migrated. */
  database: Database;
  /** The server's data folder. */
  dataDir: string;
  /** The server's bucket or files of blobs, which a running server may be using. */
  large: BlobStore;
  /** Opens the buckets of workspaces and organizations. */
  buckets: Pick<Buckets, 'open'>;
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

/** All blobs of a server: its bucket or files, and the small ones in its database, if it has any. */
export async function blobsOfServer({ database: { db }, large, newHasher }: BackupDeps): Promise<BlobStore> {
  const { tables } = await stateOf(db);
  return tables.has('blobs') ? createSmallBlobs(large, db, newHasher, 0) : large;
}

export const knownMigrations = (
  { database, migrations }: BackupDeps,
  engine: Engine = database.engine,
): Record<string, Migration> => migrations ?? migrationsFor(engine);

/** All bytes that rows refer to: the server's blobs, and those in the buckets of workspaces and organizations. */
export async function bytesOfServer(deps: BackupDeps): Promise<Source> {
  const { database, buckets } = deps;
  const own = await blobsOfServer(deps);
  const { tables } = await stateOf(database.db);
  const rows = tables.has('stores') ? await allStores(database.db) : [];
  const others = await Promise.all(rows.map((row) => buckets.open(row)));
  return {
    async open(hash) {
      let fault: unknown;
      for (const store of [own, ...others.map((other) => other.store)]) {
        try {
          return await store.open(hash);
        } catch (error) {
          if (!(error instanceof BadBlob && error.problem === 'missing')) throw error;
          fault ??= error;
        }
      }
      throw fault;
    },
  };
}

/** Blobs read or copied concurrently: enough to keep a disk busy, few enough for a server on the same machine. */
export const AT_ONCE = 4;

/** Keeps a server from starting on the folder meanwhile. Servers on PostgreSQL share a folder and don't lock it. */
export function lockServer({ database, dataDir }: BackupDeps): () => void {
  if (database.engine !== 'sqlite') return () => undefined;
  try {
    return lockFolder(dataDir).release;
  } catch (error) {
    throw refused(error instanceof Error ? error.message : String(error), error);
  }
}
