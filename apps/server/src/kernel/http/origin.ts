import { ApiError } from '../errors.ts';

const LOCAL = ['localhost', '127.0.0.1', '[::1]'];

/** Host names this server answers to, in lower case, without ports. */
export const knownHosts = (publicUrl: URL, allowed: readonly string[]): ReadonlySet<string> =>
  new Set([...LOCAL, publicUrl.hostname.toLowerCase(), ...allowed]);

/** Refuses a request for another host: a page of another site could reach this server by pointing its own name here. */
export function checkHost(host: string | undefined, known: ReadonlySet<string>): void {
  const name = URL.parse(`http://${host ?? ''}`)?.hostname.toLowerCase();
  if (name === undefined || !known.has(name))
    throw new ApiError(
      'unknown_host',
      'This server does not answer to that host name. Its administrator can add it to GOFIGR_ALLOWED_HOSTS or GOFIGR_PUBLIC_URL.',
    );
}

/** Refuses what a page of another site sends. */
export function checkOrigin(origin: string | undefined, host: string | undefined, publicUrl: URL): void {
  if (origin === undefined || origin === publicUrl.origin) return;
  if (origin !== 'null' && URL.parse(origin)?.host === host) return;
  throw new ApiError('foreign_origin', 'Requests from pages of other sites are refused.');
}
