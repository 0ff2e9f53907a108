import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { DataFolderError } from './data-folder.ts';

/** Locks a data folder for one server. The operating system releases the lock when the process ends in any way. */
export interface FolderLock {
  release(): void;
}

/** Locks the folder for this process; throws if another server has it. */
export function lockFolder(folder: string): FolderLock {
  let database: DatabaseSync | undefined;
  try {
    const opened = new DatabaseSync(join(folder, 'server.lock'), { timeout: 0 });
    database = opened;
    // SQLite holds an exclusive lock on the file for as long as the transaction is open.
    // The journal is in memory, so it needs no disk space.
    opened.exec('pragma journal_mode = memory; begin exclusive');
    return { release: () => opened.close() };
  } catch (error) {
    database?.close();
    if (!isBusy(error)) throw new DataFolderError(folder, error);
    throw new Error(
      `Another GoFigr server is running on ${folder}. Stop it first, or give this one a GOFIGR_DATA_DIR of its own; several servers at once need PostgreSQL (GOFIGR_DATABASE_URL).`,
      { cause: error },
    );
  }
}

const SQLITE_BUSY = 5;

const isBusy = (error: unknown): boolean =>
  error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY;
