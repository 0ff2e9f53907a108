import { type Command, CommanderError } from 'commander';
import { EXIT, type ExitCode, Failure } from './failure.ts';
import { styled } from './terminal/style.ts';

/** Runs a program to its end: an expected failure becomes two lines on standard error and an exit code. */
export async function run(program: Command): Promise<void> {
  endQuietlyWhenNobodyReads(process.stdout);
  try {
    await program.parseAsync();
  } catch (error) {
    process.exitCode = await report(error, program.name());
  }
}

async function report(error: unknown, program: string): Promise<ExitCode> {
  // Commander has shown help, or what is wrong with the arguments, already.
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  // Read when it is needed: help and completion start sooner without the client.
  const { failureOf } = await import('./common/failure-of.ts');
  const failure = failureOf(error) ?? unexpected(error);
  if (process.argv.includes('--json')) {
    const { message, advice, exitCode } = failure;
    process.stdout.write(`${JSON.stringify({ error: { message, advice, exit_code: exitCode } })}\n`);
  }
  const label = styled('red', `${program}:`, process.stderr);
  process.stderr.write(`${label} ${failure.message}\n`);
  if (failure.advice !== undefined) process.stderr.write(`${failure.advice.replaceAll(/^/gm, '  ')}\n`);
  return failure.exitCode;
}

/** A fault that no command expected: shown whole, because it is one to report. */
function unexpected(error: unknown): Failure {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return new Failure(EXIT.failed, text, 'This is a fault of the command itself. Please report it.');
}

/** `gofigr … | head` ends like any other program does there. */
function endQuietlyWhenNobodyReads(stream: NodeJS.WriteStream): void {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(EXIT.ok);
    throw error;
  });
}
