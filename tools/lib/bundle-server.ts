import { existsSync } from 'node:fs';
import { rolldown } from 'rolldown';
import { fromRoot } from './root.ts';

/** Packages with native code or files of their own. Node loads them at run time. */
const EXTERNAL = /^(zxing-wasm|@napi-rs|@node-rs|@zxcvbn-ts|hash-wasm|sharp|pg-native)(\/|$)/;

/** Bundles all other packages: half of the time of a start was for finding and loading their thousand files. */
const external = (id: string): boolean => EXTERNAL.test(id);

const ENTRIES = {
  main: 'apps/server/src/main.ts',
  admin: 'apps/server/src/commands/main.ts',
  'pictures-worker': 'apps/server/src/kernel/pictures/worker.ts',
  'compare-worker': 'apps/server/src/features/compare/service/worker.ts',
  'index-worker': 'apps/server/src/features/search/service/index-worker.ts',
  'picture-search-worker': 'apps/server/src/features/picture-search/service/worker.ts',
  'ocr-worker': 'apps/server/src/features/search/service/worker.ts',
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

// These run in browsers, before the scripts of published pages.
const parts = ['problems', 'storage', 'addresses'];
for (const part of parts) {
  const frame = await rolldown({ input: fromRoot(`packages/frame/src/${part}.ts`), platform: 'browser' });
  const file = fromRoot(`apps/server/dist/frame-${part}.js`);
  await frame.write({ file, format: 'iife', minify: true });
  await frame.close();
}
