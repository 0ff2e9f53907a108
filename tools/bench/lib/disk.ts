import { mkdirSync, mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { CACHE } from '../../lib/root.ts';

/** Folder of everything that is measured. The system's temporary folder may lie in memory, where nothing is durable. */
const DISK = join(CACHE, 'bench');

/** Makes an empty folder on that disk. */
export function makeFolderOnDisk(prefix: string): string {
  mkdirSync(DISK, { recursive: true });
  return mkdtempSync(join(DISK, prefix));
}
