import type { Call, CallOptions } from './call.ts';
import type { Credentials } from './credentials.ts';
import { errorOf, GoFigrError, Unreachable } from './errors.ts';
import { type RetryPolicy, withRetries } from './retry.ts';
import { VERSION } from './route.ts';

export interface TransportOptions {
  /** Without a slash at the end. */
  base: string;
  credentials: Credentials;
  fetch: typeof globalThis.fetch;
  retry: RetryPolicy;
  signal: AbortSignal | undefined;
}

/** Sends requests: signs them in, tries again what may be tried again, and turns refusals into errors. */
export class Transport {
  readonly base: string;
  readonly retry: RetryPolicy;
  readonly #options: TransportOptions;

  constructor(options: TransportOptions) {
    this.base = options.base;
    this.retry = options.retry;
    this.#options = options;
  }

  /** The answer's JSON. */
  async json<T>(call: Call, options: CallOptions = {}): Promise<T> {
    const { retry } = this;
    const signal = this.signalOf(options);
    const policy = call.method === 'GET' || call.repeatable ? retry : { ...retry, retries: 0 };
    // The body too is read within an attempt, since connections break in it.
    return withRetries(policy, signal, async () => this.#parse<T>(await this.#sendSigned(call, signal), call, signal));
  }

  /** The answer itself, whose body is still to be read. */
  async response(call: Call, options: CallOptions = {}): Promise<Response> {
    const signal = this.signalOf(options);
    return withRetries(this.retry, signal, () => this.#sendSigned(call, signal));
  }

  signalOf({ signal }: CallOptions): AbortSignal | undefined {
    const signals = [this.#options.signal, signal].filter((one) => one !== undefined);
    return signals.length > 1 ? AbortSignal.any(signals) : signals[0];
  }

  unreachable = (cause: unknown): Unreachable => new Unreachable(new URL(this.base).origin, cause);

  async #parse<T>(response: Response, { parse = JSON.parse }: Call, signal: AbortSignal | undefined): Promise<T> {
    if (response.status === 204) return undefined as T;
    let text: string;
    try {
      text = await response.text();
    } catch (cause) {
      signal?.throwIfAborted();
      throw this.unreachable(cause);
    }
    try {
      return parse(text) as T;
    } catch (cause) {
      const { origin } = new URL(this.base);
      throw new GoFigrError(`What answers at ${origin} is no GoFigr server: it sends no JSON.`, {
        status: response.status,
        code: 'not_gofigr',
        cause,
      });
    }
  }

  /** One attempt; a second one at once when the access token has expired meanwhile. */
  async #sendSigned(call: Call, signal: AbortSignal | undefined): Promise<Response> {
    const { credentials } = this.#options;
    const authorization = await credentials.authorization(this, signal);
    const response = await this.send(call, authorization, signal);
    if (response.ok) return response;
    const error = await errorOf(response);
    if (error.code !== 'token_not_valid' || !(await credentials.renew(this, authorization, signal))) throw error;
    const again = await this.send(call, await credentials.authorization(this, signal), signal);
    if (again.ok) return again;
    throw await errorOf(again);
  }

  /** Sends once; any answer but a redirect is a result. */
  async send(call: Call, authorization: string | null, signal: AbortSignal | undefined): Promise<Response> {
    const headers: Record<string, string> = { accept: 'application/json' };
    if (authorization !== null) headers['authorization'] = authorization;
    const { init: opened, length } = (await call.payload?.open()) ?? {};
    if (call.payload) headers['content-type'] = call.payload.contentType;
    if (length !== undefined) headers['content-length'] = String(length);
    let response: Response;
    try {
      const { method } = call;
      // By hand: a redirect would turn a POST into a GET, and carry the key elsewhere.
      const init = { method, headers, redirect: 'manual', ...opened, ...(signal && { signal }) } as const;
      response = await this.#options.fetch(this.#urlOf(call), init);
    } catch (cause) {
      signal?.throwIfAborted();
      if (isRedirect(cause)) throw redirected('another address', undefined);
      throw ownErrorIn(cause) ?? this.unreachable(cause);
    }
    if (response.type !== 'opaqueredirect' && (response.status < 300 || response.status > 399)) return response;
    throw redirected(response.headers.get('location') ?? 'another address', response.status);
  }

  #urlOf({ path, query = {} }: Call): string {
    const url = new URL(path.startsWith('/') ? `${this.base}${path}` : `${this.base}/api/${VERSION}/${path}`);
    for (const [name, value] of Object.entries(query))
      if (value !== undefined) url.searchParams.set(name, String(value));
    return url.href;
  }
}

/** What our own reading of a source threw while `fetch` sent it; `fetch` wraps it. */
function ownErrorIn(error: unknown): GoFigrError | undefined {
  for (let cause = error, depth = 0; cause instanceof Error && depth < 5; cause = cause.cause, depth++)
    if (cause instanceof GoFigrError) return cause;
  return undefined;
}

const redirected = (where: string, status: number | undefined): GoFigrError =>
  new GoFigrError(`The server redirects to ${where}: use that server's address.`, { status, code: 'redirected' });

/** With `redirect: 'error'`, Node says so in the cause only. */
const isRedirect = (error: unknown): boolean =>
  error instanceof Error && error.cause instanceof Error && /redirect/i.test(error.cause.message);
