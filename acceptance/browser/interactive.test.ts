import { hash } from 'node:crypto';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ask as askOn, base64, launch, newPage, setting, signIn } from './app.ts';
import { CHARTS, FAILING, FORMULAS, SANDBOXED } from './interactive-pages.ts';

const url = setting('PAGES_URL');
const accounts = JSON.parse(setting('PAGES_ACCOUNTS')) as { username: string; password: string }[];
const petra = accounts.find(({ username }) => username === 'petra');
if (!petra) throw new Error('PAGES_ACCOUNTS names petra');

let browser: Browser;
let page: Page;
let analysis: string;
/** Requests that left this machine, or tried to. */
const outside: string[] = [];
const ask = (method: string, path: string, body?: object) => askOn(page, method, path, body);

beforeAll(async () => {
  browser = await launch();
  page = await newPage(browser);
  await signIn(page, url, petra.username, petra.password);
  const [{ api_id: workspace }] = await ask('GET', 'workspace/');
  analysis = (await ask('POST', 'analysis/', { name: 'Interactive', workspace })).api_id;
  // No internet.
  await page.context().route(
    (address) => address.origin !== url && /^https?:$/.test(address.protocol),
    (route, request) => {
      outside.push(request.url());
      return route.abort();
    },
  );
});
afterAll(() => browser?.close());

/** Publishes a page and shows its figure. */
async function show(name: string, html: string): Promise<void> {
  const { api_id: figure } = await ask('POST', 'figure/', { name, analysis });
  const data = [{ type: 'image', name: 'page', metadata: { format: 'html' }, data: base64(html) }];
  await ask('POST', 'revision/', { figure, metadata: {}, data });
  outside.length = 0;
  await page.goto(`${url}/figure/${figure}`);
  await page.getByRole('main').locator('iframe').waitFor();
}

async function redPixels(): Promise<number> {
  const picture = await page.getByRole('main').locator('iframe').screenshot();
  return redIn(picture.toString('base64'));
}

/** Counts the pixels of a PNG that are of the charts' red; 0 if there is no picture. */
function redIn(png: string): Promise<number> {
  return page.evaluate(async (data) => {
    if (data === '') return 0;
    const image = new Image();
    image.src = `data:image/png;base64,${data}`;
    await image.decode();
    const canvas = Object.assign(document.createElement('canvas'), { width: image.width, height: image.height });
    const context = canvas.getContext('2d');
    context?.drawImage(image, 0, 0);
    const { data: pixels } = context?.getImageData(0, 0, image.width, image.height) ?? { data: [] };
    let count = 0;
    for (let at = 0; at < pixels.length; at += 4) {
      const [red = 0, green = 0, blue = 0] = [pixels[at], pixels[at + 1], pixels[at + 2]];
      if (Math.abs(red - 214) < 30 && Math.abs(green - 39) < 40 && Math.abs(blue - 40) < 40) count += 1;
    }
    return count;
  }, png);
}

describe('interactive figures without internet', () => {
  test.each(Object.entries(CHARTS))('%s shows its chart [14.60]', async (name, html) => {
    await show(name, html);
    await expect.poll(redPixels).toBeGreaterThan(2000);
    expect(outside).toEqual([]);
    expect(await page.getByText('The page in the sandbox reports').count()).toBe(0);
  });

  test.each(Object.entries(FORMULAS))('%s shows its formula [14.61]', async (name, html) => {
    await show(name, html);
    const formula = page.frameLocator('main iframe').locator('svg.gtitle-math');
    await formula.waitFor({ state: 'attached' });
    const { width, height } = (await formula.boundingBox()) ?? { width: 0, height: 0 };
    expect([width > 60, height > 20]).toEqual([true, true]);
    expect(outside).toEqual([]);
  });

  test.each(Object.entries(SANDBOXED))('%s works in the sandbox [14.62]', async (name, html) => {
    await show(name, html);
    await page.frameLocator('main iframe').getByText('done', { exact: true }).waitFor();
    expect(await redPixels()).toBeGreaterThan(10_000);
    expect(await page.getByText('The page in the sandbox reports').count()).toBe(0);
  });

  test.each(Object.entries(FAILING))('a page with %s says so [14.63]', async (name, [html, words]) => {
    await show(name, html);
    await page.getByText(words).waitFor();
    await expect(page.getByText(/internet/).count()).resolves.toBe(0);
  });
});

