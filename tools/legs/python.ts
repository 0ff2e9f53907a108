import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildIfStale } from '../lib/build.ts';
import { ensureChromium } from '../lib/chromium.ts';
import { add, type Counts, type LegResult, NOTHING } from '../lib/leg.ts';
import { mapPooled } from '../lib/pool.ts';
import { runPytest } from '../lib/pytest.ts';
import { ensureVenv, everyPython, pythonEngine, runPython } from '../lib/python.ts';
import { CACHE, fromRoot } from '../lib/root.ts';
import type { Python } from '../lib/system.ts';
import { accountsOf } from '../lib/test-accounts.ts';
import { startTestServer, type TestServer } from '../lib/test-server.ts';

const PACKAGE = fromRoot('python');
const PUBLISHED = fromRoot('acceptance/published-client');
/** Minor version of the oldest supported Python, as in `requires-python`. */
const OLDEST_MINOR = 10;

/** Slow tests whose result is the same on every Python. They run on the newest one only. */
const ON_ONE_PYTHON = [
  'secrets_of_the_corpus_are_masked_and_clean_lines_stay',
  'large_texts_are_cleaned_quickly',
].flatMap((name) => ['--deselect', `tests/test_redact.py::test_${name}`]);

/**
 * Tests our Python package: static checks, its tests on every Python of this machine, and the unchanged tests of the
 * published package.
 */
export async function python(): Promise<LegResult> {
  const pythons = await everyPython(OLDEST_MINOR);
  await buildIfStale();
  const venvs = await makeVenvs(pythons);
  const newest = venvs.at(-1) ?? '';
  const server = await startTestServer();
  try {
    const works = [
      () => asPublished(server, pythons.at(-1)),
      () => staticChecks(newest),
      ...venvs.map((venv, index) => () => tests(server, venv, { index, isNewest: venv === newest })),
    ];
    // Runs two at a time: more would wait for each other.
    const results = await mapPooled(works, 2, (work) => work());
    const engines = await Promise.all(venvs.map((venv) => pythonEngine(venv, 'gofigr')));
    return { engine: engines.join('; '), ...results.reduce(add) };
  } finally {
    await server.stop();
  }
}

/** Makes the environments one after the other, so that they share pip's cache of downloads. */
async function makeVenvs(pythons: Python[]): Promise<string[]> {
  const venvs: string[] = [];
  for (const { path, minor } of pythons) {
    const requirements = join(PACKAGE, 'requirements-test.txt');
    venvs.push(await ensureVenv(`python-3.${minor}`, requirements, { python: path, project: PACKAGE }));
  }
  return venvs;
}

async function staticChecks(venv: string): Promise<Counts> {
  let counts = NOTHING;
  for (const args of [['ruff', 'check'], ['ruff', 'format', '--check'], ['mypy']]) {
    const { code, output } = await runPython(venv, ['-m', ...args], { cwd: PACKAGE });
    process.stdout.write(output);
    counts = add(counts, { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: [] });
  }
  return counts;
}

type Turn = { index: number; isNewest: boolean };

async function tests(server: TestServer, venv: string, { index, isNewest }: Turn): Promise<Counts> {
  return runPytest(venv, isNewest ? [] : ON_ONE_PYTHON, await accountsOf(server, `pytest${index}`), PACKAGE);
}

/** Runs the tests of the published client of version 2 with our package. */
async function asPublished(server: TestServer, newest: Python | undefined): Promise<Counts> {
  const requirements = join(CACHE, 'requirements-as-published.txt');
  const lines = readFileSync(join(PUBLISHED, 'requirements-current.txt'), 'utf8').split('\n');
  const others = lines.filter((line) => !line.startsWith('gofigr=='));
  // The package's build tools, and the packages that the tests use.
  writeFileSync(requirements, [...others, 'hatchling', 'editables', 'requests', ''].join('\n'));
  const options = { project: PACKAGE, ...(newest === undefined ? {} : { python: newest.path }) };
  const venv = await ensureVenv('python-as-published', requirements, options);
  const env = { ...(await accountsOf(server, 'published')), BROWSER_PATH: await ensureChromium() };
  return runPytest(venv, [join(PUBLISHED, 'tests')], env);
}
