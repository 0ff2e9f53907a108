import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Counts } from './leg.ts';
import { runPython } from './python.ts';

/** Failures and skipped tests are named at the end; nothing is written beside the tests. */
const OPTIONS = ['-rfEs', '-p', 'no:cacheprovider'];

/** Runs pytest with an empty home folder, and shows what it printed. It runs in that folder unless `cwd` is given. */
export async function runPytest(
  python: string,
  args: readonly string[],
  env: Record<string, string> = {},
  cwd?: string,
): Promise<Counts> {
  const home = mkdtempSync(join(tmpdir(), 'gofigr-home-'));
  try {
    const { code, output } = await runPython(python, ['-m', 'pytest', ...OPTIONS, ...args], {
      cwd: cwd ?? home,
      env: { HOME: home, ...env },
    });
    process.stdout.write(output);
    return countPytest(output, code);
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
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
