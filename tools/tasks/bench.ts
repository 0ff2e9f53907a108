import { existsSync, readdirSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { fromRoot } from '../lib/root.ts';
import { runTask, TaskError } from '../lib/run.ts';

/** `npm run bench -- NAME [arguments]` runs tools/bench/NAME.ts. */
await runTask(async () => {
  const [name = '', ...args] = process.argv.slice(2);
  const folder = fromRoot('tools/bench');
  const known = existsSync(folder) ? readdirSync(folder).map((file) => file.replace(/\.ts$/, '')) : [];
  if (!known.includes(name)) throw new TaskError(`Which benchmark? There are: ${known.join(', ') || 'none yet'}.`);
  const entry = fromRoot('tools/bench', `${name}.ts`);
  process.argv = [process.execPath, entry, ...args];
  await import(pathToFileURL(entry).href);
  return undefined;
});
