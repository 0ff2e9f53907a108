import { existsSync, mkdirSync } from 'node:fs';
import nodeModule from 'node:module';
import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * Runs the bundle that the package ships. In a clone of the repository where nothing has been built yet, the
 * repository builds it first.
 */
export async function start(program) {
  const bundle = new URL(`../dist/${program}.js`, import.meta.url);
  if (existsSync(bundle)) {
    keepCompiledCode();
    await import(bundle.href);
  } else {
    process.argv.splice(2, 0, program);
    await import('../../../tools/bootstrap.mjs');
  }
}

/**
 * Node keeps the compiled code, and starts sooner. Node 20 can't. Not in its default folder below /tmp: whoever makes that
 * first on a shared machine could put other code there.
 */
function keepCompiledCode() {
  let folder = process.env.XDG_CACHE_HOME || join(homedir(), '.cache');
  try {
    // One by one: where nothing can be made, Node tries to make them all for ever.
    for (const name of ['', 'gofigr', 'node']) {
      folder = join(folder, name);
      if (!existsSync(folder)) mkdirSync(folder);
    }
  } catch {
    // Without a place to keep it, it is compiled anew each time.
    return;
  }
  nodeModule.enableCompileCache?.(folder);
}
