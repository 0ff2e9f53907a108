/**
 * Compares plotting libraries × runners of our Python package and the published one: `npm run bench -- libraries`.
 * Results are committed. A run adds those that are missing, then replaces those of earlier states of the package, the
 * libraries or the bench. `PACKAGES`, `RUNNERS` and `LIBRARIES` name some, `JOBS` run at a time, and after `MINUTES` no
 * further cell starts.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildIfStale } from '../lib/build.ts';
import { ensureChromium } from '../lib/chromium.ts';
import { ensureVenv, newestPython, pythonEngine, runPython } from '../lib/python.ts';
import { CACHE, fromRoot } from '../lib/root.ts';
import { run, TaskError } from '../lib/run.ts';

const FOLDER = fromRoot('python/bench');
const PAGE = fromRoot('docs/python-libraries.md');
/** Results of each cell. */
const RESULTS = fromRoot('docs/python-libraries.json');
/** Keeps the written tables, and caches of matplotlib. */
const WORK = join(CACHE, 'library-table');
/** Oldest Python for the pinned packages of the requirements. */
const OLDEST_MINOR = 11;
const MARK = '<!-- The rest is written by `npm run bench -- libraries`. -->';

await buildIfStale();
const chromium = await ensureChromium();
const newest = await newestPython(OLDEST_MINOR);
const using = newest === undefined ? {} : { python: newest.path };
const ours = await ensureVenv('libraries', join(FOLDER, 'requirements-libraries.txt'), {
  project: fromRoot('python'),
  ...using,
});
const published = await ensureVenv('libraries-published', publishedRequirements(), using);

mkdirSync(WORK, { recursive: true });
const { code } = await runPython(ours, [join(FOLDER, 'libraries.py'), ours, published, RESULTS, WORK], {
  cwd: fromRoot('python'),
  env: { GOFIGR_TEST_NODE: process.execPath, BROWSER_PATH: chromium },
  output: 'show',
});
if (code !== 0) throw new TaskError('Not all cells could be run.');
const engine = await pythonEngine(ours, 'matplotlib', 'plotly', 'seaborn', 'plotnine');
const [intro = ''] = readFileSync(PAGE, 'utf8').split(MARK);
const date = new Date().toISOString().slice(0, 10);
const table = readFileSync(join(WORK, 'table.md'), 'utf8');
const { output: commit } = await run('git', ['log', '-1', '--format=%h', '--', 'python/src']);
const { code: differs } = await run('git', ['diff', '--quiet', 'HEAD', '--', 'python/src']);
const state = `On ${date}, with ${engine}. This package is that of commit ${commit.trim()}${differs ? ', changed' : ''}.`;
writeFileSync(PAGE, `${intro}${MARK}\n\n${state}\n\n${table.trim()}\n`);

/** A requirements file with the published package. pip and uv resolve both lists together. */
function publishedRequirements(): string {
  const path = join(CACHE, 'requirements-libraries-published.txt');
  writeFileSync(path, `${readFileSync(join(FOLDER, 'requirements-libraries.txt'), 'utf8')}gofigr==2.3.4\n`);
  return path;
}
