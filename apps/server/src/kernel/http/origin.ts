import type { IncomingMessage } from 'node:http';
import { ApiError } from '../errors.ts';

const LOCAL = ['localhost', '127.0.0.1', '[::1]'];

/** Host names this server answers to, in lower case, without ports. */
export const knownHosts = (publicUrl: URL, allowed: readonly string[]): ReadonlySet<string> =>
  new Set([...LOCAL, publicUrl.hostname.toLowerCase(), ...allowed]);

/** A second one of these would be dropped without a word, where a proxy in front may have looked at it. */
const SENT_ONCE = ['host', 'authorization', 'content-length', 'content-type', 'origin'];

/** Refuses a request that can be read in two ways: a header twice, or an address for another host than the header names. */
export function checkUnambiguous({ rawHeaders, headers, url = '' }: IncomingMessage): void {
  const names = rawHeaders.filter((_, index) => index % 2 === 0).map((name) => name.toLowerCase());
  const twice = SENT_ONCE.find((name) => names.indexOf(name) !== names.lastIndexOf(name));
  if (twice !== undefined) throw new ApiError('bad_request', `The header ${twice} may be sent only once.`);
  const [, authority] = /^[a-z][a-z0-9+.-]*:\/\/([^/?#]*)/i.exec(url) ?? [];
  if (authority !== undefined && authority.toLowerCase() !== headers.host?.toLowerCase())
    throw new ApiError('bad_request', 'The address and the header host name different hosts.');
}

/** A name or an IPv6 address in brackets, and perhaps a port; nothing that a URL may have besides. */
const HOST = /^([\w.-]+|\[[\da-f:.]+\])(:\d*)?$/i;

/** Refuses a request for another host: a page of another site could reach this server by pointing its own name here. */
export function checkHost(host: string | undefined, known: ReadonlySet<string>): void {
  const name = HOST.test(host ?? '') ? URL.parse(`http://${host}`)?.hostname.toLowerCase() : undefined;
  if (name === undefined || !known.has(name))
    throw new ApiError(
      'unknown_host',
      'This server does not answer to that host name. Its administrator can add it to GOFIGR_ALLOWED_HOSTS or GOFIGR_PUBLIC_URL.',
    );
}

/** Whether a request comes from a page of this server, or from no page. */
export const isOwnOrigin = (origin: string | undefined, host: string | undefined, publicUrl: URL): boolean =>
  origin === undefined || origin === publicUrl.origin || (origin !== 'null' && URL.parse(origin)?.host === host);
