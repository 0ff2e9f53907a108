import { cpSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureVenv, newestPython, runPython } from '../lib/python.ts';
import { CACHE, fromRoot } from '../lib/root.ts';
import { TaskError } from '../lib/run.ts';
import { PYTHON_FOLDERS } from './folders.ts';
import type { Row } from './table.ts';
import { triedBy, type Wish } from './wish.ts';

const PACKAGE = fromRoot('python');
const OLDEST_MINOR = 10;

type Outcome = 'killed' | 'timedOut' | 'survived' | 'uncovered';

/** Exit codes that mutmut records for its mutants. Any other code is that of a stopped process, as by a time limit. */
const OUTCOMES: Record<string, Outcome> = { 0: 'survived', 1: 'killed', 3: 'killed', 5: 'uncovered', 33: 'uncovered' };

/** Runs the tests of a folder against each mutant of mutmut. Prints the survivors. */
export async function mutatePython(folder: string, wish: Wish): Promise<Row> {
  const tests = PYTHON_FOLDERS[folder]?.tests;
  if (!tests) throw new TaskError(`No such folder: ${folder}. Folders: ${Object.keys(PYTHON_FOLDERS).join(', ')}`);
  const newest = await newestPython(OLDEST_MINOR);
  const python = await ensureVenv('python-mutation', join(PACKAGE, 'requirements-mutation.txt'), {
    project: PACKAGE,
    ...(newest === undefined ? {} : { python: newest.path }),
  });
  const home = copyPackage(folder, tests);
  const started = performance.now();
  const call = [fromRoot('tools/mutation/sample.py'), 'run', '--max-children', String(wish.concurrency)];
  const env = { MUTATION_SEED: wish.seed, MUTATION_SAMPLE: String(wish.sample) };
  const { code, output } = await runPython(python, call, { cwd: home, env });
  const results = resultsOf(home);
  if (code !== 0 || results.length === 0) throw new TaskError(`${lastPart(output)}\nmutmut failed on ${folder}.`);
  for (const [name, outcome] of results)
    if (outcome === 'survived' || outcome === 'uncovered') console.log(`${outcome}: ${name}`);
  console.log(`To see one of them: cd ${home} && ${python} -m mutmut show NAME`);
  const count = (wanted: Outcome): number => results.filter(([, outcome]) => outcome === wanted).length;
  return {
    folder,
    killed: count('killed'),
    timedOut: count('timedOut'),
    survived: count('survived'),
    uncovered: count('uncovered'),
    minutes: (performance.now() - started) / 60_000,
    tried: triedBy(wish),
  };
}

/** Copies the package for mutmut, which writes to its current folder. */
function copyPackage(folder: string, tests: readonly string[]): string {
  const home = join(CACHE, 'mutation', folder.replaceAll('/', '-'));
  rmSync(home, { recursive: true, force: true });
  mkdirSync(home, { recursive: true });
  for (const part of ['src', 'tests', 'README.md']) cpSync(join(PACKAGE, part), join(home, part), { recursive: true });
  const settings = [
    '[tool.mutmut]',
    'source_paths = ["src"]',
    `only_mutate = ["src/${folder}/*"]`,
    // mutmut adds frames, so warnings point at another line.
    'pytest_add_cli_args = ["-p", "no:cacheprovider", "-k", "not points_at"]',
    // Factor for the usual time of the tests plus one second. The tests themselves wait at most 10 seconds.
    'timeout_multiplier = 8.0',
    `pytest_add_cli_args_test_selection = ${JSON.stringify(tests.map((file) => `tests/${file}`))}`,
  ];
  const project = readFileSync(join(PACKAGE, 'pyproject.toml'), 'utf8');
  writeFileSync(join(home, 'pyproject.toml'), `${project}\n${settings.join('\n')}\n`);
  return home;
}

function resultsOf(home: string): [string, Outcome][] {
  return globSync('mutants/src/**/*.meta', { cwd: home }).flatMap((file) => {
    // Written by mutmut.
    const meta = JSON.parse(readFileSync(join(home, file), 'utf8')) as {
      exit_code_by_key: Record<string, number | null>;
    };
    // Those outside the sample have no code.
    const tried = Object.entries(meta.exit_code_by_key).filter(([, code]) => code !== null);
    return tried.map(([name, code]): [string, Outcome] => [name, OUTCOMES[String(code)] ?? 'timedOut']);
  });
}

const lastPart = (output: string): string =>
  output
    .split(/[\r\n]+/)
    .slice(-30)
    .join('\n');
