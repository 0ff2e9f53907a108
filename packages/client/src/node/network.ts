import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { GoFigrError } from '../errors.ts';

/** Environment variables, such as `process.env`. */
export type Environment = Record<string, string | undefined>;

/** A setting of the network and the variable or option that it comes from. */
export interface Sourced {
  value: string;
  /** Such as `HTTPS_PROXY`. */
  name: string;
}

/**
 * Finds the proxy for an address as Python's `requests` does: `{scheme}_proxy`, then `all_proxy`, in lower case before
 * upper case, unless `no_proxy` lists the host.
 */
export function proxyFor(url: URL, env: Environment): Sourced | undefined {
  if (isExcepted(url, valueOf(env, 'no_proxy')?.value ?? '')) return undefined;
  const scheme = url.protocol.slice(0, -1);
  // A CGI script gets the header `Proxy` of a stranger as HTTP_PROXY.
  const isCgi = scheme === 'http' && env['REQUEST_METHOD'] !== undefined && env['http_proxy'] === undefined;
  return (isCgi ? undefined : valueOf(env, `${scheme}_proxy`)) ?? valueOf(env, 'all_proxy');
}

function valueOf(env: Environment, name: string): Sourced | undefined {
  for (const written of [name, name.toUpperCase()]) {
    const value = env[written]?.trim();
    // An empty variable in lower case turns the other one off, as in Python.
    if (value !== undefined) return value === '' ? undefined : { value, name: written };
  }
  return undefined;
}

/** Tells whether `no_proxy` lists a host: `*`, the end of a name, an address, a network such as 10.0.0.0/8, a port. */
function isExcepted({ hostname, port, protocol }: URL, list: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, '').toLowerCase();
  const withPort = `${host}:${port || (protocol === 'https:' ? 443 : 80)}`;
  return list
    .toLowerCase()
    .split(/[\s,]+/)
    .map((entry) => entry.replace(/^\*?\./, '').replace(/^\[|\]$/g, ''))
    .some((entry) => {
      if (entry === '') return false;
      if (entry === '*' || entry === host || entry === withPort) return true;
      if (addressOf(host) !== undefined) return isInNetwork(host, entry);
      return host.endsWith(`.${entry}`) || withPort.endsWith(`.${entry}`);
    });
}

function isInNetwork(host: string, network: string): boolean {
  const [base = '', bits] = network.split('/');
  const [one, other, length] = [addressOf(host), addressOf(base), Number(bits)];
  if (one === undefined || other === undefined || !(length >= 0 && length <= 32) || !bits) return false;
  const size = 2 ** (32 - length);
  return Math.floor(one / size) === Math.floor(other / size);
}

/** Returns an IPv4 address as a number. */
function addressOf(text: string): number | undefined {
  const parts = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text)?.slice(1).map(Number);
  return parts?.every((part) => part < 256) ? parts.reduce((sum, part) => sum * 256 + part, 0) : undefined;
}

/** Variables with a file or folder of trusted certificates. The first replaces the others, as for `requests`. */
const CA_VARIABLES = ['REQUESTS_CA_BUNDLE', 'CURL_CA_BUNDLE', 'SSL_CERT_FILE', 'SSL_CERT_DIR'];

/** Finds the file or folder of trusted certificates: the given one, else that of the first variable. */
export function certificatesIn(env: Environment, given: string | undefined): Sourced | undefined {
  if (given !== undefined) return { value: given, name: '--ca' };
  const name = CA_VARIABLES.find((variable) => env[variable]?.trim());
  return name === undefined ? undefined : { value: env[name]?.trim() ?? '', name };
}

/** Reads trusted certificates of a file, or of all files in a folder. Throws `bad_certificate`, naming the variable. */
export function readCertificates({ value, name }: Sourced): string[] {
  let texts: string[];
  try {
    const paths = statSync(value).isDirectory() ? readdirSync(value).map((file) => join(value, file)) : [value];
    texts = paths.filter((path) => statSync(path).isFile()).map((path) => readFileSync(path, 'utf8'));
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown reason';
    throw new GoFigrError(`${name}: ${value} can't be read (${code}).`, { code: 'bad_certificate', cause });
  }
  const found = texts.flatMap(
    (text) => text.match(/-----BEGIN (TRUSTED )?CERTIFICATE-----[^]*?-----END \1?CERTIFICATE-----/g) ?? [],
  );
  if (found.length > 0) return found;
  throw new GoFigrError(`${name}: ${value} holds no certificate in PEM.`, { code: 'bad_certificate' });
}
