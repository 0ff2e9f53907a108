import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Release } from '../../../kernel/blobs/index.ts';
import { isMissing } from '../../../kernel/files.ts';
import { keepFresh, STALE_MS } from '../../../kernel/keep-fresh.ts';
import { refused } from '../errors.ts';

/** Keeps a second backup from writing to the same folder. */
export async function lockBackups(dir: string): Promise<Release> {
  const path = join(dir, '.lock');
  const age = await ageOf(path);
  if (age !== null && age < STALE_MS)
    throw refused(`Another backup is writing to ${dir}. If none is, wait ten minutes or delete ${path}.`);
  await rm(path, { force: true });
  return keepFresh(path);
}

async function ageOf(path: string): Promise<number | null> {
  try {
    return Date.now() - (await stat(path)).mtimeMs;
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}
