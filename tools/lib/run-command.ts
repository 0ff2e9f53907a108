import { pathToFileURL } from 'node:url';
import { buildCommandsIfStale } from './build.ts';
import { fromRoot } from './root.ts';
import { runTask } from './run.ts';

/** Builds what is stale, then becomes `gfconfig` or `gofigr`, in the folder where the user called npm. */
export async function runCommand(name: 'gfconfig' | 'gofigr'): Promise<void> {
  await runTask(async () => {
    await buildCommandsIfStale();
    const folder = process.env['INIT_CWD'];
    if (folder !== undefined) process.chdir(folder);
    // Not its bin: that is what called us when nothing had been built yet.
    await import(pathToFileURL(fromRoot('packages/cli/dist', `${name}.js`)).href);
    return undefined;
  });
}
