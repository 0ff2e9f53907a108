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

/** Whether a request comes from a page of this server, or from no page. */
export const isOwnOrigin = (origin: string | undefined, host: string | undefined, publicUrl: URL): boolean =>
  origin === undefined || origin === publicUrl.origin || (origin !== 'null' && URL.parse(origin)?.host === host);
