import type { Migration } from 'kysely/migration';
import type { NewHasher } from '../../../kernel/blobs/blake3.ts';
import type { BlobStore } from '../../../kernel/blobs/index.ts';
import type { Database, Db, Engine } from '../../../kernel/db/index.ts';
import { migrationsFor } from '../../../kernel/db/migrations/index.ts';
import { refused } from '../errors.ts';
import { otherStore } from '../store/checks.ts';
import type { Progress } from './progress.ts';

export interface BackupDeps {
  /** A connection of its own: it is busy while a snapshot is read. Not migrated. */
  database: Database;
  /** The server's data folder. */
  dataDir: string;
  /** The server's storage of blobs, which a server may be using. */
  blobs: BlobStore;
  newHasher: NewHasher;
  progress: Progress;
  /** Ends the work between two steps; what is not finished never looks complete. */
  signal?: AbortSignal;
  /** For tests; by default all that this version knows. */
  migrations?: Record<string, Migration>;
}

/** Begins a phase; gives what to call with each amount done, which throws once the work is to end. */
export function phase({ progress, signal }: BackupDeps, name: string, total: number): (amount: number) => void {
  const done = progress.phase(name, total);
  return (amount) => {
    signal?.throwIfAborted();
    done(amount);
  };
}

export const knownMigrations = (
  { database, migrations }: BackupDeps,
  engine: Engine = database.engine,
): Record<string, Migration> => migrations ?? migrationsFor(engine);

/** Throws when some data are kept elsewhere: a backup without them would look complete. */
export async function refuseOtherStores(db: Db, migrations: readonly string[]): Promise<void> {
  const store = await otherStore(db, migrations);
  if (store !== null)
    throw refused(`Some data are kept in the store "${store}", and this version can only handle the server's own.`);
}

/** Blobs that are read or copied at the same time: enough to keep a disk busy, few enough for a server beside it. */
export const AT_ONCE = 4;
