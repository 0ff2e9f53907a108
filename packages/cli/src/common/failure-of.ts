import { GoFigrError } from '@gofigr/client';
import { ConfigError } from '@gofigr/client/node';
import { EXIT, type ExitCode, Failure } from '../failure.ts';
import { printable } from '../terminal/printable.ts';

/** What to tell the user of an expected error: its own words, and what to do next. `undefined` for any other error. */
export function failureOf(error: unknown): Failure | undefined {
  if (error instanceof Failure) return error;
  if (error instanceof ConfigError) return new Failure(EXIT.file, error.message);
  if (error instanceof GoFigrError) return ofServer(error);
  if (!(error instanceof Error)) return undefined;
  // By name, because most commands do without the code that copies.
  if (error.name === 'ExportError' || error.name === 'ImportError') return new Failure(EXIT.failed, error.message);
  if (error instanceof TypeError && error.message.startsWith('GoFigr: '))
    return new Failure(EXIT.usage, capital(error.message.slice('GoFigr: '.length)));
  return ofFile(error);
}

/** What to do about what the client or the server says is wrong, by its code. */
const BY_CODE: Partial<Record<string, { exitCode: ExitCode; advice: string }>> = {
  unreachable: {
    exitCode: EXIT.unreachable,
    advice: 'Is it running, and is this its address? Give another with --url, GF_URL or gfconfig.',
  },
  not_gofigr: { exitCode: EXIT.unreachable, advice: 'Give the address of the server with --url.' },
  redirected: { exitCode: EXIT.unreachable, advice: 'Give that address with --url, or to gfconfig.' },
  key_not_valid: { exitCode: EXIT.refused, advice: 'Run gfconfig to enter a key, or to make a new one.' },
  not_with_a_key: {
    exitCode: EXIT.refused,
    advice: 'Do it in the web app, where you are signed in with your password.',
  },
};

/** The same by status, for servers that have no codes. */
const BY_STATUS: Partial<Record<number, { exitCode: ExitCode; advice: string }>> = {
  401: { exitCode: EXIT.refused, advice: 'Run gfconfig to sign in again.' },
  403: { exitCode: EXIT.refused, advice: 'Is this the right key, and the right server? See "gfconfig whoami".' },
};

function ofServer({ code, status, message, retryAfter }: GoFigrError): Failure {
  const { exitCode, advice } = BY_CODE[code ?? ''] ?? BY_STATUS[status ?? 0] ?? { exitCode: EXIT.failed };
  const wait = retryAfter === undefined ? undefined : `Try again in ${Math.ceil(retryAfter)} seconds.`;
  return new Failure(exitCode, printable(message), advice ?? wait);
}

const FILE_ERRORS: Record<string, string> = {
  ENOENT: 'There is no such file',
  ENOTDIR: 'This is no folder',
  EISDIR: 'This is a folder, not a file',
  EACCES: 'This may not be read or written',
  EPERM: 'This may not be read or written',
  EROFS: 'This may not be written',
  ENOSPC: 'The disk is full',
  EEXIST: 'This is there already',
};

function ofFile(error: NodeJS.ErrnoException): Failure | undefined {
  const { code = '', path } = error;
  if (path === undefined && code !== 'ENOSPC') return undefined;
  return new Failure(EXIT.file, `${FILE_ERRORS[code] ?? code}: ${path ?? ''}`);
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
