import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ask, base64, launch, newPage, setting, signIn } from './app.ts';
import { screens } from './screens.ts';

const url = setting('PAGES_URL');
const accounts = JSON.parse(setting('PAGES_ACCOUNTS')) as { username: string; password: string }[];
const account = accounts.find(({ username }) => username === 'hugo');
if (!account) throw new Error('PAGES_ACCOUNTS has no hugo');

let browser: Browser;
let page: Page;
let revision: string;
const faults: string[] = [];
const main = () => page.getByRole('main');

/** A plot of bars and a line, which no other one resembles. */
function plot(seed: number): string {
  const heights = Array.from({ length: 14 }, (_, at) => 20 + (((at + seed) * 37 * seed) % 260));
  const bars = heights.map(
    (height, at) => `<rect x="${60 + at * 40}" y="${340 - height}" width="26" height="${height}"/>`,
  );
  const line = heights.map((height, at) => `${70 + at * 40},${60 + ((height * seed) % 200)}`).join(' ');
  return `<svg xmlns="http://www.w3.org/2000/svg" width="680" height="400"><rect width="680" height="400" fill="#fff"/>
    <g fill="#36c">${bars.join('')}</g><polyline points="${line}" fill="none" stroke="#c33" stroke-width="4"/>
    <path d="M50 20V345H650" fill="none" stroke="#000" stroke-width="2"/></svg>`;
}

beforeAll(async () => {
  browser = await launch();
  page = await newPage(browser, faults);
  await signIn(page, url, account.username, account.password);
  const [{ api_id: workspace }] = await ask(page, 'GET', 'workspace/');
  const analysis = (await ask(page, 'POST', 'analysis/', { name: 'Estuary', workspace })).api_id;
  for (const [seed, name] of ['Salinity by depth', 'Oxygen by depth', 'Turbidity'].entries()) {
    const figure = (await ask(page, 'POST', 'figure/', { name, analysis })).api_id;
    const code = `estuary = load("${name}")\nfit_halocline(estuary, order=${seed})\n`;
    const data = [
      { name: 'plot', type: 'image', metadata: { format: 'svg' }, data: base64(plot(seed + 2)) },
      { name: 'run.py', type: 'code', metadata: { language: 'python' }, data: base64(code) },
    ];
    const made = await ask(page, 'POST', 'revision/', { figure, metadata: { cruise: 'M42' }, data });
    if (seed === 0) revision = made.api_id;
  }
});
afterAll(() => browser?.close());

test('a figure is found by its code, from the quick search, and the address has all of the search [18.1]', async () => {
  await page.goto(url, { waitUntil: 'networkidle' });
  await page.keyboard.press('/');
  await page.getByRole('textbox', { name: 'Quick search' }).fill('halocline');
  await page
    .getByText(/^Figure in .* › Estuary · Code: .*halocline/)
    .first()
    .waitFor();
  await page.getByRole('button', { name: /^All results for “halocline”/ }).click();
  const list = main().getByRole('list', { name: /Estuary/ });
  await list.getByRole('link', { name: 'Salinity by depth' }).waitFor();
  expect(await list.getByRole('listitem').count()).toBe(3);
  expect(await list.locator('mark').first().innerText()).toContain('halocline');
  await page.getByRole('searchbox', { name: 'Search for' }).fill('halocline salinty type:figure');
  await main().getByText('These results are for “salinity”.').waitFor();
  await page.reload();
  await main().getByRole('link', { name: 'Salinity by depth' }).click();
  await page.getByRole('heading', { level: 1, name: 'Salinity by depth' }).waitFor();
  await page.goBack();
  expect(await page.getByRole('searchbox', { name: 'Search for' }).inputValue()).toBe('halocline salinty type:figure');
  expect(await screens(page, 'search')).toEqual([]);
});

test('a screenshot of the page of a figure leads to its revision [18.40]', async () => {
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.goto(`${url}/revision/${revision}`, { waitUntil: 'networkidle' });
  const screenshot = await page.screenshot();
  await page.goto(`${url}/whence`);
  const button = page.getByRole('button', { name: /^Choose/ });
  const results = main().getByRole('list', { name: 'Revisions' });
  // Pictures are described in the background.
  await expect
    .poll(
      async () => {
        const [chooser] = await Promise.all([page.waitForEvent('filechooser'), button.click()]);
        await chooser.setFiles({ name: 'screenshot.png', mimeType: 'image/png', buffer: screenshot });
        await results.or(main().getByText('Unknown picture')).waitFor();
        return results.isVisible();
      },
      { interval: 5000, timeout: 120_000 },
    )
    .toBe(true);
  const first = results.getByRole('listitem').first();
  expect(await first.getByRole('link').first().innerText()).toBe('Salinity by depth r1');
  expect(await screens(page, 'whence')).toEqual([]);
  await first.getByRole('link', { name: 'Code' }).click();
  await page.getByText('fit_halocline').first().waitFor();
  expect(faults).toEqual([]);
});
