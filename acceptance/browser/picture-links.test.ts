import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, BrowserContext, Frame, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { png, pngChunks, withText } from '../src/pictures.ts';
import { ask, launch, newPage, setting, signIn } from './app.ts';
import { screens } from './screens.ts';

const url = setting('PAGES_URL');
const accounts = JSON.parse(setting('PAGES_ACCOUNTS')) as { username: string; password: string }[];
const irma = accounts.find(({ username }) => username === 'irma');
if (!irma) throw new Error('PAGES_ACCOUNTS has no irma');

const PHONE = { viewport: { width: 360, height: 740 }, deviceScaleFactor: 3, isMobile: true, hasTouch: true };
const NAME = 'Tides of a very long bay '.repeat(6).trim();

let browser: Browser;
let owner: Page;
let phone: Page;
let elsewhere: Server;
let figure: string;
let link: string;
const published = withText(png(1600, 900), 'drawn at /home/irma/tides.py');
const faults: string[] = [];
const main = (page: Page) => page.getByRole('main');

beforeAll(async () => {
  browser = await launch();
  owner = await newPage(browser, faults);
  phone = await (await browser.newContext({ ...PHONE, colorScheme: 'dark' })).newPage();
  await signIn(owner, url, irma.username, irma.password);
  const [{ api_id: workspace }] = await ask(owner, 'GET', 'workspace/');
  const analysis = await ask(owner, 'POST', 'analysis/', { name: 'Bay', workspace });
  figure = (await ask(owner, 'POST', 'figure/', { name: NAME, analysis: analysis.api_id })).api_id;
  const data = [
    { name: 'tides', type: 'image', metadata: { format: 'png' }, data: published.toString('base64') },
    { name: 'tides.py', type: 'code', metadata: { language: 'python' }, data: 'cHJpbnQoMSk=' },
  ];
  await ask(owner, 'POST', 'revision/', { figure, metadata: { at: '/home/irma/tides.py' }, data });
  elsewhere = createServer((request, answer) => {
    answer.setHeader('content-type', 'text/html');
    answer.end(
      `<!doctype html><title>Blog</title><iframe src="${link}${request.url === '/page' ? '' : '/embed'}"></iframe>
      <img src="${link}/image.png" alt="Tides"><img crossorigin src="${link}/image.png?size=256" alt="Tides">`,
    );
  });
  await once(elsewhere.listen(0, '127.0.0.1'), 'listening');
});
afterAll(async () => {
  elsewhere?.close();
  await browser?.close();
});

/** Widths of the pictures in a page or a frame; 0 for those that don't show. */
const widths = (page: Page | Frame): Promise<number[]> =>
  page.evaluate(async () => {
    const all = [...document.querySelectorAll('img')];
    await Promise.all(all.map((image) => image.decode().catch(() => undefined)));
    return all.map(({ naturalWidth }) => naturalWidth);
  });

/** Addresses on the server that a page asks for, with the cookies that go along and come back. */
function watched(context: BrowserContext): { path: string; cookie: string | undefined; set: string | undefined }[] {
  const seen: ReturnType<typeof watched> = [];
  context.on('response', (response) => {
    if (!response.url().startsWith(url)) return;
    void Promise.all([response.request().allHeaders(), response.allHeaders()]).then(([sent, got]) =>
      seen.push({ path: new URL(response.url()).pathname, cookie: sent['cookie'], set: got['set-cookie'] }),
    );
  });
  return seen;
}

