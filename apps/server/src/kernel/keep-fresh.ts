import { mkdir, rm, utimes, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

const TOUCH_INTERVAL_MS = 60_000;

/** A file that has not been touched for so long was left by a process that ended. */
export const STALE_MS = 10 * 60_000;

/** Makes a file that tells other processes that this one is at work, until what it gives is called. */
export async function keepFresh(path: string): Promise<() => Promise<void>> {
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
