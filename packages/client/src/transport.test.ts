import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, vi } from 'vitest';
import { GoFigrError, Unreachable } from './errors.ts';
import { GoFigr, type GoFigrOptions } from './gofigr.ts';
import { type Canned, cannedFetch, json, lost } from './test-fetch.ts';

const KEY = 'a-key-made-elsewhere';
const INFO = { version: '1' };

function client(answers: Canned[], options: GoFigrOptions = {}) {
  const { fetch, sent } = cannedFetch(...answers);
  return { gofigr: new GoFigr({ url: 'https://lab.example//', apiKey: KEY, fetch, ...options }), sent };
}

/** Starts a real server: only a real `fetch` shows how it handles redirects. */
async function listen(handler: RequestListener): Promise<{ url: string; close: () => void }> {
  const http = createServer(handler).listen(0, '127.0.0.1');
  await once(http, 'listening');
  const { port } = http.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close() {
      http.close();
      http.closeAllConnections();
    },
  };
}

/** Runs `work` with waits that take no time. Returns how long each would have taken. */
async function withoutWaiting<T>(work: () => Promise<T>): Promise<{ result: unknown; waits: number[] }> {
  const waits: number[] = [];
  const timer = vi.spyOn(globalThis, 'setTimeout').mockImplementation(((run: () => void, wait = 0) => {
    waits.push(wait);
    queueMicrotask(run);
    return 0;
  }) as never);
  try {
    return { result: await work().catch((error: unknown) => error), waits };
  } finally {
    timer.mockRestore();
  }
}

const busy: Canned = () => json(503, { code: 'unavailable', detail: 'busy' });
const good: Canned = () => json(200, INFO);

