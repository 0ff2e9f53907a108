import { GoFigrError } from '@gofigr/client';
import type { Origin, Settings } from '@gofigr/client/node';
import { EXIT, Failure } from '../failure.ts';
import { printable } from '../terminal/printable.ts';
import { shortPath } from './origin.ts';

/** Names the key and the server if an error says that the key is refused. Returns other errors unchanged. */
export function namingKey(error: unknown, { apiKey, url }: Settings): unknown {
  const isRefusal = error instanceof GoFigrError && (error.status === 401 || error.code === 'key_not_valid');
  if (!isRefusal || !apiKey) return error;
  const message = printable(error.message);
  const what = nameOf(apiKey.origin);
  // Without a status, the client refused a malformed key itself.
  const text = error.status === undefined ? `${what}: ${message}` : `${what} is refused by ${url.value}: ${message}`;
  return new Failure(EXIT.refused, text, adviceFor(apiKey.origin));
}

function nameOf(origin: Origin): string {
  if (origin.kind === 'environment') return origin.name;
  return origin.kind === 'file' ? `The key in ${shortPath(origin.path)}` : 'The given key';
}

const adviceFor = (origin: Origin): string =>
  origin.kind === 'environment' ? `Correct or unset ${origin.name}.` : 'Run gfconfig to enter a key or to create one.';
