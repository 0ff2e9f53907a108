import { enableCompileCache } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildIfStale, SERVER_BUNDLE, WEB_DIR } from '../lib/build.ts';
import { CACHE } from '../lib/root.ts';
import { runTask } from '../lib/run.ts';

/** Builds stale products, then runs the server. */
await runTask(async () => {
  await buildIfStale();
  process.env['GOFIGR_WEB_DIR'] ??= WEB_DIR;
  enableCompileCache(join(CACHE, 'compile'));
  process.argv[1] = SERVER_BUNDLE;
  await import(pathToFileURL(SERVER_BUNDLE).href);
  return undefined;
});
