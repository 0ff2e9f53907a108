import { fromRoot } from '../lib/root.ts';
import { runNode, seconds, TaskError } from '../lib/run.ts';
import { readOptions } from './lib/options.ts';

const USAGE = `npm run bench [-- options]
Runs every benchmark of the server.`;

const BENCHMARKS = ['ratios', 'publish', 'revisions', 'keys', 'lists', 'mlflow'];

/** A quick run of all shows that they work. */
const QUICK = ['--engine', 'sqlite', '--connections', '8'];

const given = process.argv.slice(2);
if (readOptions(USAGE)) {
  for (const name of BENCHMARKS) {
    const started = performance.now();
    const args = [...given, ...(given.includes('--quick') ? QUICK : [])];
    const { code } = await runNode([fromRoot('tools/bench', `${name}.ts`), ...args], { output: 'show' });
    if (code !== 0) throw new TaskError(`The benchmark "${name}" failed.`);
    console.error(`${name}: ${seconds(performance.now() - started)}`);
  }
}
