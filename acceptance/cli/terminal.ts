import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { commandLine, environment, type UserHome } from './commands.ts';
import { pythons } from './servers.ts';

export interface Step {
  /** Text that the program must write before the step. */
  expect: string;
  /** Keys to send. */
  send?: string;
  /** Number of a signal to send. */
  signal?: number;
}

export interface Played {
  /** Lines of the screen, as written. */
  lines: string[];
  transcript: string;
  /** Exit code; negative: number of the signal that ended the program. */
  code: number;
  /** Tells whether the terminal has its original settings again. */
  restored: boolean;
}

export const ENTER = '\r';
export const CTRL_C = '\u0003';

/** Plays a dialogue on a pseudo-terminal of 80 columns. Throws if it does not end. */
export const play = (
  program: 'gfconfig' | 'gofigr',
  args: readonly string[],
  user: UserHome,
  steps: readonly Step[],
): Promise<Played> => playWith(commandLine(program, args), user, steps);

/** Plays a dialogue with any program. */
export async function playWith(argv: readonly string[], user: UserHome, steps: readonly Step[]): Promise<Played> {
  const python = pythons[0]?.[1] ?? 'python3';
  const child = spawn(python, [join(import.meta.dirname, 'play.py')]);
  const seen = { out: '', err: '' };
  child.stdout.on('data', (chunk: Buffer) => (seen.out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (seen.err += chunk.toString()));
  child.stdin.end(JSON.stringify({ argv, env: environment(user), cwd: user.cwd ?? user.home, steps }));
  await once(child, 'close');
  if (child.exitCode !== 0) throw new Error(seen.err);
  const played = JSON.parse(seen.out);
  return { ...played, lines: played.transcript.split('\r\n') };
}

/** Answers questions in their order, each with Enter. */
export const answers = (...pairs: [question: string, answer: string][]): Step[] =>
  pairs.map(([expect, answer]) => ({ expect, send: `${answer}${ENTER}` }));
