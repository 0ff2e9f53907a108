import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ask as askOn, launch, newPage, setting, signIn } from './app.ts';
import { layoutFaults, resize, WINDOWS } from './layout.ts';
import { NAMES, rename, WIDE, withWideNames } from './names.ts';
import { type Ask, type Planted, plantFigure } from './plant.ts';

const url = setting('PAGES_URL');
const accounts = JSON.parse(setting('PAGES_ACCOUNTS')) as { username: string; password: string }[];
const [account] = accounts.filter(({ username }) => WIDE.startsWith(username));
if (!account) throw new Error('PAGES_ACCOUNTS has one with the widest name');
const [PHONE, , LARGE] = WINDOWS;

let browser: Browser;
let page: Page;
let planted: Planted;
const faults: string[] = [];
const ask: Ask = (method, path, body) => askOn(page, method, path, body);
const main = () => page.getByRole('main');

beforeAll(async () => {
  browser = await launch();
  page = await newPage(browser, faults);
  await signIn(page, url, account.username, account.password);
  planted = await plantFigure(withWideNames(ask));
});
afterAll(() => browser?.close());

async function open(path: string): Promise<void> {
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.goto(url + path);
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  await page.waitForLoadState('networkidle');
}

describe('menus and dialogs hold the longest names', () => {
  /** Returns the faults with names of each direction in each window. */
  async function faultsWhileOpen(widths = [360, 1440, 2560]): Promise<string[]> {
    const wrong: string[] = [];
    for (const size of WINDOWS.filter(({ width }) => widths.includes(width))) {
      await resize(page, size);
      for (const kind of ['arabic', 'wide'] as const) {
        const found = [...(await rename(page, NAMES[kind])), ...(await layoutFaults(page))];
        wrong.push(...found.map((fault) => `at ${size.width}, ${kind}: ${fault}`));
      }
    }
    return wrong;
  }
  const button = (name: string | RegExp) => page.getByRole('button', { name });
  const dialog = () => page.getByRole('dialog');
  const close = async () => {
    await page.keyboard.press('Escape');
    await page.locator('[role="dialog"], [role="menu"]').first().waitFor({ state: 'detached' });
  };

  test('of a figure', async () => {
    await open(`/figure/${planted.figure}`);
    for (const item of [/^Rename/, 'Move', 'Delete figure', /^Delete revision/]) {
      await button('More for this figure').click();
      await page.getByRole('menuitem', { name: item }).click();
      await dialog().waitFor();
      expect(await faultsWhileOpen(), String(item)).toEqual([]);
      await close();
    }
    await button('Share').click();
    await dialog().getByText('Who can see it').waitFor();
    expect(await faultsWhileOpen()).toEqual([]);
    await close();
    await button('Download').first().click();
    await page.getByRole('menu').waitFor();
    expect(await faultsWhileOpen()).toEqual([]);
    await close();
  });

  test('of the bar', async () => {
    await open('/workspaces');
    await button(/^Workspace:/).click();
    await page.getByRole('menu').waitFor();
    expect(await faultsWhileOpen()).toEqual([]);
    await close();
    await button(/^Account menu/).click();
    await page.getByRole('menu').waitFor();
    expect(await faultsWhileOpen()).toEqual([]);
    await close();
    await page.keyboard.press('/');
    await page.getByPlaceholder('Search for figures').fill('WWW');
    await dialog().getByText('Figure in').first().waitFor();
    expect(await faultsWhileOpen()).toEqual([]);
    await close();
    await resize(page, PHONE);
    await page.getByRole('button', { name: 'Menu', exact: true }).click();
    await dialog().waitFor();
    await page.evaluate(() => Promise.all(document.getAnimations().map(({ finished }) => finished)));
    expect(await faultsWhileOpen([360])).toEqual([]);
    await close();
  });

  test('of a workspace, and of a message about it', async () => {
    const { api_id: id } = await withWideNames(ask)('POST', 'workspace/', { name: 'Second' });
    await open(`/workspace/${id}?tab=members`);
    await button('Add people').click();
    await dialog().waitFor();
    expect(await faultsWhileOpen()).toEqual([]);
    await close();
    await open(`/workspace/${id}?tab=settings`);
    await main().getByLabel('Name', { exact: true }).fill(NAMES.markup);
    await button('Save').click();
    await button('Undo').waitFor();
    expect(await faultsWhileOpen()).toEqual([]);
    await button('Undo').click();
    await page.getByRole('heading', { level: 1 }).getByText('WWW').waitFor();
    await button('Delete workspace').click();
    await dialog().waitFor();
    expect(await faultsWhileOpen()).toEqual([]);
    await dialog().getByLabel('type its name').fill(WIDE);
    await dialog().getByRole('button', { name: 'Delete workspace' }).click();
    await page.getByText('is deleted').waitFor();
    expect(await faultsWhileOpen()).toEqual([]);
  });

  test('and a name longer than two lines is shown on demand', async () => {
    await open(`/figure/${planted.figure}`);
    const heading = page.getByRole('heading', { level: 1 });
    const height = async () => (await heading.boundingBox())?.height ?? 0;
    expect(await height()).toBeLessThan(70);
    await button('Show the whole name').click();
    expect(await height()).toBeGreaterThan(150);
    await button('Shorten the name').click();
    expect(await height()).toBeLessThan(70);
  });
});

