import { existsSync } from 'node:fs';
import nodeModule from 'node:module';

/**
 * Runs the bundle that the package ships. In a clone of the repository where nothing has been built yet, the
 * repository builds it first.
 */
export async function start(program) {
  const bundle = new URL(`../dist/${program}.js`, import.meta.url);
  if (existsSync(bundle)) {
    // Node keeps the compiled code, and starts sooner. Node 20 can't.
    nodeModule.enableCompileCache?.();
    await import(bundle.href);
  } else {
    process.argv.splice(2, 0, program);
    await import('../../../tools/bootstrap.mjs');
  }
}
