import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CACHE, fromRoot } from '../lib/root.ts';
import { run, runNode, TaskError } from '../lib/run.ts';
import { NOT_MUTATED, SERVER_FOLDERS, SOURCES } from './folders.ts';
import type { Row } from './table.ts';
import { triedBy, type Wish } from './wish.ts';

const VERSION = '10.1.1';
const HOME = join(CACHE, 'mutation');
const STRYKER = join(HOME, `stryker-${VERSION}`, 'node_modules', '@stryker-mutator');

type Mutant = {
  status: string;
  mutatorName: string;
  replacement?: string;
  location: { start: Position; end: Position };
};
type Position = { line: number; column: number };

/** The part of Stryker's JSON report that is read here. */
type Report = { files: Record<string, { source: string; mutants: Mutant[] }> };

/** Fetches Stryker once. Only this task needs its 60 MB. */
async function ensureStryker(): Promise<void> {
  if (existsSync(STRYKER)) return;
  const folder = join(HOME, `stryker-${VERSION}`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{"private":true}');
  const packages = ['core', 'vitest-runner'].map((name) => `@stryker-mutator/${name}@${VERSION}`);
  // Stryker must use the vitest of this repository, which Node finds further up.
  const options = ['--no-save', '--no-audit', '--no-fund', '--ignore-scripts', '--legacy-peer-deps'];
  const { code, output } = await run('npm', ['install', ...options, ...packages], { cwd: folder });
  if (code !== 0) throw new TaskError(`${output}\nFetching Stryker ${VERSION} from npm failed.`);
}

/** Runs the tests of a folder against each of its mutants. Prints the survivors. */
export async function mutate(folder: string, wish: Wish): Promise<Row> {
  await ensureStryker();
  const home = join(HOME, folder.replaceAll('/', '-'));
  mkdirSync(home, { recursive: true });
  const report = join(home, 'report.json');
  rmSync(report, { force: true });
  const isSample = wish.sample < 1;
  const earlier = join(home, 'incremental.json');
  if (wish.incremental) keepKilled(earlier);
  const config = join(home, 'stryker.json');
  const path = `${SOURCES}/${folder}`;
  const options = {
    testRunner: 'vitest',
    plugins: [join(STRYKER, 'vitest-runner/dist/src/index.js'), fromRoot('tools/mutation/sample.ts')],
    checkers: isSample ? ['sample'] : [],
    mutate: [`${path}/**/*.ts`, `!${path}/**/${NOT_MUTATED}`],
    vitest: { configFile: 'tools/mutation/vitest.config.ts', related: false },
    // Stryker can't rewrite the real one with TypeScript 7. This file does not exist.
    tsconfigFile: 'none.json',
    ignorePatterns: ['/.cache', '/data', '/docs', '/python', '/acceptance/browser', '/apps/web', '/test-results'],
    tempDirName: join(home, 'copy'),
    reporters: ['json', process.stdout.isTTY ? 'progress' : 'progress-append-only'],
    jsonReporter: { fileName: report },
    concurrency: wish.concurrency,
    // A whole run is the start for later incremental runs.
    incremental: !isSample,
    force: !wish.incremental,
    incrementalFile: earlier,
    // A busy machine takes longer, too, and the first run counts what each test covers.
    timeoutMS: 20_000,
    dryRunTimeoutMinutes: 20,
    logLevel: 'warn',
    warnings: false,
  };
  writeFileSync(config, JSON.stringify(options, null, 2));
  const tests = [folder, ...(SERVER_FOLDERS[folder]?.tests ?? [])].map((name) => `${SOURCES}/${name}/**/*.test.ts`);
  const started = performance.now();
  const { code } = await runNode([join(STRYKER, 'core/bin/stryker.js'), 'run', config], {
    env: {
      MUTATION_TESTS: tests.join(','),
      MUTATION_SEED: wish.seed,
      MUTATION_SAMPLE: String(wish.sample),
    },
    output: 'show',
  });
  if (code !== 0 || !existsSync(report)) throw new TaskError(`Stryker failed on ${folder} (see above).`);
  const { files } = JSON.parse(readFileSync(report, 'utf8')) as Report; // written by Stryker's JSON reporter
  console.log(survivors(files).join('\n'));
  const mutants = Object.values(files).flatMap((file) => file.mutants);
  const count = (status: string): number => mutants.filter((mutant) => mutant.status === status).length;
  return {
    folder,
    killed: count('Killed'),
    timedOut: count('Timeout'),
    survived: count('Survived'),
    uncovered: count('NoCoverage'),
    minutes: (performance.now() - started) / 60_000,
    tried: triedBy(wish),
  };
}

/** Forgets mutants that survived: Stryker does not retry those that run while a file loads or a server starts. */
function keepKilled(file: string): void {
  if (!existsSync(file)) return;
  const report = JSON.parse(readFileSync(file, 'utf8')) as Report; // written by Stryker's incremental mode
  for (const entry of Object.values(report.files))
    entry.mutants = entry.mutants.filter(({ status }) => status === 'Killed');
  writeFileSync(file, JSON.stringify(report));
}

/** Describes each survivor in one line. */
function survivors(files: Report['files']): string[] {
  return Object.entries(files).flatMap(([file, { source, mutants }]) =>
    mutants
      .filter(({ status }) => status === 'Survived' || status === 'NoCoverage')
      .map(({ status, mutatorName, replacement = '', location: { start, end } }) => {
        const line = source.split('\n')[start.line - 1] ?? '';
        const before = line.slice(start.column - 1, start.line === end.line ? end.column - 1 : undefined);
        const what = `${before} → ${replacement.replaceAll(/\s+/g, ' ').slice(0, 80)}`;
        return `${file}:${start.line}: ${status === 'NoCoverage' ? 'no coverage, ' : ''}${mutatorName}: ${what}`;
      }),
  );
}
