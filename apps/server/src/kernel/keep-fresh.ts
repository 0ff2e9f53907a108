import { mkdir, rm, utimes, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

export const TOUCH_INTERVAL_MS = 60_000;

/** Age of an untouched file at which its process counts as dead. */
export const STALE_MS = 10 * 60_000;

/** Creates a file that tells other processes that this one is working. Call the returned function when done. */
export async function keepFresh(path: string): Promise<() => Promise<void>> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, '', { flag: 'wx' });
  const touch = async () => {
    const now = new Date();
    await utimes(path, now, now);
  };
  // The next touch makes up for a failed one: nine may fail before this process counts as dead.
  const timer = setInterval(() => void touch().catch(() => undefined), TOUCH_INTERVAL_MS).unref();
  return async () => {
    clearInterval(timer);
    await rm(path, { force: true });
  };
}
