import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { makeFolder } from '../files.ts';

/** Creates the data folder if it is missing. If this process can't write to it, the error names the setting. */
export async function openDataFolder(folder: string): Promise<void> {
  try {
    await makeFolder(folder, 0o700);
    await access(folder, constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new DataFolderError(folder, error);
  }
}

/** A data folder that can't be used: the administrator can fix it. */
export class DataFolderError extends Error {
  constructor(folder: string, cause: unknown) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    super(
      `The data folder ${folder} can not be used (${reason}). Set GOFIGR_DATA_DIR to a folder that the server may write.`,
      { cause },
    );
  }
}
