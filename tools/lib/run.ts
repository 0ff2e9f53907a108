import { spawn } from 'node:child_process';
import { ROOT } from './root.ts';

export type RunOptions = {
  cwd?: string;
  /** Added to this process's environment. */
  env?: Record<string, string>;
  /** `show` streams to the terminal. `collect` (the default) keeps the output for the result. */
  output?: 'show' | 'collect';
  /** User and group to run as; only root may set them. */
  owner?: { uid: number; gid: number };
};

export type RunResult = { code: number; output: string };

/** Runs a program to its end. A signal counts as exit code 1. Throws if the program can't be started. */
export function run(command: string, args: string[], options: RunOptions = {}): Promise<RunResult> {
  return new Promise((resolve, reject) => {
    const show = options.output === 'show';
    const child = spawn(command, args, {
      cwd: options.cwd ?? ROOT,
      env: { ...process.env, ...options.env },
      ...options.owner,
      stdio: ['ignore', show ? 'inherit' : 'pipe', show ? 'inherit' : 'pipe'],
    });
    const chunks: Buffer[] = [];
    child.stdout?.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.stderr?.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code: code ?? 1, output: Buffer.concat(chunks).toString() }));
  });
}

/** Runs TypeScript or JavaScript of this repository with the current Node. */
export const runNode = (args: string[], options?: RunOptions): Promise<RunResult> =>
  run(process.execPath, args, options);

export const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(1)} s`;

/** An expected failure. Its message is shown without a stack. */
export class TaskError extends Error {}

/** Runs a task's main function: prints an expected failure without a stack and sets the exit code. */
export async function runTask(main: () => Promise<number | undefined>): Promise<void> {
  try {
    process.exitCode = (await main()) ?? process.exitCode;
  } catch (error) {
    console.error(error instanceof TaskError ? error.message : error);
    process.exitCode = 1;
  }
}