test('the image is the largest part of a figure’s page, and begins in the upper two thirds', async () => {
  await open(`/figure/${planted.figure}`);
  for (const size of WINDOWS) {
    await resize(page, size);
    const box = await main().locator('[class*="stage"]').first().boundingBox();
    expect(box?.y, String(size.width)).toBeLessThan((size.height * 2) / 3);
    expect((box?.width ?? 0) / size.width, String(size.width)).toBeGreaterThan(0.7);
  }
});

describe('a gallery', () => {
  const cards = () => main().getByRole('list', { name: 'figures' }).getByRole('listitem');
  const widthOf = async (card: Locator) => (await card.boundingBox())?.width ?? 0;

  test('has as many columns as the screen has room for, in a size that the browser remembers', async () => {
    const analysis = (await ask('POST', 'analysis/', { name: 'Columns', workspace: planted.workspace })).api_id;
    for (let number = 0; number < 12; number += 1) await ask('POST', 'figure/', { name: `Figure ${number}`, analysis });
    await open(`/analysis/${analysis}`);
    await resize(page, LARGE);
    const inFirstRow = async () => {
      const tops = await cards().evaluateAll((all) => all.map((one) => one.getBoundingClientRect().top));
      return tops.filter((top) => top === tops[0]).length;
    };
    expect(await inFirstRow()).toBe(9);
    const sizes = page.getByRole('radiogroup', { name: 'Size of pictures' });
    await sizes.getByRole('radio', { name: 'M' }).focus();
    await page.keyboard.press('ArrowRight');
    await expect.poll(inFirstRow).toBe(6);
    expect(await widthOf(cards().first())).toBeGreaterThan(400);
    await page.goto(url);
    await page.getByRole('list', { name: 'Recent figures' }).waitFor();
    const recent = page.getByRole('list', { name: 'Recent figures' }).getByRole('listitem').first();
    expect(await widthOf(recent)).toBeGreaterThan(400);
    await page.getByText('S', { exact: true }).click();
    await expect.poll(() => widthOf(recent)).toBeLessThan(200);
    await page.getByText('M', { exact: true }).click();
  });

  test('loads pictures that are sharp at the size of its cards', async () => {
    await open(`/analysis/${planted.analysis}`);
    const sharpness = () =>
      cards()
        .locator('img')
        .first()
        .evaluate((image) => (image as HTMLImageElement).naturalWidth / image.clientWidth);
    await expect.poll(sharpness).toBeGreaterThan(0.95);
    await page.getByText('L', { exact: true }).click();
    // The planted image is 640 pixels wide. A thumbnail of 256 would be half as wide as the card.
    await expect.poll(sharpness).toBeGreaterThan(0.95);
    await page.getByText('M', { exact: true }).click();
  });
});

