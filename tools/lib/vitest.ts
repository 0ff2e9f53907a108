import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Counts } from './leg.ts';
import { packageBin } from './packages.ts';
import { CACHE } from './root.ts';
import { runNode } from './run.ts';

type Assertion = {
  fullName: string;
  status: string;
  /** Reason of a test that skips itself. */
  meta: { reason?: string };
};

/** Fields of vitest's JSON report that are read here. */
type Report = {
  numPassedTests: number;
  numFailedTests: number;
  testResults: { status: string; assertionResults: Assertion[] }[];
};

/**
 * Runs a project of vitest.config.ts, or its files whose path contains a filter. Failures are shown on the terminal.
 */
export async function runVitest(
  project: string,
  env: Record<string, string> = {},
  paths: readonly string[] = [],
): Promise<Counts> {
  const results = join(CACHE, 'test');
  // Holds the process ID, because two legs may run one project at the same time.
  const file = join(results, `${project}-${process.pid}.json`);
  mkdirSync(results, { recursive: true });
  const reporters = ['--reporter=minimal', '--reporter=json', `--outputFile.json=${file}`];
  const { code } = await runNode([packageBin('vitest'), 'run', ...paths, '--project', project, ...reporters], {
    env,
    output: 'show',
  });
  if (!existsSync(file)) return { passed: 0, failed: 1, skipped: [] };
  const report = JSON.parse(readFileSync(file, 'utf8')) as Report; // written by vitest's JSON reporter
  rmSync(file);
  return countTests(report, code);
}

const wasSkipped = ({ status }: Assertion): boolean => status !== 'passed' && status !== 'failed';

/** Counts tests. A file that couldn't be loaded, or an error outside every test, counts as one failed test. */
export function countTests(report: Report, exitCode: number): Counts {
  const broken = report.testResults.filter(({ status, assertionResults }) => {
    return status === 'failed' && assertionResults.length === 0;
  });
  const failed = report.numFailedTests + broken.length;
  const skipped = report.testResults.flatMap(({ status, assertionResults }) =>
    assertionResults.filter(wasSkipped).map(({ fullName, status: how, meta }) => {
      return `${fullName.trim()}: ${meta.reason ?? (status === 'failed' ? 'something before it failed' : how)}`;
    }),
  );
  return {
    passed: report.numPassedTests,
    failed: exitCode !== 0 && failed === 0 ? 1 : failed,
    skipped,
  };
}
