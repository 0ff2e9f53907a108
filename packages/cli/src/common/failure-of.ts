import { GoFigrError } from '@gofigr/client';
import { ConfigError } from '@gofigr/client/node';
import { EXIT, Failure } from '../failure.ts';
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

function ofServer(error: GoFigrError): Failure {
  const message = printable(error.message);
  const refused = (advice?: string): Failure => new Failure(EXIT.refused, message, advice);
  switch (error.code) {
    case 'unreachable':
      return new Failure(
        EXIT.unreachable,
        message,
        'Is it running, and is this its address? Give another with --url, GF_URL or gfconfig.',
      );
    case 'not_gofigr':
    case 'redirected':
      return new Failure(EXIT.unreachable, message, 'Give the address of the server with --url.');
    case 'key_not_valid':
      return refused('Run gfconfig to enter a key, or to make a new one.');
    case 'not_with_a_key':
      return refused('Do it in the web app, where you are signed in with your password.');
    case 'too_many_attempts':
      return refused(error.retryAfter === undefined ? undefined : `Wait ${Math.ceil(error.retryAfter)} seconds.`);
    default:
      break;
  }
  if (error.status === 401) return refused('Run gfconfig to sign in again.');
  if (error.status === 403) return refused('Is this the right key, and the right server? See "gfconfig whoami".');
  return new Failure(EXIT.failed, message);
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