test('the active tab is in view on a phone, at first and after a change', async () => {
  const isActiveInView = () =>
    page.getByRole('tab', { selected: true }).evaluate((tab) => {
      const { left, right } = tab.getBoundingClientRect();
      return left >= 0 && right <= document.documentElement.clientWidth;
    });
  await resize(page, PHONE);
  for (const path of [`/workspace/${planted.workspace}?tab=settings`, `/revision/${planted.newest}?tab=metadata`]) {
    await page.goto(url + path);
    await page.getByRole('tab', { selected: true }).waitFor();
    await expect.poll(isActiveInView, { message: path }).toBe(true);
    await page.getByRole('tab').first().click();
    await page
      .getByRole('tab')
      .first()
      .and(page.getByRole('tab', { selected: true }))
      .waitFor();
    await expect.poll(isActiveInView, { message: path }).toBe(true);
  }
});

test('the first steps show their code whole', async () => {
  // As of a user without figures.
  const recent = '**/api/*/recent/**';
  await page.route(recent, (route) => route.fulfill({ json: { analyses: [], figures: [], assets: [] } }));
  await open('/');
  await page.getByText('Three steps to your first figure').waitFor();
  for (const size of WINDOWS) {
    await resize(page, size);
    for (const language of ['Python', 'R', 'TypeScript']) {
      await page.getByText(language, { exact: true }).click();
      const code = main().getByRole('region', { name: 'the lines' });
      expect(await code.evaluate((box) => box.scrollWidth - box.clientWidth)).toBe(0);
    }
  }
  await page.unroute(recent);
});

describe('while answers are slow', () => {
  const SLOW_MS = 400;
  const pages = () => ({
    home: '/',
    account: '/account',
    workspace: `/workspace/${planted.workspace}`,
    analysis: `/analysis/${planted.analysis}`,
    figure: `/figure/${planted.figure}`,
    revision: `/revision/${planted.newest}`,
    asset: `/asset/${planted.asset}`,
  });

  test.each(Object.keys({ home: 0, account: 0, workspace: 0, analysis: 0, figure: 0, revision: 0, asset: 0 }))(
    'the place of each part of the page is kept: %s',
    async (name) => {
      const slow = await page.context().newPage();
      await slow.addInitScript(watchShifts);
      await slow.route('**/api/v1*/**', async (route) => {
        // Answers come in another order than the requests.
        await new Promise((done) => setTimeout(done, SLOW_MS + (route.request().url().length % 7) * 50));
        await route.continue();
      });
      await slow.goto(url + pages()[name as keyof ReturnType<typeof pages>], { waitUntil: 'commit' });
      await slow.locator('[data-part="name"]').waitFor();
      const before = await partsOf(slow, { name: '[data-part="name"]', tabs: '[data-part="tabs"]' });
      await slow.getByRole('heading', { level: 1 }).waitFor();
      await slow.waitForLoadState('networkidle');
      const after = await partsOf(slow, { name: 'h1', tabs: '[role="tablist"]' });
      for (const [part, top] of Object.entries(before))
        expect(Math.abs((after[part] ?? 0) - top), `${part} was at ${top}, is at ${after[part]}`).toBeLessThanOrEqual(
          12,
        );
      expect(await slow.evaluate(() => (globalThis as unknown as { shifts: number }).shifts)).toBeLessThanOrEqual(0.02);
      await slow.close();
    },
  );

  /** Returns the distance of parts from the top of the page. Parts that are not there are left out. */
  async function partsOf(slow: Page, selectors: Record<string, string>): Promise<Record<string, number>> {
    const parts = { ...selectors, stage: '[class*="stage"]' };
    const tops = await slow.evaluate(
      (all) =>
        Object.entries(all).flatMap(([part, selector]) => {
          const element = document.querySelector(`main ${selector}`);
          return element ? [[part, Math.round(element.getBoundingClientRect().top + scrollY)] as const] : [];
        }),
      parts,
    );
    return Object.fromEntries(tops);
  }
});

/** Runs in the page before its own scripts. Sums up layout shifts. */
function watchShifts(): void {
  const seen = globalThis as unknown as { shifts: number };
  seen.shifts = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as unknown as { value: number; hadRecentInput: boolean }[])
      if (!entry.hadRecentInput) seen.shifts += entry.value;
  }).observe({ type: 'layout-shift', buffered: true });
}

test('no page had errors or broke its content policy', () => {
  expect(faults).toEqual([]);
});
