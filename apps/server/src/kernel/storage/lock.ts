import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** Holds a data folder for one server. The operating system lets go of it when the process ends, however it ends. */
export interface FolderLock {
  release(): void;
}

const isBusy = (error: unknown): boolean => (error as { errcode?: number }).errcode === 5;

/** Takes the folder for this process; throws, saying so, when another server has it. */
export function lockFolder(folder: string): FolderLock {
  const database = new DatabaseSync(join(folder, 'server.lock'), { timeout: 0 });
  try {
    // SQLite holds an exclusive lock on the file for as long as the transaction is open.
    // Its journal stays in memory: it needs no room on the disk.
    database.exec('pragma journal_mode = memory; begin exclusive');
  } catch (error) {
    database.close();
    if (!isBusy(error)) throw new Error(`The file server.lock in ${folder} can not be locked.`, { cause: error });
    throw new Error(
      `Another GoFigr server is running on ${folder}. Stop it first, or give this one a GOFIGR_DATA_DIR of its own; several servers at once need PostgreSQL (GOFIGR_DATABASE_URL).`,
      { cause: error },
    );
  }
  return { release: () => database.close() };
}
