import { pathToFileURL } from 'node:url';
import { buildCommandsIfStale } from './build.ts';
import { fromRoot } from './root.ts';
import { runTask } from './run.ts';

/** Builds stale products, then runs `gfconfig` or `gofigr` in the folder where the user called npm. */
export async function runCommand(name: 'gfconfig' | 'gofigr'): Promise<void> {
  await runTask(async () => {
    await buildCommandsIfStale();
    const folder = process.env['INIT_CWD'];
    if (folder !== undefined) process.chdir(folder);
    // Imports the bundle, because the bin script may have called this file.
    await import(pathToFileURL(fromRoot('packages/cli/dist', `${name}.js`)).href);
    return undefined;
  });
}
