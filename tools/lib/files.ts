import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

const SKIPPED = new Set(['node_modules', 'dist']);

/** Lists all files under a folder, or the file itself, as absolute sorted paths. Empty if the path doesn't exist. */
export function filesUnder(path: string): string[] {
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [path];
  const entries = readdirSync(path, { withFileTypes: true });
  return entries
    .filter((entry) => !SKIPPED.has(entry.name) && !entry.name.startsWith('.'))
    .flatMap((entry) => (entry.isDirectory() ? filesUnder(join(path, entry.name)) : [join(path, entry.name)]))
    .toSorted();
}

/**
 * Returns a hash that changes if a file below the root is added, removed or changed. The root's path and times don't
 * count, so a copy of the root has the same hash.
 */
export function fingerprint(root: string, files: string[]): string {
  const hash = createHash('sha256');
  for (const file of files) {
    const contents = readFileSync(file);
    hash.update(`${relative(root, file).replaceAll(sep, '/')}\0${contents.length}\0`).update(contents);
  }
  return hash.digest('hex');
}