test('the dialog says what a link shows, and makes one to the picture only', async () => {
  await owner.goto(`${url}/figure/${figure}`);
  await main(owner).getByRole('button', { name: 'Share' }).click();
  const dialog = owner.getByRole('dialog');
  await dialog.getByRole('switch').click();
  const visible = dialog.getByRole('list', { name: /Visible to anyone/ });
  await visible.waitFor();
  expect(await visible.getByRole('listitem').allInnerTexts()).toEqual([
    '1 revision, with pictures and authors',
    'Code in 1 revision',
    'Metadata, which name files or folders of a computer',
  ]);
  expect(await screens(owner, '80-before-sharing')).toEqual([]);
  await dialog.getByRole('button', { name: 'Share the picture only' }).click();
  link = await dialog.getByRole('textbox', { name: 'Link to the picture' }).inputValue();
  expect(link).toMatch(new RegExp(`^${url}/p/[0-9A-Za-z]{22}$`));
  await dialog.getByRole('button', { name: 'Embed in a page' }).click();
  expect(await screens(owner, '81-picture-only')).toEqual([]);
  await owner.keyboard.press('Escape');
});

test('a phone that is not signed in shows the picture, without cookies and scripts', async () => {
  const seen = watched(phone.context());
  await phone.goto(link);
  await phone.getByRole('heading', { name: NAME }).waitFor();
  expect(await widths(phone)).toEqual([1024]);
  expect(await phone.evaluate(() => document.documentElement.scrollWidth)).toBe(PHONE.viewport.width);
  expect(await phone.evaluate(() => getComputedStyle(document.body).colorScheme)).toBe('light dark');
  const token = new URL(link).pathname;
  await expect
    .poll(() => seen.filter(({ path }) => path !== '/favicon.ico'))
    .toEqual([
      { path: token, cookie: undefined, set: undefined },
      { path: `${token}/image.png`, cookie: undefined, set: undefined },
    ]);
  expect(await phone.context().cookies()).toEqual([]);
  const statuses = await phone.evaluate(
    async (paths) => Promise.all(paths.map(async (path) => (await fetch(path)).status)).catch(String),
    [`/api/v1.4.1/figure/${figure}/`],
  );
  // The page's own policy lets it ask for nothing but its picture.
  expect(statuses).toMatch(/TypeError/);
  expect((await fetch(`${url}/api/v1.4.1/figure/${figure}/`)).status).toBe(403);
});

test('the picture has none of the texts of the published one', async () => {
  expect(pngChunks(published)).toContain('tEXt');
  const bytes = Buffer.from(await (await fetch(`${link}/image.png`)).arrayBuffer());
  expect(pngChunks(bytes)).toEqual(['IDAT', 'IEND', 'IHDR', 'pHYs']);
});

test('a page of another site embeds it as a frame and as an image, and no cookie goes along', async () => {
  const { port } = elsewhere.address() as AddressInfo;
  // The owner's browser has a session.
  const page = await owner.context().newPage();
  const seen = watched(owner.context());
  await page.goto(`http://127.0.0.1:${port}/`);
  const [frame] = page.mainFrame().childFrames();
  if (!frame) throw new Error('there is no frame');
  await frame.waitForLoadState();
  expect(await widths(frame)).toEqual([1024]);
  expect(await widths(page)).toEqual([1600, 256]);
  const token = new URL(link).pathname;
  await expect
    .poll(() => seen.map(({ path }) => path).toSorted())
    .toEqual([`${token}/embed`, ...Array.from({ length: 3 }, () => `${token}/image.png`)]);
  expect(seen.filter(({ cookie, set }) => cookie !== undefined || set !== undefined)).toEqual([]);
  // Only /embed can be framed.
  await page.goto(`http://127.0.0.1:${port}/page`);
  expect(await page.frameLocator('iframe').getByRole('heading', { name: NAME }).count()).toBe(0);
  await page.close();
});

test('the link ends when it is withdrawn', async () => {
  await main(owner).getByRole('button', { name: 'Share' }).click();
  const dialog = owner.getByRole('dialog');
  await dialog.getByRole('button', { name: 'End this link' }).click();
  await dialog.getByRole('button', { name: 'Share the picture only' }).waitFor();
  await phone.reload();
  await phone.getByRole('heading', { name: 'There is no picture here' }).waitFor();
  expect((await fetch(`${link}/image.png`)).status).toBe(404);
  expect(faults).toEqual([]);
});
