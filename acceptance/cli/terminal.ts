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
export async function play(
  program: 'gfconfig' | 'gofigr',
  args: readonly string[],
  place: UserHome,
  steps: readonly Step[],
): Promise<Played> {
  const python = pythons[0]?.[1] ?? 'python3';
  const child = spawn(python, [join(import.meta.dirname, 'play.py')], { stdio: ['pipe', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const argv = commandLine(program, args);
  child.stdin.end(JSON.stringify({ argv, env: environment(place), cwd: place.cwd ?? place.home, steps }));
  await once(child, 'close');
  const { hung, waiting, ...played } = JSON.parse(output);
  if (hung || waiting.length > 0)
    throw new Error(`It ${hung ? 'hung' : 'ended'} before ${JSON.stringify(waiting)}:\n${played.transcript}`);
  return { ...played, lines: played.transcript.split('\r\n') };
}

/** Answers one question after another, each with Enter. */
export const answers = (...pairs: [question: string, answer: string][]): Step[] =>
  pairs.map(([expect, answer]) => ({ expect, send: `${answer}${ENTER}` }));
