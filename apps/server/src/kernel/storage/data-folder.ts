import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { makeFolder } from '../files.ts';

/** Makes the data folder where it is missing; throws, naming the setting, when this process can't write into it. */
export async function openDataFolder(folder: string): Promise<void> {
  try {
    await makeFolder(folder, 0o700);
    await access(folder, constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new DataFolderError(folder, error);
  }
}

/** A data folder that can't be used: the person who set it can put it right. */
export class DataFolderError extends Error {
  constructor(folder: string, cause: unknown) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    super(
      `The data folder ${folder} can not be used (${reason}). Set GOFIGR_DATA_DIR to a folder that the server may write.`,
      { cause },
    );
  }
}
