import { type ClientRequest, type IncomingMessage, request as plainRequest, type RequestOptions } from 'node:http';
import { request as secureRequest } from 'node:https';
import type { Socket } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { connect as connectSecurely } from 'node:tls';
import { GoFigrError } from '../errors.ts';
import { certificatesIn, type Environment, proxyFor, readCertificates, type Sourced } from './network.ts';

interface NetworkOptions {
  /** File or folder of trusted certificates; absent: that of `REQUESTS_CA_BUNDLE`, `CURL_CA_BUNDLE`, `SSL_CERT_FILE`. */
  ca?: string | undefined;
  env?: Environment | undefined;
}

/** How to reach one address. */
interface Way {
  proxy: Sourced | undefined;
  ca: string[] | undefined;
}

/**
 * Makes a `fetch` that uses the proxies and certificates of the environment as Python's `requests` does. Node's own
 * `fetch` does so only in some versions and with a flag. Addresses that need neither go through the usual `fetch`.
 */
export function networkFetch({ ca, env = process.env }: NetworkOptions = {}): typeof fetch {
  return async (input, init = {}) => {
    const url = new URL(input instanceof Request ? input.url : input);
    const proxy = proxyFor(url, env);
    const isSecure = url.protocol === 'https:' || /^https:/i.test(proxy?.value ?? '');
    const trusted = isSecure ? certificatesIn(env, ca) : undefined;
    try {
      if (!proxy && !trusted) return await fetch(input, init);
      return await send(url, init, { proxy, ca: trusted && readCertificates(trusted) });
    } catch (error) {
      throw certificateError(url, error, trusted) ?? error;
    }
  };
}

async function send(url: URL, init: RequestInit, way: Way): Promise<Response> {
  const { signal } = init;
  signal?.throwIfAborted();
  const body = await bodyOf(init);
  const headers: Record<string, string> = Object.fromEntries(new Headers(init.headers));
  if (body instanceof Uint8Array) headers['content-length'] = String(body.length);
  const options = { method: init.method ?? 'GET', headers, ...(signal && { signal }) };
  const isSecure = url.protocol === 'https:';
  const request = isSecure ? await secureThrough(url, options, way) : plainThrough(url, options, way);
  // An error of the connection to a proxy names the proxy. A tunnel has its own connection.
  const explain = way.proxy && !isSecure ? explainer(request, way.proxy) : (error: Error) => error;
  const answered = new Promise<IncomingMessage>((resolve, reject) => {
    request.on('response', resolve);
    request.on('error', (error) => reject(explain(error)));
  });
  // A failure of the body destroys the request, which then fails with the same error.
  pipeline(body instanceof Uint8Array ? [body] : (body ?? []), request).catch(() => undefined);
  const answer = await answered;
  if (answer.statusCode === 407 && way.proxy) throw proxyFailed(way.proxy, 'asks for a username and password');
  return responseOf(answer);
}

/** Returns the bytes of a body, or a stream of them. */
async function bodyOf({ body }: RequestInit): Promise<Uint8Array | Readable | undefined> {
  if (body === null || body === undefined) return undefined;
  if (body instanceof Uint8Array) return body;
  // Node's types of web streams differ from those of the DOM.
  if (body instanceof ReadableStream) return Readable.fromWeb(body as Parameters<typeof Readable.fromWeb>[0]);
  return new Uint8Array(await new Response(body).arrayBuffer());
}

function responseOf(answer: IncomingMessage): Response {
  const status = answer.statusCode ?? 0;
  const headers = new Headers();
  for (let at = 0; at < answer.rawHeaders.length; at += 2)
    headers.append(answer.rawHeaders[at] ?? '', answer.rawHeaders[at + 1] ?? '');
  const isEmpty = status === 204 || status === 205 || status === 304;
  if (isEmpty) answer.resume();
  const stream = isEmpty ? null : (Readable.toWeb(answer) as ReadableStream<Uint8Array>); // Node's own type of the same stream
  return new Response(stream, { status, headers });
}

/** Asks a proxy for a plain address: the proxy gets the whole address. */
function plainThrough(url: URL, options: RequestOptions, { proxy, ca }: Way) {
  if (!proxy) return plainRequest(url, options);
  const server = proxyUrl(proxy);
  const headers = { host: url.host, ...options.headers, ...signIn(server) };
  const through = { ...options, headers, ...(ca && { ca }), path: url.href };
  return (server.protocol === 'https:' ? secureRequest : plainRequest)({ ...hostOf(server), ...through });
}

/** Asks over https: directly, or in a tunnel through a proxy. */
async function secureThrough(url: URL, options: RequestOptions, { proxy, ca }: Way) {
  const trusted = ca && { ca };
  if (!proxy) return secureRequest(url, { ...options, ...trusted, agent: false });
  const { hostname: host } = url;
  const socket = await tunnel(url, proxy, options, trusted);
  const name = host.replace(/^\[|\]$/g, '');
  const servername = /^[\d.]+$|:/.test(name) ? {} : { servername: name };
  const createConnection = () => connectSecurely({ socket, host: name, ...servername, ...trusted });
  // An agent would connect by itself.
  return secureRequest(url, { ...options, createConnection });
}

