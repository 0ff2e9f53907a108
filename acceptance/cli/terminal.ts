import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { commandLine, environment, type UserHome } from './commands.ts';
import { pythons } from './servers.ts';

export interface Step {
  /** What the program must write before the step. */
  expect: string;
  /** Keys. */
  send?: string;
  /** Number of a signal to the program. */
  signal?: number;
}

export interface Played {
  /** The screen's lines, as written. */
  lines: string[];
  transcript: string;
  /** Negative: ended by that signal. */
  code: number;
  /** The terminal has the settings back that it had before. */
  restored: boolean;
}

export const ENTER = '\r';
export const CTRL_C = '\u0003';

/** Plays a dialogue on a pseudo-terminal of 80 columns. Fails when it doesn't come to an end. */
export const play = (
  program: 'gfconfig' | 'gofigr',
  args: readonly string[],
  place: UserHome,
  steps: readonly Step[],
): Promise<Played> => playWith(commandLine(program, args), place, steps);

/** Plays it with any program. */
export async function playWith(argv: readonly string[], place: UserHome, steps: readonly Step[]): Promise<Played> {
  const python = pythons[0]?.[1] ?? 'python3';
  const child = spawn(python, [join(import.meta.dirname, 'play.py')]);
  const seen = { out: '', err: '' };
  child.stdout.on('data', (chunk: Buffer) => (seen.out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (seen.err += chunk.toString()));
  child.stdin.end(JSON.stringify({ argv, env: environment(place), cwd: place.cwd ?? place.home, steps }));
  await once(child, 'close');
  if (child.exitCode !== 0) throw new Error(seen.err);
  const played = JSON.parse(seen.out);
  return { ...played, lines: played.transcript.split('\r\n') };
}

/** Answers one question after another, each with Enter. */
export const answers = (...pairs: [question: string, answer: string][]): Step[] =>
  pairs.map(([expect, answer]) => ({ expect, send: `${answer}${ENTER}` }));
