import { request } from 'node:http';
import { describe, expect, test } from 'vitest';
import { body } from '../src/client.ts';
import { datum, fixture, newRevision } from '../src/fixture.ts';
import { baseUrl } from '../src/target.ts';

interface Seen {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  text: string;
}

/** Sends a GET of exactly this path, which `fetch` would normalize. */
function get(path: string, headers: Record<string, string> = {}): Promise<Seen> {
  const { promise, resolve, reject } = Promise.withResolvers<Seen>();
  const { hostname, port } = new URL(baseUrl);
  request({ hostname, port, path, headers, agent: false }, (response) => {
    let text = '';
    response.setEncoding('latin1').on('data', (chunk) => (text += chunk));
    response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }));
  })
    .on('error', reject)
    .end();
  return promise;
}

/** Finds the files of the web app, beginning with its page. */
async function filesOfApp(): Promise<string[]> {
  const found = new Set(['/', '/index.html', '/icon.svg', '/color-scheme.js']);
  for (const path of found) {
    const { status, text } = await get(path);
    expect([path, status]).toEqual([path, 200]);
    for (const [, name] of text.matchAll(/["'`/]([\w-]+-[\w-]{8}\.(?:js|css|woff2?|wasm))["'`]/g))
      found.add(`/assets/${name}`);
  }
  return [...found];
}

/** Returns other spellings of a path. */
const spellings = (path: string): string[] => {
  const [, first = '', rest = ''] = /^\/(.)?(.*)$/.exec(path) ?? [];
  const code = first === '' ? '' : `%${first.charCodeAt(0).toString(16)}`;
  const plain = [
    `/${path}`,
    `/.${path}`,
    `/x/..${path}`,
    `/${code}${rest}`,
    `${path}/`,
    `${path}//`,
    path.toUpperCase(),
  ];
  const ended = ['?x', '?', '#x', '.', '..', '.br', '.gz', '%2f', '%5c', '\\', '%00', '%20', ';x', '/index.html', '/.'];
  return [
    ...plain,
    `/${path.replaceAll('/', '\\')}`,
    `/${path.replaceAll('/', '%2f')}`,
    `/assets/..${path}`,
    `/%2e${path}`,
  ].concat(ended.map((end) => path + end));
};

/** Returns the faults in the headers of an answer. */
function faults({ status, headers, text }: Seen, policy: 'app' | 'any' = 'any'): string[] {
  const said = String(headers['content-security-policy'] ?? '');
  const wrong: string[] = [];
  if (!/frame-ancestors '(none|self)'/.test(said)) wrong.push(`framed by anyone: ${said}`);
  if (!/default-src '(none|self)'/.test(said)) wrong.push(`loads anything: ${said}`);
  if (!/^(DENY|SAMEORIGIN)$/.test(String(headers['x-frame-options']))) wrong.push('no X-Frame-Options');
  if (headers['x-content-type-options'] !== 'nosniff') wrong.push('no nosniff');
  if (status >= 500) wrong.push(`${status} ${text}`);
  if (status >= 300 && status < 400) wrong.push(`${status}: a redirect`);
  const isApp = policy === 'app' || (/text\/html/.test(String(headers['content-type'])) && text.includes('id="root"'));
  if (isApp && !/script-src 'self'; /.test(said)) wrong.push(`not the policy of the app: ${said}`);
  if (isApp && headers['x-frame-options'] !== 'DENY') wrong.push('the app can be framed');
  return wrong;
}

describe('every answer has a content policy and cannot be framed', () => {
  const here = fixture();

  const wrongOf = async (paths: readonly string[], headers: Record<string, string> = {}) => {
    const wrong: string[] = [];
    for (const path of paths) for (const fault of faults(await get(path, headers))) wrong.push(`${path}: ${fault}`);
    return wrong;
  };

  test('the files of the web app, under every spelling of their paths', async () => {
    const files = await filesOfApp();
    expect(files.filter((path) => path.endsWith('.js')).length).toBeGreaterThan(10);
    for (const path of files) expect([path, faults(await get(path), 'app')]).toEqual([path, []]);
    const packed = await wrongOf(files, { 'accept-encoding': 'br, gzip' });
    const some = files.filter((path) => !path.startsWith('/assets/') || path.endsWith('.css'));
    expect([...packed, ...(await wrongOf(some.flatMap(spellings)))]).toEqual([]);
  });

  test('pages, documents, probes and errors', async () => {
    const revision = await newRevision(here.user, here.figure, [datum('a', 'abc')]);
    await body(200, here.user.post(`figure/${here.figure}/share/link/`, { enabled: true }));
    const paths = [
      '/sign-in',
      '/nowhere/at/all',
      `/figure/${here.figure}`,
      `/r/${revision.api_id}`,
      '/invite',
      '/api/docs',
    ];
    const more = [
      '/api/docs/openapi.json',
      '/healthz',
      '/readyz',
      '/api/',
      '/api/v1/info/',
      '/api/v1/user/',
      '/content/a/b/c',
      '/runtimes/none.js',
      '/runtimes/plotly.js-dist-min@3.7.0/plotly.min.js',
    ];
    const bytes = `/api/v1.4.1/data/${revision.data[0].api_id}/content/`;
    const odd = ['/%zz', '/api/%zz', `/${'x'.repeat(9000)}`, '/assets/none.js', '/api/docs/', '//api/docs', '*'];
    expect(await wrongOf([...paths, ...more, ...odd, bytes, `${bytes}?inline=true`])).toEqual([]);
    expect(await wrongOf(['/sign-in', '/api/v1/info/'], { host: 'elsewhere.example' })).toEqual([]);
    expect(await wrongOf(['/sign-in', '/api/v1/info/'], { origin: 'https://elsewhere.example' })).toEqual([]);
  });

  test('a published page keeps its own policy, and only this server can frame it', async () => {
    const page = datum('page', '<script>1</script>', { type: 'image', metadata: { format: 'html' } });
    const drawing = datum('drawing', '<svg xmlns="http://www.w3.org/2000/svg"/>', {
      type: 'image',
      metadata: { format: 'svg' },
    });
    const revision = await newRevision(here.user, here.figure, [page, drawing]);
    const [pageId, drawingId] = revision.data.map((one: any) => one.api_id);
    const { url } = await body(200, here.user.post(`data/${pageId}/view/`));
    const shown = await get(new URL(url, baseUrl).pathname);
    expect(faults(shown)).toEqual([]);
    expect(shown.headers['content-security-policy']).toMatch(/^sandbox allow-scripts .*frame-ancestors 'self'$/);
    expect(shown.headers['x-frame-options']).toBe('SAMEORIGIN');
    const opened = await get(`/api/v1.4.1/data/${drawingId}/content/?inline=true`, {
      authorization: here.user.authorization ?? '',
    });
    expect([opened.headers['content-type'], faults(opened)]).toEqual(['image/svg+xml', []]);
    expect(opened.headers['content-security-policy']).toMatch(/default-src 'none';.* sandbox/);
  });
});
