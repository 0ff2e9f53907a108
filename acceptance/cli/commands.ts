import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

const BIN = join(import.meta.dirname, '../../packages/cli/bin');

type Program = 'gfconfig' | 'gofigr';

/** Returns the arguments of `node` to run a program with these arguments. */
export const commandLine = (program: Program, args: readonly string[]): string[] => [
  process.execPath,
  join(BIN, `${program}.cjs`),
  ...args,
];

/** Makes an empty folder that is removed after the test. */
export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'gofigr-cli-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export interface UserHome {
  /** Home folder, and the working folder unless `cwd` is given. */
  home: string;
  cwd?: string;
  env?: Record<string, string>;
}

/** Returns the environment of a user's shell, without the settings of the user who runs the tests. */
export const environment = ({ home, env = {} }: UserHome): Record<string, string> => ({
  PATH: process.env['PATH'] ?? '',
  HOME: home,
  TERM: 'xterm-256color',
  // All tests share the cache of compiled code.
  XDG_CACHE_HOME: join(import.meta.dirname, '../../.cache/cli'),
  ...env,
});

export interface Outcome {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Runs a program without a terminal, with `stdin` as its input. */
export async function command(
  program: Program,
  args: readonly string[],
  place: UserHome,
  stdin = '',
): Promise<Outcome> {
  const [node = '', ...rest] = commandLine(program, args);
  const child = spawn(node, rest, { cwd: place.cwd ?? place.home, env: environment(place) });
  const outputs = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk: Buffer) => (outputs.stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (outputs.stderr += chunk.toString()));
  child.stdin.on('error', () => {}); // the program may end without reading
  child.stdin.end(stdin);
  await once(child, 'close');
  return { code: child.exitCode, ...outputs };
}
