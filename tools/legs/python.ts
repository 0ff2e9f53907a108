import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildIfStale } from '../lib/build.ts';
import { ensureChromium } from '../lib/chromium.ts';
import { add, type Counts, type LegResult, NOTHING } from '../lib/leg.ts';
import { mapPooled } from '../lib/pool.ts';
import { ensureVenv, everyPython, pythonEngine, runPython } from '../lib/python.ts';
import { CACHE, fromRoot } from '../lib/root.ts';
import type { RunResult } from '../lib/run.ts';
import type { Python } from '../lib/system.ts';
import { createAccounts, createApiKey } from '../lib/test-accounts.ts';
import { startTestServer, type TestServer } from '../lib/test-server.ts';
import { countLines } from './clients.ts';

const PACKAGE = fromRoot('python');
const PUBLISHED = fromRoot('acceptance/published-client');
/** Minor version of the oldest supported Python, as in `requires-python`. */
const OLDEST_MINOR = 10;

/**
 * Tests our Python package: static checks, its tests on every Python of this machine, and the unchanged script for the
 * published package.
 */
export async function python(): Promise<LegResult> {
  const pythons = await everyPython(OLDEST_MINOR);
  await buildIfStale();
  const venvs = await makeVenvs(pythons);
  const newest = venvs.at(-1) ?? '';
  const server = await startTestServer();
  try {
    // Runs two at a time: more would wait for each other.
    const results = [
      ...(await Promise.all([staticChecks(newest), asPublished(server, pythons.at(-1))])),
      ...(await mapPooled([...venvs.entries()], 2, ([index, venv]) => tests(server, venv, index))),
    ];
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

/** Runs Python in the package's folder with an empty home folder, and shows its output. */
async function inPackage(interpreter: string, args: string[], env: Record<string, string> = {}): Promise<RunResult> {
  const home = mkdtempSync(join(tmpdir(), 'gofigr-python-'));
  try {
    const result = await runPython(interpreter, args, { cwd: PACKAGE, env: { HOME: home, ...env } });
    process.stdout.write(result.output);
    return result;
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

async function staticChecks(venv: string): Promise<Counts> {
  let counts = NOTHING;
  for (const args of [['ruff', 'check'], ['ruff', 'format', '--check'], ['mypy']]) {
    const { code } = await inPackage(venv, ['-m', ...args]);
    counts = add(counts, { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: [] });
  }
  return counts;
}

async function tests(server: TestServer, venv: string, index: number): Promise<Counts> {
  const env = await accountsOf(server, `pytest${index}`);
  const { code, output } = await inPackage(venv, ['-m', 'pytest', '-q', '-rs', '-p', 'no:cacheprovider'], env);
  return countPytest(output, code);
}

/** Creates two accounts for this run. Returns their names and secrets as the tests and `run.py` expect them. */
async function accountsOf(server: TestServer, name: string): Promise<Record<string, string>> {
  const [account, other] = await createAccounts(server, [`${name}-alice`, `${name}-bob`]);
  if (!account || !other) throw new Error('no account');
  return {
    GOFIGR_TEST_URL: server.url,
    GOFIGR_TEST_KEY: await createApiKey(server, account),
    GOFIGR_TEST_USERNAME: account.username,
    GOFIGR_TEST_PASSWORD: account.password,
    GOFIGR_TEST_OTHER_USERNAME: other.username,
    GOFIGR_TEST_OTHER_PASSWORD: other.password,
  };
}

/** Runs the script for the published client of version 2 with our package. */
async function asPublished(server: TestServer, newest: Python | undefined): Promise<Counts> {
  const requirements = join(CACHE, 'requirements-as-published.txt');
  const lines = readFileSync(join(PUBLISHED, 'requirements-current.txt'), 'utf8').split('\n');
  const others = lines.filter((line) => !line.startsWith('gofigr=='));
  // The package's build tools, and the packages that the script uses.
  writeFileSync(requirements, [...others, 'hatchling', 'editables', 'requests', ''].join('\n'));
  const options = { project: PACKAGE, ...(newest === undefined ? {} : { python: newest.path }) };
  const venv = await ensureVenv('python-as-published', requirements, options);
  const { code, output } = await inPackage(venv, [join(PUBLISHED, 'run.py')], {
    ...(await accountsOf(server, 'published')),
    MPLBACKEND: 'Agg',
    // Plotly draws its images in a browser.
    BROWSER_PATH: await ensureChromium(),
  });
  return { ...countLines(output, code), skipped: [] };
}

/** Reads the counts in pytest's last line, `98 passed, 1 skipped in 3.21s`, and the lines about skipped tests. */
export function countPytest(output: string, exitCode: number): Counts {
  const count = (word: string): number => Number(new RegExp(`(\\d+) ${word}`).exec(lastLine(output))?.[1] ?? 0);
  const [passed, failed] = [count('passed'), count('failed') + count('errors?')];
  const isBroken = failed === 0 && (exitCode !== 0 || passed === 0);
  return { passed, failed: isBroken ? 1 : failed, skipped: skippedBy(output, count('skipped')) };
}

/** `SKIPPED [2] tests/test_a.py:12: needs a fork` stands for two tests. */
function skippedBy(output: string, count: number): string[] {
  const named = [...output.matchAll(/^SKIPPED \[(\d+)\] (.+)$/gm)].flatMap(([, times, what]) =>
    Array.from({ length: Number(times) }, () => String(what)),
  );
  return Array.from({ length: Math.max(count, named.length) }, (_, index) => named[index] ?? 'a test of pytest');
}

const lastLine = (output: string): string => output.trim().split('\n').at(-1) ?? '';
