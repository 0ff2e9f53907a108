import { existsSync, mkdirSync } from 'node:fs';
import nodeModule from 'node:module';
import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * Runs the bundle of the package. In a clone of the repository without a bundle, builds it first. `isOld`: this Node can't
 * run the bundle, so the bootstrap of the clone takes another one.
 */
export async function start(program, isOld) {
  const bundle = new URL(`../dist/${program}.js`, import.meta.url);
  if (existsSync(bundle) && !isOld) {
    keepCompiledCode();
    await import(bundle.href);
  } else {
    process.argv.splice(2, 0, program);
    await import('../../../tools/bootstrap.mjs');
  }
}

/**
 * Lets Node keep the compiled code, so that it starts faster. Node 20 lacks this. The default folder below /tmp is not
 * used: on a shared machine another user could create it first and put other code there.
 */
function keepCompiledCode() {
  let folder = process.env.XDG_CACHE_HOME || join(homedir(), '.cache');
  try {
    // One folder at a time: `recursive` never ends where no folder can be made.
    for (const name of ['', 'gofigr', 'node']) {
      folder = join(folder, name);
      if (!existsSync(folder)) mkdirSync(folder);
    }
  } catch {
    // Without a folder, Node compiles the code at every start.
    return;
  }
  nodeModule.enableCompileCache?.(folder);
}
