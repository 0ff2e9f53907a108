import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, brotliDecompressSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Proof, plant, startTestServer, type TestServer } from '../../testing/index.ts';

const PAGE = '<!doctype html><html><head><title>GoFigr</title></head><body></body></html>';
const SCRIPT = 'export const answer = 42;'.repeat(99);
const HOSTILE = `"><script>alert(1)</script>&'$&`;

let test: TestServer;
let folder: string;
let owner: { username: string; proof: Proof; workspace: string };
let objects: Awaited<ReturnType<typeof plant>>;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gofigr-web-'));
  await writeFile(join(folder, 'index.html'), PAGE);
  await mkdir(join(folder, 'assets'));
  await writeFile(join(folder, 'assets/app-1.js'), SCRIPT);
  await writeFile(join(folder, 'assets/app-1.js.br'), brotliCompressSync(SCRIPT));
  test = await startTestServer({ GOFIGR_WEB_DIR: folder, GOFIGR_PUBLIC_URL: 'https://figures.example.org' });
  owner = await test.account();
  objects = await plant(test, owner.proof, owner.workspace);
  const fields = { name: HOSTILE, description: HOSTILE };
  await test.call('PATCH', `figure/${objects.figure}/`, fields, owner.proof);
});
afterAll(async () => {
  await test.close();
  await rm(folder, { recursive: true });
});

const page = async (path: string, as?: Proof) => (await test.call('GET', path, undefined, as)).text;
const share = (enabled: boolean) => test.call('POST', `figure/${objects.figure}/share/link/`, { enabled }, owner.proof);

it('a link-shared page has a preview, with escaped names', async () => {
  await share(true);
  const figure = await page(`/figure/${objects.figure}`);
  expect(figure).toContain('content="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&amp;&#39;$&amp;"');
  expect(figure).not.toContain('<script>');
  expect(figure.match(/<title>/g)).toHaveLength(1);
  expect(figure).toContain(`<meta property="og:url" content="https://figures.example.org/figure/${objects.figure}">`);
  expect(figure).toContain(
    `content="https://figures.example.org/api/v1.4.1/figure/${objects.figure}/thumbnail/1024/picture/?format=png"`,
  );
  for (const path of [`/r/${objects.revision}`, `/revision/${objects.revision}/?a=b`])
    expect(await page(path)).toContain('Revision #1</title>');
  await share(false);
});

it('all other pages are plain, for every caller', async () => {
  for (const path of [
    `/figure/${objects.figure}`,
    `/r/${objects.revision}`,
    `/analysis/${objects.analysis}`,
    `/workspace/${owner.workspace}`,
    '/figure/00000000-0000-4000-8000-000000000000',
    '/figure/nonsense',
    '/r/nonsense',
    '/',
  ])
    for (const as of [{}, owner.proof]) expect([path, await page(path, as)]).toEqual([path, PAGE]);
});

it('files are sent in the smallest encoding that the browser accepts, and are immutable', async () => {
  const ask = (encodings: string) =>
    test.call('GET', '/assets/app-1.js', undefined, {}, { headers: { 'accept-encoding': encodings } });
  const [packed, plain] = [await ask('gzip, deflate, br'), await ask('identity')];
  expect(brotliDecompressSync(packed.bytes).toString()).toBe(SCRIPT);
  expect(plain.text).toBe(SCRIPT);
  for (const { headers } of [packed, plain]) {
    expect(headers['content-type']).toMatch(/javascript/);
    expect(headers['cache-control']).toBe('public, max-age=31536000, immutable');
    expect(headers['vary']).toMatch(/accept-encoding/i);
  }
});

it('tells browsers to use only https, if it is configured and the public address is https', async () => {
  const hstsOf = async (address: string, seconds: string) => {
    const server = await startTestServer({ GOFIGR_PUBLIC_URL: address, GOFIGR_HSTS_SECONDS: seconds });
    const answers = [await server.call('GET', 'info/'), await server.call('GET', '/healthz')];
    await server.close();
    return answers.map(({ headers }) => headers['strict-transport-security']);
  };
  expect(await hstsOf('https://figures.example.org', '3600')).toEqual(['max-age=3600', 'max-age=3600']);
  expect(await hstsOf('https://figures.example.org', '0')).toEqual([undefined, undefined]);
  expect(await hstsOf('http://figures.example.org', '3600')).toEqual([undefined, undefined]);
});
