import { copyFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join } from 'node:path';
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
const BUNDLED = ['@blazediff/core', 'commander', 'hash-wasm', 'pngjs', 'uqr'];
const licenseOf = (name: string): string => {
  const folder = fromRoot('node_modules', name);
  const file = readdirSync(folder).find((one) => one.startsWith('LICENSE'));
  if (file === undefined) throw new Error(`${name} has no license`);
  return readFileSync(join(folder, file), 'utf8');
};
const notices = BUNDLED.map((name) => `${name}\n\n${licenseOf(name)}`);
writeFileSync(fromRoot('packages/cli/dist/BUNDLED-LICENSES'), notices.join('\n\n'));
copyFileSync(fromRoot('LICENSE'), fromRoot('packages/cli/dist/LICENSE'));
