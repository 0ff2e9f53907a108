/**
 * Builds packages/client/dist: the published package. JavaScript is bundled, so it has no dependencies at run time.
 * Declarations are made from the sources, file by file, and use no other package. The contract's types are in the
 * generated `wire.ts`.
 */
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rolldown } from 'rolldown';
import { filesUnder } from './files.ts';
import { packageBin } from './packages.ts';
import { fromRoot } from './root.ts';
import { runNode, TaskError } from './run.ts';

const FOLDER = fromRoot('packages/client');
const DIST = join(FOLDER, 'dist');

/** Entries by their import names. */
const ENTRIES = { index: 'src/index.ts', node: 'src/node/index.ts', copy: 'src/copy/index.ts' };

const bundle = await rolldown({
  input: Object.fromEntries(Object.entries(ENTRIES).map(([name, path]) => [name, join(FOLDER, path)])),
  external: /^node:/,
  platform: 'neutral',
  transform: { target: 'es2022' },
  resolve: { mainFields: ['module', 'main'] },
});
await bundle.write({
  dir: DIST,
  format: 'esm',
  cleanDir: true,
  chunkFileNames: 'chunk-[hash].js',
  // The documentation is in the declarations. Without it, pages load less.
  comments: { jsdoc: false },
});
await bundle.close();

const tsc = [packageBin('typescript', 'tsc'), '-p', join(FOLDER, 'tsconfig.build.json'), '--pretty', 'false'];
const { code, output } = await runNode(tsc);
if (code !== 0) throw new TaskError(output);

// Declarations import files by `.ts`, which only this repository's settings allow.
for (const file of filesUnder(join(DIST, 'types')))
  writeFileSync(file, readFileSync(file, 'utf8').replaceAll(/(from '\.[^']*)\.ts'/g, "$1.js'"));

const manifest = JSON.parse(readFileSync(join(FOLDER, 'package.json'), 'utf8')) as Record<string, unknown>; // a manifest is an object
const { private: _private, devDependencies: _built, scripts: _scripts, ...published } = manifest;
const entry = (name: string, declarations: string) => ({
  types: `./types/${declarations}.d.ts`,
  default: `./${name}.js`,
});
const exports = {
  '.': entry('index', 'index'),
  './node': entry('node', 'node/index'),
  './copy': entry('copy', 'copy/index'),
  './package.json': './package.json',
};
writeFileSync(join(DIST, 'package.json'), `${JSON.stringify({ ...published, exports }, null, 2)}\n`);
for (const file of ['README.md', 'LICENSE'])
  cpSync(join(file === 'LICENSE' ? fromRoot() : FOLDER, file), join(DIST, file));