/** Opens a tunnel to an address through a proxy. */
function tunnel(
  url: URL,
  proxy: Sourced,
  { signal }: RequestOptions,
  trusted: { ca: string[] } | undefined,
): Promise<Socket> {
  const server = proxyUrl(proxy);
  const target = `${url.hostname}:${url.port || 443}`;
  const open = server.protocol === 'https:' ? secureRequest : plainRequest;
  const asked = { ...hostOf(server), ...trusted, ...(signal && { signal }), agent: false } as const;
  const request = open({ ...asked, method: 'CONNECT', path: target, headers: { host: target, ...signIn(server) } });
  return new Promise((resolve, reject) => {
    const refuse = (status = 0) =>
      reject(
        proxyFailed(proxy, status === 407 ? 'asks for a username and password' : `answered ${status} for ${target}`),
      );
    request.on('connect', (answer, socket: Socket) => {
      if (answer.statusCode === 200) return resolve(socket);
      socket.destroy();
      return refuse(answer.statusCode);
    });
    request.on('response', (answer) => {
      answer.destroy();
      refuse(answer.statusCode);
    });
    const explain = explainer(request, proxy);
    request.on('error', (error) => reject(explain(error)));
    request.end();
  });
}

/** Returns a function that makes the errors before a connection to a proxy name the proxy. */
function explainer(request: ClientRequest, proxy: Sourced): (error: Error) => Error {
  let isConnected = false;
  request.once('socket', (socket) => {
    isConnected = !socket.connecting;
    socket.once('connect', () => {
      isConnected = true;
    });
  });
  return (error) => {
    if (isConnected || error.name === 'AbortError' || error instanceof GoFigrError) return error;
    return proxyFailed(proxy, `does not answer (${codeOf(error) ?? error.message})`, error);
  };
}

const codeOf = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;

/** Problems of certificates by the code of the error. */
const PROBLEMS: Record<string, string> = {
  CERT_HAS_EXPIRED: 'it has expired',
  CERT_NOT_YET_VALID: 'it is not valid yet',
  CERT_REVOKED: 'it was revoked',
  ERR_TLS_CERT_ALTNAME_INVALID: 'it is for another host',
};
const UNKNOWN_AUTHORITY =
  /^(DEPTH_ZERO_)?SELF_SIGNED_CERT|^UNABLE_TO_(VERIFY|GET)_|^CERT_(SIGNATURE_FAILURE|UNTRUSTED)/;

/** Returns the error for a certificate that is not trusted. It names the settings of trusted certificates. */
function certificateError(url: URL, error: unknown, trusted: Sourced | undefined): GoFigrError | undefined {
  for (let cause = error, depth = 0; cause instanceof Error && depth < 5; cause = cause.cause, depth++) {
    const code = codeOf(cause) ?? '';
    const isUnknown = UNKNOWN_AUTHORITY.test(code);
    const problem = isUnknown ? 'its authority is unknown here' : PROBLEMS[code];
    if (problem === undefined) continue;
    const settings = trusted
      ? `${trusted.name} names the trusted ones: ${trusted.value}.`
      : 'Name a file with its authority in --ca, REQUESTS_CA_BUNDLE or SSL_CERT_FILE.';
    const text = `The certificate of ${url.origin} is not trusted: ${problem} (${code}).`;
    return new GoFigrError(isUnknown ? `${text} ${settings}` : text, { code: 'bad_certificate', cause: error });
  }
  return undefined;
}

const proxyFailed = (proxy: Sourced, how: string, cause?: unknown): GoFigrError =>
  new GoFigrError(`The proxy ${shown(proxy)} of ${proxy.name} ${how}.`, { code: 'proxy_failed', cause });

/** Address of a proxy without its password. */
function shown(proxy: Sourced): string {
  const { protocol, host } = proxyUrl(proxy);
  return `${protocol}//${host}`;
}

/** Reads the address of a proxy. Without a scheme, it is http, as for `requests`. */
function proxyUrl({ value, name }: Sourced): URL {
  const text = /^[a-z][\w+.-]*:\/\//i.test(value) ? value : `http://${value}`;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return url;
  const problem = url ? `a ${url.protocol.slice(0, -1)} proxy, which is not supported` : 'no address of a proxy';
  throw new GoFigrError(`${name} is ${problem}. Use an http or https proxy.`, { code: 'proxy_failed' });
}

const hostOf = ({ hostname, port, protocol }: URL) => ({
  host: hostname.replace(/^\[|\]$/g, ''),
  port: port || (protocol === 'https:' ? 443 : 80),
});

function signIn({ username, password }: URL): Record<string, string> {
  if (username === '' && password === '') return {};
  const text = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { 'proxy-authorization': `Basic ${Buffer.from(text).toString('base64')}` };
}
