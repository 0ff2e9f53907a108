import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { rolldown } from 'rolldown';
import { fromRoot } from './root.ts';

const BUILT_IN = new Set(builtinModules);

/** Only Node's modules stay out of the bundle. So the package has no dependencies and starts fast. */
const external = (id: string): boolean => id.startsWith('node:') || BUILT_IN.has(id);

const bundle = await rolldown({
  input: { gfconfig: fromRoot('packages/cli/src/gfconfig.ts'), gofigr: fromRoot('packages/cli/src/gofigr.ts') },
  external,
  platform: 'node',
  // Prefers ES modules, because only their used parts are bundled.
  resolve: { mainFields: ['module', 'main'] },
  tsconfig: fromRoot('packages/cli/tsconfig.json'),
});
await bundle.write({
  dir: fromRoot('packages/cli/dist'),
  format: 'esm',
  minify: true,
  cleanDir: true,
  entryFileNames: '[name].js',
  // The chunks of a command are loaded when it runs.
  chunkFileNames: '[name]-[hash].js',
});
await bundle.close();

/** Bundled packages, whose licenses must be included. */
const BUNDLED = ['commander', 'hash-wasm', 'uqr'];
const notices = BUNDLED.map((name) => `${name}\n\n${readFileSync(fromRoot('node_modules', name, 'LICENSE'), 'utf8')}`);
writeFileSync(fromRoot('packages/cli/dist/BUNDLED-LICENSES'), notices.join('\n\n'));
copyFileSync(fromRoot('LICENSE'), fromRoot('packages/cli/dist/LICENSE'));
