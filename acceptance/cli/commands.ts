import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

const BIN = join(import.meta.dirname, '../../packages/cli/bin');

type Program = 'gfconfig' | 'gofigr';

/** What `node` needs to run one of the programs with these arguments. */
export const commandLine = (program: Program, args: readonly string[]): string[] => [
  process.execPath,
  join(BIN, `${program}.mjs`),
  ...args,
];

/** An empty folder that is gone after the test. */
export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'gofigr-cli-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export interface UserHome {
  /** The home folder, and where it runs unless `cwd` says otherwise. */
  home: string;
  cwd?: string;
  env?: Record<string, string>;
}

/** The environment of a user's shell, without settings of whoever runs the tests. */
export const environment = ({ home, env = {} }: UserHome): Record<string, string> => ({
  PATH: process.env['PATH'] ?? '',
  HOME: home,
  TERM: 'xterm-256color',
  // Compiled code is kept from test to test.
  XDG_CACHE_HOME: join(import.meta.dirname, '../../.cache/cli'),
  ...env,
});

export interface Outcome {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Runs a program without a terminal; `stdin` is all that it can read. */
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
  child.stdin.on('error', () => {}); // it may end without reading
  child.stdin.end(stdin);
  await once(child, 'close');
  return { code: child.exitCode, ...outputs };
}
