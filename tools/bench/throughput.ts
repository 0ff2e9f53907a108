/**
 * Measures how fast a script draws and delivers figures, beside the published package and MLflow: `npm run bench --
 * throughput`. `FIGURES` and `ROUNDS` are numbers. `WAYS` names some ways, separated by semicolons.
 */
import { join } from 'node:path';
import { buildIfStale } from '../lib/build.ts';
import { ensureVenv, newestPython } from '../lib/python.ts';
import { fromRoot } from '../lib/root.ts';
import { run, TaskError } from '../lib/run.ts';

const PACKAGE = fromRoot('python');
/** Oldest Python for the pinned packages of the requirements. */
const OLDEST_MINOR = 11;

await buildIfStale();
const newest = await newestPython(OLDEST_MINOR);
const using = newest === undefined ? {} : { python: newest.path };
const requirements = join(PACKAGE, 'requirements-notebooks.txt');
const ours = await ensureVenv('python-notebooks', requirements, { project: PACKAGE, ...using });
const published = await ensureVenv('gofigr-current', fromRoot('acceptance/published-client/requirements-current.txt'));
const mlflow = await ensureVenv('mlflow', fromRoot('tools/bench/mlflow/requirements.txt'), {
  project: PACKAGE,
});

const { code } = await run(ours, [join(PACKAGE, 'bench', 'throughput.py'), ours, published, mlflow], {
  cwd: PACKAGE,
  env: { GOFIGR_TEST_NODE: process.execPath },
  output: 'show',
});
if (code !== 0) throw new TaskError('Not all ways could be measured.');
