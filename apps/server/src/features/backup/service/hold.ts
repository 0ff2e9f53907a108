import { mkdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isMissing } from '../../../kernel/files.ts';
import { newId } from '../../../kernel/ids.ts';
import { refused } from '../errors.ts';

const TOUCH_INTERVAL_MS = 60_000;

/** A file that has not been touched for so long was left by a process that ended. */
const STALE_MS = 10 * 60_000;

/** Ends what was held. */
export type Release = () => Promise<void>;

/**
 * Keeps the server's collector from deleting blobs: it waits while there is a fresh file in `<blobs>/holds`.
 * Taken before the rows are read, so that whatever they refer to stays.
 */
export const holdBlobs = (blobsRoot: string): Promise<Release> => keepFresh(join(blobsRoot, 'holds', newId()));

/** Keeps a second backup out of a folder. */
export async function lockBackups(dir: string): Promise<Release> {
  const path = join(dir, '.lock');
  const age = await ageOf(path);
  if (age !== null && age < STALE_MS)
    throw refused(`Another backup is writing to ${dir}. If none is, wait ten minutes or delete ${path}.`);
  await rm(path, { force: true });
  return keepFresh(path);
}

async function keepFresh(path: string): Promise<Release> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, '', { flag: 'wx' });
  const touch = async () => {
    const now = new Date();
    await utimes(path, now, now);
  };
  // One touch that fails is made up for by the next: nine may fail before anyone thinks us gone.
  const timer = setInterval(() => void touch().catch(() => undefined), TOUCH_INTERVAL_MS).unref();
  return async () => {
    clearInterval(timer);
    await rm(path, { force: true });
  };
}

async function ageOf(path: string): Promise<number | null> {
  try {
    return Date.now() - (await stat(path)).mtimeMs;
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}