/** Hashes that plotly.py writes beside the address, and that of cdnjs for MathJax. */
const PUBLISHED = {
  'plotly.js-dist-min@2.35.2/plotly.min.js': 'bSEmbOG9fZ5atOEVmJxwwg3gOC/Zc6jyarWGGeuk1gM=',
  'plotly.js-dist-min@3.0.1/plotly.min.js': 'oy6Be7Eh6eiQFs5M7oXuPxxm9qbJXEtTpfSI93dW16Q=',
  'plotly.js-dist-min@3.3.1/plotly.min.js': '4rD3fugVb/nVJYUv5Ky3v+fYXoouHaBSP20WIJuEiWg=',
  'plotly.js-dist-min@3.7.0/plotly.min.js': 'jvTGqxNp8AGWEcvNLVuKr+8j5dGe9Yw51LQkmDH+IYA=',
  'plotly.js-dist-min@4.1.1/plotly.min.js': 'O24V1F27f8pb0glCkelh3cVHLNiHAJ5gCaVtq2aNch8=',
  'mathjax@2.7.5/MathJax.js': 'nvJJv9wWKEm88qvoQl9ekL2J+k/RWIsaSScxxlsrv8k=',
};

test('the served scripts are the public ones, for every origin, compressed or not [14.64]', async () => {
  for (const [path, sha256] of Object.entries(PUBLISHED)) {
    for (const encoding of ['gzip', 'identity']) {
      const headers = { 'accept-encoding': encoding, origin: 'null' };
      const answer = await fetch(`${url}/runtimes/${path}`, { headers });
      const bytes = Buffer.from(await answer.arrayBuffer());
      expect([path, answer.status, hash('sha256', bytes, 'base64')]).toEqual([path, 200, sha256]);
      expect(answer.headers.get('content-encoding')).toBe(encoding === 'gzip' ? 'gzip' : null);
      expect(answer.headers.get('access-control-allow-origin')).toBe('*');
      expect(answer.headers.get('cross-origin-resource-policy')).toBe('cross-origin');
      expect(answer.headers.get('content-type')).toMatch(/^text\/javascript/);
    }
  }
});

test('a figure with nothing but HTML has a thumbnail of its chart, or one that says why not [14.66]', async () => {
  // A server that is busy may meet its limit of 20 s, and then says so in the picture. So it gets three figures.
  const reds: number[] = [];
  for (let attempt = 1; attempt <= 3 && !reds.some((red) => red > 5000); attempt++) {
    await show(`Thumbnail ${attempt}`, `${CHARTS['plotly.py 6']}<!-- ${attempt} -->`);
    const id = new URL(page.url()).pathname.split('/').at(-1) ?? '';
    const pictureOf = async () => {
      const answer = await page.request.get(`${url}/api/v1.4.1/figure/${id}/thumbnail/512/picture/?format=png`);
      return answer.status() === 200 ? (await answer.body()).toString('base64') : '';
    };
    // Drawing takes a browser's start on a busy machine; a request gives up earlier.
    await expect.poll(pictureOf, { timeout: 180_000, interval: 1000 }).not.toBe('');
    reds.push(await redIn(await pictureOf()));
  }
  // Some containers forbid the namespaces that Chromium's sandbox needs. Then the server says so in the picture.
  if (setting('PAGES_DRAWN') === 'true') expect(Math.max(...reds)).toBeGreaterThan(5000);
  else expect(reds).toEqual([0, 0, 0]);
});

test('a page gets the file of an administrator for its address [14.67]', async () => {
  // The leg has added `added-runtime.js` for this address.
  await show('Added', '<p>x</p><script src="https://cdn.example.org/own/lib.js"></script>');
  await expect.poll(redPixels).toBeGreaterThan(10_000);
  expect(outside).toEqual([]);
});

test('the stored bytes stay as they were published [14.65]', async () => {
  const html = CHARTS['plotly.py 6'] ?? '';
  await show('Stored', html);
  const figure = new URL(page.url()).pathname.split('/').at(-1);
  const [revision] = (await ask('GET', `figure/${figure}/`)).revisions;
  const { data } = await ask('GET', `revision/${revision.api_id ?? revision}/`);
  const stored = await page.request.get(`${url}/api/v1.4.1/data/${data[0].api_id}/content/`);
  expect(await stored.text()).toBe(html);
});
