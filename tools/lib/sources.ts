import { readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { filesUnder } from './files.ts';

/** TypeScript sources by their paths from the root. */
export type Sources = ReadonlyMap<string, string>;

const FOLDERS = ['acceptance', 'apps', 'packages', 'tools'];

/** Reads the TypeScript sources in these folders, without declarations. */
export function readSources(root: string, folders = FOLDERS): Sources {
  const paths = folders.flatMap((folder) => filesUnder(join(root, folder)));
  return new Map(
    paths
      .filter((path) => /\.tsx?$/.test(path) && !path.endsWith('.d.ts'))
      .map((path) => [relative(root, path).split(sep).join('/'), readFileSync(path, 'utf8')]),
  );
}
