import { type Command, CommanderError } from 'commander';
import { trustOnly } from './common/certificates.ts';
import { EXIT, type ExitCode, Failure } from './failure.ts';
import { styled } from './terminal/style.ts';

/** Runs a program. An expected failure becomes two lines on standard error and an exit code. */
export async function run(program: Command): Promise<void> {
  endQuietlyWhenNobodyReads(process.stdout);
  process.stderr.on('error', ignoreLostTerminal);
  program.hook('preAction', (_program, command) => trustOnly(command.optsWithGlobals<{ ca?: string }>().ca));
  try {
    await program.parseAsync();
  } catch (error) {
    process.exitCode = await report(error, program.name());
  }
}

async function report(error: unknown, program: string): Promise<ExitCode> {
  // Commander has already shown the help or the error in the arguments.
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  // Loaded only here: help and completion start faster without the client.
  const { explained } = await import('./common/explained.ts');
  const failure = explained(error) ?? unexpected(error);
  if (process.argv.includes('--json')) {
    const { message, advice, exitCode } = failure;
    process.stdout.write(`${JSON.stringify({ error: { message, advice, exit_code: exitCode } })}\n`);
  }
  const label = styled('red', `${program}:`, process.stderr);
  process.stderr.write(`${label} ${failure.message}\n`);
  if (failure.advice !== undefined) process.stderr.write(`${failure.advice.replaceAll(/^/gm, '  ')}\n`);
  return failure.exitCode;
}

/** Shows an unexpected error with its stack, so that users can report it. */
function unexpected(error: unknown): Failure {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return new Failure(EXIT.failed, text, 'This is an error in the program itself. Please report it.');
}

/** Ends the program quietly when its reader ends, as in `gofigr … | head`. */
function endQuietlyWhenNobodyReads(stream: NodeJS.WriteStream): void {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(EXIT.ok);
    ignoreLostTerminal(error);
  });
}

/** Lets the program clean up after its terminal went away: SIGHUP ends it. */
function ignoreLostTerminal(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EIO' && error.code !== 'EPIPE') throw error;
}
