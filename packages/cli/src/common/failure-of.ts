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
  bad_certificate: {
    exitCode: EXIT.unreachable,
    advice: '"gofigr doctor" shows the variables that count. --ca FILE overrides them.',
  },
  proxy_failed: {
    exitCode: EXIT.unreachable,
    advice: 'Correct the variable. If the server needs no proxy, list its host in NO_PROXY.',
  },
  source_failed: { exitCode: EXIT.file, advice: 'Check the file, then run the command again.' },
  source_changed: { exitCode: EXIT.file, advice: 'Run the command again when nothing writes the file.' },
  not_gofigr: { exitCode: EXIT.unreachable, advice: 'Give the address of the server with --url.' },
  redirected: { exitCode: EXIT.unreachable, advice: 'Give that address with --url or to gfconfig.' },
  key_not_valid: { exitCode: EXIT.refused, advice: 'Run gfconfig to enter a key or to create one.' },
  not_with_a_key: {
    exitCode: EXIT.refused,
    advice: 'Do this in the web app, where you sign in with your password.',
  },
};

const PROXY_ADVICE =
  'A proxy answers instead of the server. Check that the server is running, and HTTP_PROXY, HTTPS_PROXY and NO_PROXY.';

/** Exit code and advice by status, for servers that send no codes. */
const BY_STATUS: Partial<Record<number, { exitCode: ExitCode; advice: string }>> = {
  401: { exitCode: EXIT.refused, advice: 'Run gfconfig to sign in again.' },
  407: { exitCode: EXIT.unreachable, advice: PROXY_ADVICE },
  502: { exitCode: EXIT.unreachable, advice: PROXY_ADVICE },
  503: { exitCode: EXIT.unreachable, advice: PROXY_ADVICE },
  504: { exitCode: EXIT.unreachable, advice: PROXY_ADVICE },
  403: { exitCode: EXIT.refused, advice: 'Check with "gfconfig whoami" that this is the right key and server.' },
};

function ofServer({ code, status, message, retryAfter }: GoFigrError): Failure {
  // A code of the server means that no proxy answered.
  const byStatus = code === undefined || (status ?? 0) < 407 ? BY_STATUS[status ?? 0] : undefined;
  const { exitCode, advice } = BY_CODE[code ?? ''] ?? byStatus ?? { exitCode: EXIT.failed };
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
  ENOTSUP: 'This is no regular file',
  ENAMETOOLONG: 'This name is too long for a file',
  EMFILE: 'Too many files are open',
  EBUSY: 'This file is in use',
  EIO: 'The disk failed',
};

function ofFile(error: NodeJS.ErrnoException): Failure | undefined {
  const { code = '', path } = error;
  const problem = FILE_ERRORS[code] ?? (path === undefined ? undefined : code);
  if (problem === undefined) return undefined;
  return new Failure(EXIT.file, path === undefined ? `${problem}.` : `${problem}: ${printable(path)}`);
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
