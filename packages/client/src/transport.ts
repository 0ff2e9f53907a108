import { jsonPayload, type Payload } from './bytes/payload.ts';
import type { Call, CallOptions } from './call.ts';
import type { Credentials } from './credentials.ts';
import { errorOf, GoFigrError, Unreachable } from './errors.ts';
import { isRefusedForNow, type RetryPolicy, withRetries } from './retry.ts';
import { type AddressParts, type Answer, addressOf, type Route, type RouteArguments } from './route.ts';

export interface TransportOptions {
  /** Without a slash at the end. */
  base: string;
  credentials: Credentials;
  fetch: typeof globalThis.fetch;
  retry: RetryPolicy;
  signal: AbortSignal | undefined;
  /** Name of this machine, which is sent with every request. */
  machine?: string | undefined;
  /** Is called with each notice of an answer. */
  onNotice?: ((text: string) => void) | undefined;
}

/** Options of a call. */
interface Sending extends CallOptions, Pick<Call, 'repeatable'> {}

/** The parts of any call. */
interface AnyParts extends AddressParts, Sending {
  body?: unknown;
  /** Streamed body; used instead of `body`. */
  payload?: Payload;
}

/** Sends requests: signs them, retries those that are repeatable, and turns refusals into errors. */
export class Transport {
  readonly base: string;
  readonly retry: RetryPolicy;
  readonly #options: TransportOptions;

  constructor(options: TransportOptions) {
    this.base = options.base;
    this.retry = options.retry;
    this.#options = options;
  }

  /** Calls an operation. Its route determines the types of its parameters, body and answer. */
  call<R extends Route>(route: R, ...[parts]: RouteArguments<R, Sending>): Promise<Answer<R>> {
    return this.send(route, parts);
  }

  /** Calls an operation for callers whose own types check the parts of the route. */
  send<R extends Route>(route: R, parts: AnyParts = {}): Promise<Answer<R>> {
    const { body, payload = body === undefined ? undefined : jsonPayload(body), repeatable, signal } = parts;
    return this.json({ ...addressOf(this.base, route, parts), payload, repeatable }, { signal });
  }

  /** Sends any request and returns the JSON of its answer. */
  async json<T>(call: Call, options: CallOptions = {}): Promise<T> {
    const { retry } = this;
    const signal = this.signalOf(options);
    const isRepeatable = call.method === 'GET' || call.repeatable === true;
    const policy = isRepeatable ? retry : { ...retry, isTemporary: isRefusedForNow };
    // The body is read within the attempt because a connection can break there too.
    return withRetries(policy, signal, async () => this.#parse<T>(await this.#sendSigned(call, signal), call, signal));
  }

  /** Returns the answer with an unread body. */
  response<R extends Route & `GET ${string}`>(route: R, ...[parts]: RouteArguments<R, CallOptions>): Promise<Response> {
    const options: AnyParts = parts ?? {};
    const signal = this.signalOf(options);
    return withRetries(this.retry, signal, () => this.#sendSigned(addressOf(this.base, route, options), signal));
  }

  signalOf({ signal }: CallOptions): AbortSignal | undefined {
    const signals = [this.#options.signal, signal].filter((one) => one !== undefined);
    return signals.length > 1 ? AbortSignal.any(signals) : signals[0];
  }

  unreachable = (cause: unknown): Unreachable => new Unreachable(new URL(this.base).origin, cause);

  async #parse<T>(response: Response, { parse = JSON.parse }: Call, signal: AbortSignal | undefined): Promise<T> {
    if (response.status === 204) return undefined as T; // the operation's answer without content
    let text: string;
    try {
      text = await response.text();
    } catch (cause) {
      signal?.throwIfAborted();
      throw this.unreachable(cause);
    }
    try {
      return parse(text) as T; // the type of the operation's answer
    } catch (cause) {
      const { origin } = new URL(this.base);
      throw new GoFigrError(`The server at ${origin} is no GoFigr server: its answer is no JSON.`, {
        status: response.status,
        code: 'not_gofigr',
        cause,
      });
    }
  }

  /** Makes one attempt. If the access token has expired, renews it and sends the request again. */
  async #sendSigned(call: Call, signal: AbortSignal | undefined): Promise<Response> {
    const { credentials } = this.#options;
    const authorization = await credentials.authorization(this, signal);
    const response = await this.sendOnce(call, authorization, signal);
    if (response.ok) return response;
    const error = await errorOf(response);
    if (error.code !== 'token_not_valid' || !(await credentials.renew(this, authorization, signal))) throw error;
    const again = await this.sendOnce(call, await credentials.authorization(this, signal), signal);
    if (again.ok) return again;
    throw await errorOf(again);
  }

  /** Sends the request once. Returns any answer except a redirect, which is an error. */
  async sendOnce(call: Call, authorization: string | null, signal: AbortSignal | undefined): Promise<Response> {
    const { machine, onNotice } = this.#options;
    const headers: Record<string, string> = { accept: 'application/json' };
    if (machine !== undefined) headers['gofigr-machine'] = machine;
    if (authorization !== null) headers['authorization'] = authorization;
    const { init: opened, length } = (await call.payload?.open()) ?? {};
    if (call.payload) headers['content-type'] = call.payload.contentType;
    if (length !== undefined) headers['content-length'] = String(length);
    let response: Response;
    try {
      const { method, url } = call;
      // Following a redirect would turn a POST into a GET and send the key to another server.
      const init = { method, headers, redirect: 'manual', ...opened, ...(signal && { signal }) } as const;
      response = await this.#options.fetch(url, init);
    } catch (cause) {
      signal?.throwIfAborted();
      if (isRedirect(cause)) throw redirected('another address', undefined);
      throw ownErrorIn(cause) ?? this.unreachable(cause);
    }
    const notice = response.headers.get('gofigr-notice');
    if (notice !== null) onNotice?.(notice);
    if (response.type !== 'opaqueredirect' && (response.status < 300 || response.status > 399)) return response;
    throw redirected(response.headers.get('location') ?? 'another address', response.status);
  }
}

/** Finds the error that a source of bytes threw while `fetch` read it; `fetch` wraps it in its own. */
function ownErrorIn(error: unknown): GoFigrError | undefined {
  for (let cause = error, depth = 0; cause instanceof Error && depth < 5; cause = cause.cause, depth++)
    if (cause instanceof GoFigrError) return cause;
  return undefined;
}

const redirected = (location: string, status: number | undefined): GoFigrError =>
  new GoFigrError(`The server redirects to ${location}: use that server's address.`, { status, code: 'redirected' });

/** Tells whether `fetch` refused a redirect. With `redirect: 'error'`, only the cause of Node's error says so. */
const isRedirect = (error: unknown): boolean =>
  error instanceof Error && error.cause instanceof Error && /redirect/i.test(error.cause.message);
