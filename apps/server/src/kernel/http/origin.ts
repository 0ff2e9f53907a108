import type { IncomingMessage } from 'node:http';
import { ApiError } from '../errors.ts';

const LOCAL = ['localhost', '127.0.0.1', '[::1]'];

/** Host names that this server answers to, in lower case, without ports. */
export const knownHosts = (publicUrl: URL, allowed: readonly string[]): ReadonlySet<string> =>
  new Set([...LOCAL, publicUrl.hostname.toLowerCase(), ...allowed]);

/** Headers that may not be repeated. Node would silently drop the second one, while a proxy may have checked it. */
const SENT_ONCE = ['host', 'authorization', 'content-length', 'content-type', 'origin'];

/** Rejects ambiguous requests: a repeated header, or an address with another host than the header. */
export function checkUnambiguous({ rawHeaders, headers, url = '' }: IncomingMessage): void {
  const names = rawHeaders.filter((_, index) => index % 2 === 0).map((name) => name.toLowerCase());
  const twice = SENT_ONCE.find((name) => names.indexOf(name) !== names.lastIndexOf(name));
  if (twice !== undefined) throw new ApiError('bad_request', `The header ${twice} may be sent only once.`);
  const [, authority] = /^[a-z][a-z0-9+.-]*:\/\/([^/?#]*)/i.exec(url) ?? [];
  if (authority !== undefined && authority.toLowerCase() !== headers.host?.toLowerCase())
    throw new ApiError('bad_request', 'The address and the header host name different hosts.');
}

/** A name or a bracketed IPv6 address with an optional port, and no other part of a URL. */
const HOST = /^([\w.-]+|\[[\da-f:.]+\])(:\d*)?$/i;

/**
 * Rejects a request for an unknown host. Otherwise another site's page could reach this server by pointing its name
 * here.
 */
export function checkHost(host: string | undefined, known: ReadonlySet<string>): void {
  const name = HOST.test(host ?? '') ? URL.parse(`http://${host}`)?.hostname.toLowerCase() : undefined;
  if (name === undefined || !known.has(name))
    throw new ApiError(
      'unknown_host',
      'This server does not answer to that host name. Its administrator can add it to GOFIGR_ALLOWED_HOSTS or GOFIGR_PUBLIC_URL.',
    );
}

/** Tells whether a request comes from a page of this server, or from no page. */
export const isOwnOrigin = (origin: string | undefined, host: string | undefined, publicUrl: URL): boolean =>
  origin === undefined || origin === publicUrl.origin || (origin !== 'null' && URL.parse(origin)?.host === host);
