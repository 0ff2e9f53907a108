import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { ask, launch, newPage, setting, signIn } from './app.ts';

const url = setting('PAGES_URL');
const [, , , , otto] = JSON.parse(setting('PAGES_ACCOUNTS')) as { username: string; password: string }[];
if (!otto) throw new Error('PAGES_ACCOUNTS names five accounts');

let browser: Browser;
let page: Page;
let analysis: string;
/** Number of times that the whole page was loaded. */
let loads = 0;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser?.close());
beforeEach(async () => {
  page = await newPage(browser);
  await signIn(page, url, otto.username, otto.password);
  const workspace = (await ask(page, 'POST', 'workspace/', { name: 'Tides' })).api_id;
  analysis = (await ask(page, 'POST', 'analysis/', { name: 'Spring tides', workspace })).api_id;
  page.on('domcontentloaded', () => {
    loads += 1;
  });
});

const START = /src="\/assets\/index-[^"]+\.js"/;

/** Takes the chunks of a name away, as an upgrade does, and names another start. */
async function upgrade(chunk: string) {
  await page.route(new RegExp(`/assets/${chunk}[^/]*\\.js`), (route) => route.fulfill({ status: 404, body: '' }));
  await page.route(`${url}/`, async (route) => {
    const answer = await route.fetch();
    const html = await answer.text();
    if (!START.test(html)) throw new Error('the page names no start');
    await route.fulfill({ response: answer, body: html.replace(START, 'src="/assets/index-upgraded.js"') });
  });
  loads = 0;
}

const notice = () => page.getByText('GoFigr was updated. Reload this page to go on.');

test('a page whose code went with an upgrade is loaded anew', async () => {
  await upgrade('account-page');
  // The new page brings its own code.
  page.on('request', (request) => {
    if (request.isNavigationRequest()) void page.unrouteAll({ behavior: 'ignoreErrors' });
  });
  await page.getByRole('button', { name: /^Account menu/ }).click();
  await page.getByRole('menuitem', { name: 'Account' }).click();
  await page.getByRole('heading', { name: 'Account', exact: true }).waitFor();
  expect(loads).toBe(1);
  expect(await notice().count()).toBe(0);
});

test('a page that comes back old asks to be reloaded, and is not reloaded again and again', async () => {
  await upgrade('account-page');
  await page.getByRole('button', { name: /^Account menu/ }).click();
  await page.getByRole('menuitem', { name: 'Account' }).click();
  await notice().waitFor();
  expect(loads).toBe(1);
  await page.waitForTimeout(1500);
  expect(loads).toBe(1);
  await page.unrouteAll({ behavior: 'ignoreErrors' });
  await page.getByRole('button', { name: 'Reload' }).click();
  await page.getByRole('heading', { name: 'Account', exact: true }).waitFor();
});

test('a dialog whose code went with an upgrade leaves the page as it is', async () => {
  await page.goto(`${url}/analysis/${analysis}`);
  await page.getByRole('heading', { name: 'Spring tides' }).waitFor();
  await upgrade('share-dialog');
  await page.getByRole('button', { name: 'Share' }).click();
  await notice().waitFor();
  await page.getByRole('heading', { name: 'Spring tides' }).waitFor();
  expect(loads).toBe(0);
});
