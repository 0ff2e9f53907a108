/** A request that a test's `fetch` received. */
export interface Sent {
  method: string;
  path: string;
  headers: Headers;
  body: any;
}

export type Canned = (sent: Sent) => Response | Error | Promise<Response>;

export const json = (status: number, body: unknown, headers: Record<string, string> = {}): Response =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json', ...headers } });

/** Makes a `fetch` that gives these answers in turn and repeats the last one. An `Error` is a failed connection. */
export function cannedFetch(...answers: Canned[]): { fetch: typeof fetch; sent: Sent[] } {
  const sent: Sent[] = [];
  const fetch: typeof globalThis.fetch = async (input, init = {}) => {
    init.signal?.throwIfAborted();
    const url = new URL(input instanceof Request ? input.url : input);
    const text = init.body ? await new Response(init.body).text() : '';
    const request: Sent = {
      method: init.method ?? 'GET',
      path: url.pathname + url.search,
      headers: new Headers(init.headers),
      body: text === '' ? undefined : JSON.parse(text),
    };
    const answer = answers[Math.min(sent.length, answers.length - 1)];
    sent.push(request);
    const result = await answer?.(request);
    if (result === undefined || result instanceof Error) throw new TypeError('fetch failed', { cause: result });
    return result.clone();
  };
  return { fetch, sent };
}

export const lost = (code = 'ECONNRESET') => Object.assign(new Error('socket'), { code });
