import { GoFigrError } from '@gofigr/client';
import { ConfigError } from '@gofigr/client/node';
import { EXIT, type ExitCode, Failure } from '../failure.ts';
import { printable } from '../terminal/printable.ts';

/** Returns the message and advice for an expected error. `undefined` for any other error. */
export function failureOf(error: unknown): Failure | undefined {
  if (error instanceof Failure) return error;
  if (error instanceof ConfigError) return new Failure(EXIT.file, error.message);
  if (error instanceof GoFigrError) return ofServer(error);
  if (!(error instanceof Error)) return undefined;
  // Compared by name, because most commands don't load the code that copies.
  if (error.name === 'ExportError' || error.name === 'ImportError') return new Failure(EXIT.failed, error.message);
  if (error instanceof TypeError && error.message.startsWith('GoFigr: '))
    return new Failure(EXIT.usage, capital(error.message.slice('GoFigr: '.length)));
  return ofFile(error);
}

/** Exit code and advice by the code of an error. */
const BY_CODE: Partial<Record<string, { exitCode: ExitCode; advice: string }>> = {
  unreachable: {
    exitCode: EXIT.unreachable,
    advice:
      'Check that it is running and that the address is right. Change the address with --url, GF_URL or gfconfig.',
  },
  not_gofigr: { exitCode: EXIT.unreachable, advice: 'Give the address of the server with --url.' },
  redirected: { exitCode: EXIT.unreachable, advice: 'Give that address with --url or to gfconfig.' },
  key_not_valid: { exitCode: EXIT.refused, advice: 'Run gfconfig to enter a key or to create one.' },
  not_with_a_key: {
    exitCode: EXIT.refused,
    advice: 'Do this in the web app, where you sign in with your password.',
  },
};

/** Exit code and advice by status, for servers that send no codes. */
const BY_STATUS: Partial<Record<number, { exitCode: ExitCode; advice: string }>> = {
  401: { exitCode: EXIT.refused, advice: 'Run gfconfig to sign in again.' },
  403: { exitCode: EXIT.refused, advice: 'Check with "gfconfig whoami" that this is the right key and server.' },
};

function ofServer({ code, status, message, retryAfter }: GoFigrError): Failure {
  const { exitCode, advice } = BY_CODE[code ?? ''] ?? BY_STATUS[status ?? 0] ?? { exitCode: EXIT.failed };
  const wait = retryAfter === undefined ? undefined : `Try again in ${Math.ceil(retryAfter)} seconds.`;
  return new Failure(exitCode, printable(message), advice ?? wait);
}

const FILE_ERRORS: Record<string, string> = {
  ENOENT: 'There is no such file',
  ENOTDIR: 'This is not a folder',
  EISDIR: 'This is a folder, not a file',
  EACCES: 'You may not read or write this file',
  EPERM: 'You may not read or write this file',
  EROFS: 'This file system is read-only',
  ENOSPC: 'The disk is full',
  EEXIST: 'This file already exists',
};

function ofFile(error: NodeJS.ErrnoException): Failure | undefined {
  const { code = '', path } = error;
  if (path === undefined && code !== 'ENOSPC') return undefined;
  return new Failure(EXIT.file, `${FILE_ERRORS[code] ?? code}: ${path ?? ''}`);
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
