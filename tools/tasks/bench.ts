import { existsSync, readdirSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { fromRoot } from '../lib/root.ts';
import { runTask, TaskError } from '../lib/run.ts';

const DEFAULT = 'all';

/** `npm run bench -- NAME [arguments]` runs tools/bench/NAME.ts; without a name, all.ts. */
await runTask(async () => {
  // Without this, an interrupt would end us before the servers are stopped.
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(130));
  const given = process.argv.slice(2);
  const isNamed = given[0] !== undefined && !given[0].startsWith('-');
  const [name = DEFAULT, ...args] = isNamed ? given : [DEFAULT, ...given];
  const folder = fromRoot('tools/bench');
  const known = existsSync(folder) ? readdirSync(folder).flatMap((file) => file.match(/^(.+)\.ts$/)?.[1] ?? []) : [];
  if (!known.includes(name))
    throw new TaskError(`No benchmark "${name}". Benchmarks: ${known.join(', ') || 'none yet'}.`);
  const entry = fromRoot('tools/bench', `${name}.ts`);
  process.argv = [process.execPath, entry, ...args];
  await import(pathToFileURL(entry).href);
  return undefined;
});