describe('a request', () => {
  it('goes to the address and has the key only in its header', async () => {
    const { gofigr, sent } = client([good]);
    await gofigr.info();
    expect(sent[0]).toMatchObject({ method: 'GET', path: '/api/v1.4.1/info/' });
    expect(sent[0]?.headers.get('authorization')).toBe(`Token ${KEY}`);
  });

  it.each([
    ['a server that is busy', busy],
    ['a connection that breaks', () => lost()],
    ['a proxy without a server', () => new Response('<html>', { status: 502 })],
  ])('that reads is retried after %s, with growing delays', async (_what, bad) => {
    const { gofigr, sent } = client([bad, bad, bad, good]);
    const { result, waits } = await withoutWaiting(() => gofigr.info());
    expect(result).toEqual(INFO);
    expect(sent).toHaveLength(4);
    const [first = 0, , third = 0] = waits;
    expect(first).toBeGreaterThanOrEqual(200);
    expect(first).toBeLessThanOrEqual(400);
    expect(third).toBeGreaterThanOrEqual(800);
  });

  it('waits as long as the server says', async () => {
    const { gofigr } = client([() => json(429, { code: 'too_many_attempts' }, { 'retry-after': '7' }), good]);
    expect((await withoutWaiting(() => gofigr.info())).waits).toEqual([7000]);
  });

  it('that writes is sent again when the server refused it for now and says when, and after nothing else', async () => {
    const refused: Canned = () => json(429, { code: 'too_many_attempts' }, { 'retry-after': '2' });
    const made: Canned = () => json(201, { api_id: 'k', name: 'CI' });
    const { gofigr, sent } = client([refused, made]);
    const { result, waits } = await withoutWaiting(() => gofigr.apiKeys.create({ name: 'CI' }));
    expect([result, waits, sent.length]).toEqual([expect.objectContaining({ api_id: 'k' }), [2000], 2]);
    for (const bad of [busy, () => json(429, { detail: 'no time is named' })] satisfies Canned[]) {
      const other = client([bad, made]);
      await expect(other.gofigr.apiKeys.create({ name: 'CI' })).rejects.toThrow(GoFigrError);
      expect(other.sent).toHaveLength(1);
    }
  });

  it('names the machine if it has a name, and passes notices on', async () => {
    const notices: string[] = [];
    const telling: Canned = () => json(200, INFO, { 'gofigr-notice': 'This API key expires.' });
    const named = client([telling], { machine: 'lab-server', onNotice: (text) => notices.push(text) });
    await named.gofigr.info();
    expect([named.sent[0]?.headers.get('gofigr-machine'), notices]).toEqual(['lab-server', ['This API key expires.']]);
    const unnamed = client([telling]);
    await unnamed.gofigr.info();
    expect(unnamed.sent[0]?.headers.has('gofigr-machine')).toBe(false);
  });

  it('is signed with the token of a device login, which is never renewed', async () => {
    const { gofigr, sent } = client([() => json(401, { code: 'token_not_valid', detail: 'over' })], {
      apiKey: undefined,
      accessToken: 'token',
    });
    await expect(gofigr.users.me()).rejects.toThrow('over');
    expect(sent.map(({ headers }) => headers.get('authorization'))).toEqual(['Bearer token']);
  });

  it('is not retried if the server asks to wait more than a minute', async () => {
    const { gofigr, sent } = client([() => json(429, { detail: 'later' }, { 'retry-after': '3600' })]);
    const error = await gofigr.info().catch((one: unknown) => one);
    expect(error).toMatchObject({ status: 429, retryAfter: 3600, message: 'later' });
    expect(sent).toHaveLength(1);
  });

  it('fails after the allowed number of retries', async () => {
    const { gofigr, sent } = client([() => lost('ECONNREFUSED')], { retries: 2 });
    const { result } = await withoutWaiting(() => gofigr.info());
    expect(result).toBeInstanceOf(Unreachable);
    expect(String(result)).toContain('https://lab.example (ECONNREFUSED)');
    expect(sent).toHaveLength(3);
  });

  it.each([
    ['makes an analysis', (gofigr: GoFigr) => gofigr.analyses.create({ name: 'x', workspace: 'w' })],
    ['deletes', (gofigr: GoFigr) => gofigr.figures.delete('f')],
  ])('that %s is not repeated, because it may have arrived', async (_what, work) => {
    const { gofigr, sent } = client([() => lost()]);
    await expect(work(gofigr)).rejects.toBeInstanceOf(Unreachable);
    expect(sent).toHaveLength(1);
  });

  it('that is wrong is not repeated', async () => {
    const errors = [{ path: 'name', message: 'is required' }];
    const { gofigr, sent } = client([() => json(400, { code: 'invalid_request', detail: 'Wrong.', errors })]);
    const error = await gofigr.workspaces.list().catch((one: unknown) => one);
    expect(error).toBeInstanceOf(GoFigrError);
    expect(error).toMatchObject({ status: 400, code: 'invalid_request', fields: errors });
    expect(String(error)).toContain('name is required');
    expect(sent).toHaveLength(1);
  });

  it('ends with the reason of its signal, also during a wait', async () => {
    const controller = new AbortController();
    const { gofigr } = client([busy]);
    const pending = gofigr.info({ signal: controller.signal });
    setTimeout(() => controller.abort(new Error('enough')), 20);
    await expect(pending).rejects.toThrow('enough');
  });

  it("ends with the client's signal as well", async () => {
    const { gofigr, sent } = client([good], { signal: AbortSignal.abort(new Error('closed')) });
    await expect(gofigr.info({ signal: new AbortController().signal })).rejects.toThrow('closed');
    expect(sent).toEqual([]);
  });

  it.each([
    ['reads', (gofigr: GoFigr) => gofigr.info()],
    ['signs in', ({ url }: GoFigr) => new GoFigr({ url, username: 'a', password: 'secret' }).info()],
    ['publishes little', (gofigr: GoFigr) => gofigr.publish({ figure: { api_id: 'x' }, code: 'x', shortId: false })],
    [
      'publishes much',
      (gofigr: GoFigr) =>
        gofigr.publish({ figure: { api_id: 'x' }, files: [{ data: new Uint8Array(3_000_000) }], shortId: false }),
    ],
  ])('that %s does not follow a redirect, which would get the key', async (_what, work) => {
    let followed = 0;
    const elsewhere = await listen(() => followed++);
    const here = await listen((request, response) => {
      request.resume();
      response.writeHead(307, { location: elsewhere.url }).end();
    });
    await expect(work(new GoFigr({ url: here.url, apiKey: KEY }))).rejects.toMatchObject({ code: 'redirected' });
    expect(followed).toBe(0);
    here.close();
    elsewhere.close();
  });

  it('fails with "not_gofigr" if the server is no GoFigr server', async () => {
    const { gofigr } = client([() => new Response('<html>')]);
    await expect(gofigr.info()).rejects.toMatchObject({ code: 'not_gofigr' });
  });
});

describe('an address', () => {
  it.each(['lab.example', 'ftp://lab.example', 'https://user:secret@lab.example', 'https://lab.example?x=1', ''])(
    '%j is refused',
    (url) => {
      expect(() => new GoFigr({ url })).toThrow(TypeError);
    },
  );

  it('that is refused because of its password is not quoted', () => {
    expect(() => new GoFigr({ url: 'https://user:secret@lab.example' })).not.toThrow(/secret/);
  });

  it('may be below a path', async () => {
    const { gofigr, sent } = client([good], { url: 'https://lab.example/gofigr/' });
    await gofigr.info();
    expect(sent[0]?.path).toBe('/gofigr/api/v1.4.1/info/');
  });
});
