import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { DataFolderError } from './data-folder.ts';

/** A lock of this process. The operating system releases it when the process ends in any way. */
export interface FolderLock {
  release(): void;
}

/** Statements that lock a file for as long as their transaction is open: against all, or against exclusive locks. */
const BEGIN = { exclusive: 'begin exclusive', shared: 'begin; select name from sqlite_master' };

/** Locks a file, which it makes if it is missing. Returns null if another lock excludes this one. */
export function lockFile(path: string, kind: keyof typeof BEGIN): FolderLock | null {
  let database: DatabaseSync | undefined;
  try {
    const opened = new DatabaseSync(path, { timeout: 0 });
    database = opened;
    // The journal is in memory, so it needs no disk space.
    opened.exec(`pragma journal_mode = memory; ${BEGIN[kind]}`);
    return { release: () => opened.close() };
  } catch (error) {
    database?.close();
    if (isBusy(error)) return null;
    throw error;
  }
}

/** Locks a data folder for one server; throws if another server has it. */
export function lockFolder(folder: string): FolderLock {
  let lock: FolderLock | null;
  try {
    lock = lockFile(join(folder, 'server.lock'), 'exclusive');
  } catch (error) {
    throw new DataFolderError(folder, error);
  }
  if (lock) return lock;
  throw new Error(
    `Another GoFigr server is running on ${folder}. Stop it first, or give this one a GOFIGR_DATA_DIR of its own; several servers at once need PostgreSQL (GOFIGR_DATABASE_URL).`,
  );
}

const SQLITE_BUSY = 5;

const isBusy = (error: unknown): boolean =>
  error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY;
