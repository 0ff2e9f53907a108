import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildIfStale } from '../lib/build.ts';
import { chromiumEngine, ensureChromium } from '../lib/chromium.ts';
import { add, type Counts, type LegResult } from '../lib/leg.ts';
import { ensureVenv, newestPython, pythonEngine, runPython } from '../lib/python.ts';
import { fromRoot } from '../lib/root.ts';
import { openNotebooks } from './notebooks.ts';
import { countPytest } from './python.ts';

const PACKAGE = fromRoot('python');
/** Oldest Python for the pinned packages of the requirements. */
const OLDEST_MINOR = 11;
/** Number of notebooks at a time. JupyterLab and other legs run at the same time. */
const AT_A_TIME = '2';

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
  const [tested, inLab] = await Promise.all([
    runPytest(python, chromium),
    openNotebooks({ python, chromium }, 'own-package.test.ts'),
  ]);
  return {
    engine: `${await pythonEngine(python, 'gofigr', 'matplotlib', 'jupyterlab')}; ${await chromiumEngine(chromium)}`,
    ...add(tested, inLab),
  };
}

async function runPytest(python: string, chromium: string): Promise<Counts> {
  const home = mkdtempSync(join(tmpdir(), 'gofigr-notebooks-'));
  try {
    const args = ['-m', 'pytest', 'notebook-tests', '-q', '-rs', '-n', AT_A_TIME, '-p', 'no:cacheprovider'];
    const { code, output } = await runPython(python, args, {
      cwd: PACKAGE,
      env: {
        HOME: home,
        // The tests start their own servers, to kill them.
        GOFIGR_TEST_NODE: process.execPath,
        // Plotly draws its images in a browser.
        BROWSER_PATH: chromium,
      },
    });
    process.stdout.write(output);
    return countPytest(output, code);
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}
