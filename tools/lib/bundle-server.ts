import { existsSync } from 'node:fs';
import { rolldown } from 'rolldown';
import { fromRoot } from './root.ts';

/** Our own workspaces, and packages of some hundred files each: half of the time of a start was for loading these. */
const BUNDLED = /^(@gofigr|kysely|typebox)(\/|$)/;

/** Leaves the other packages to node_modules at run time. */
const external = (id: string): boolean => !/^[./]|^[A-Za-z]:[\\/]/.test(id) && !BUNDLED.test(id);

const ENTRIES = {
  main: 'apps/server/src/main.ts',
  admin: 'apps/server/src/commands/main.ts',
  'pictures-worker': 'apps/server/src/kernel/pictures/worker.ts',
  'checkpoint-worker': 'apps/server/src/kernel/db/sqlite/checkpoint-worker.ts',
};

const input = Object.fromEntries(
  Object.entries(ENTRIES)
    .map(([name, path]): [string, string] => [name, fromRoot(path)])
    .filter(([, path]) => existsSync(path)),
);

const bundle = await rolldown({ input, external, platform: 'node', tsconfig: fromRoot('apps/server/tsconfig.json') });
await bundle.write({
  dir: fromRoot('apps/server/dist'),
  format: 'esm',
  sourcemap: true,
  cleanDir: true,
  entryFileNames: '[name].js',
  // Chunks are next to the entries, so that `new URL('./x', import.meta.url)` means the same in each.
  chunkFileNames: 'chunk-[hash].js',
});
await bundle.close();
