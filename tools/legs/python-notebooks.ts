import { join } from 'node:path';
import { buildIfStale } from '../lib/build.ts';
import { chromiumEngine, ensureChromium } from '../lib/chromium.ts';
import { add, type LegResult } from '../lib/leg.ts';
import { runPytest } from '../lib/pytest.ts';
import { ensureVenv, newestPython, pythonEngine } from '../lib/python.ts';
import { fromRoot } from '../lib/root.ts';
import { openNotebooks } from './notebooks.ts';

const PACKAGE = fromRoot('python');
/** Oldest Python for the pinned packages of the requirements. */
const OLDEST_MINOR = 11;
/** Tests at a time: they wait for kernels, faults and time limits. Tests of one group share a worker and its fixtures. */
const AT_A_TIME = ['-n', '3', '--dist', 'loadgroup'];

/**
 * Tests publishing with our Python package: scripts, executed notebooks, failing servers, watermarks that are read
 * back.
 */
export async function pythonNotebooks(): Promise<LegResult> {
  await buildIfStale();
  const chromium = await ensureChromium();
  const requirements = join(PACKAGE, 'requirements-notebooks.txt');
  const newest = await newestPython(OLDEST_MINOR);
  const python = await ensureVenv('python-notebooks', requirements, {
    project: PACKAGE,
    ...(newest === undefined ? {} : { python: newest.path }),
  });
  const env = {
    // The tests start servers of their own, to kill them.
    GOFIGR_TEST_NODE: process.execPath,
    // Plotly draws its pictures in a browser.
    BROWSER_PATH: chromium,
  };
  const [tested, inLab] = await Promise.all([
    runPytest(python, ['notebook-tests', ...AT_A_TIME], env, PACKAGE),
    openNotebooks(python, 'own-package.test.ts'),
  ]);
  return {
    engine: `${await pythonEngine(python, 'gofigr', 'matplotlib', 'jupyterlab')}; ${await chromiumEngine(chromium)}`,
    ...add(tested, inLab),
  };
}
