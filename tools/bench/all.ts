import { seconds } from '../lib/run.ts';
import { readOptions } from './lib/options.ts';

const USAGE = `npm run bench [-- options]
Runs every benchmark of the server.`;

const BENCHMARKS = ['ratios', 'publish', 'revisions', 'keys', 'lists', 'mlflow'];

/** A quick run of all shows that they work. */
const QUICK = ['--engine', 'sqlite', '--connections', '8'];

const options = readOptions(USAGE);
if (options) {
  // The benchmarks read the command line too.
  if (options.isQuick) process.argv.push(...QUICK);
  for (const name of BENCHMARKS) {
    const started = performance.now();
    await import(`./${name}.ts`);
    console.error(`${name}: ${seconds(performance.now() - started)}`);
  }
}
