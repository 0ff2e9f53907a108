import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isMissing } from '../files.ts';
import { newId } from '../ids.ts';
import { keepFresh, STALE_MS } from '../keep-fresh.ts';
import type { BlobStore } from './blobs.ts';

/** Holds on a folder of blobs: each is a file in `folder` that is kept fresh. */
export const fileHolds = (folder: string): Pick<BlobStore, 'hold' | 'isHeld'> => ({
  hold: () => keepFresh(join(folder, newId())),
  isHeld: (now) => isHeld(folder, now),
});

async function isHeld(folder: string, now: number): Promise<boolean> {
  for (const name of (await unlessMissing(readdir(folder))) ?? []) {
    const hold = await unlessMissing(stat(join(folder, name)));
    if (hold !== null && hold.mtimeMs > now - STALE_MS) return true;
  }
  return false;
}

async function unlessMissing<T>(result: Promise<T>): Promise<T | null> {
  try {
    return await result;
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}
