import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ask as askOn, launch, newPage, setting, signIn } from './app.ts';
import { layoutFaults, resize, WINDOWS } from './layout.ts';
import { NAMES, rename, WIDE, withWideNames } from './names.ts';
import { type Ask, type Planted, plantFigure } from './plant.ts';

const url = setting('PAGES_URL');
const accounts = JSON.parse(setting('PAGES_ACCOUNTS')) as { username: string; password: string }[];
const account = accounts.find(({ username }) => WIDE.startsWith(username));
const lara = accounts.find(({ username }) => username === 'lara');
if (!account || !lara) throw new Error('PAGES_ACCOUNTS has one with the widest name, and lara');
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
  /** Most pixels by which a part may move: a skeleton has no exact heights. */
  const CLOSE = 8;
  /** The parts whose places a skeleton keeps, by page. */
  const PARTS: Record<string, readonly string[]> = {
    home: [],
    account: [],
    workspace: ['name', 'tabs'],
    analysis: ['name', 'tabs'],
    figure: ['name', 'tabs', 'stage'],
    revision: ['name', 'tabs', 'stage'],
    asset: ['name'],
  };
  // Its names are short: no skeleton knows how many lines the longest ones take.
  let usual: Planted;
  let own: Page;
  beforeAll(async () => {
    own = await newPage(browser, faults);
    await signIn(own, url, lara.username, lara.password);
    usual = await plantFigure((method, path, body) => askOn(own, method, path, body));
  });
  afterAll(() => own.context().close());
  const pathOf = (name: string): string =>
    ({
      home: '/',
      account: '/account',
      workspace: `/workspace/${usual.workspace}`,
      analysis: `/analysis/${usual.analysis}`,
      figure: `/figure/${usual.figure}`,
      revision: `/revision/${usual.newest}`,
      asset: `/asset/${usual.asset}`,
    })[name] ?? '';

  test.each(Object.entries(PARTS))('the place of each part of the page is kept: %s', async (name, parts) => {
    const slow = await own.context().newPage();
    await slow.addInitScript(watchPage);
    await slow.route('**/api/v1*/**', async (route) => {
      // Answers come in another order than the requests.
      await new Promise((done) => setTimeout(done, SLOW_MS + (route.request().url().length % 7) * 50));
      await route.continue();
    });
    await slow.goto(url + pathOf(name), { waitUntil: 'commit' });
    await slow.getByRole('heading', { level: 1 }).waitFor();
    for (const part of parts) await slow.locator(`main ${FINAL[part]}`).first().waitFor();
    await slow.waitForLoadState('networkidle');
    const { shifts, skeleton } = await slow.evaluate(() => (globalThis as unknown as { watched: Watched }).watched);
    expect(Object.keys(skeleton)).toEqual(expect.arrayContaining([...parts]));
    for (const part of parts) {
      const top = await slow
        .locator(`main ${FINAL[part]}`)
        .first()
        .evaluate((element) => Math.round(element.getBoundingClientRect().top + scrollY));
      expect(
        Math.abs(top - (skeleton[part] ?? 0)),
        `${part} was at ${skeleton[part]}, is at ${top}`,
      ).toBeLessThanOrEqual(CLOSE);
    }
    expect(shifts).toBeLessThanOrEqual(0.02);
    await slow.close();
  });
});

/** Selectors of parts that have replaced those of a skeleton. */
const FINAL: Record<string, string> = { name: 'h1', tabs: '[role="tablist"]', stage: '[class*="stage"]' };

/** The sum of layout shifts, and the distance of the skeleton's parts from the top of the page when it was seen last. */
type Watched = { shifts: number; skeleton: Record<string, number> };

/** Runs in the page before its own scripts. */
function watchPage(): void {
  const watched: Watched = { shifts: 0, skeleton: {} };
  Object.assign(globalThis, { watched });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as unknown as { value: number; hadRecentInput: boolean }[])
      if (!entry.hadRecentInput) watched.shifts += entry.value;
  }).observe({ type: 'layout-shift', buffered: true });
  const look = (): void => {
    for (const element of document.querySelectorAll<HTMLElement>('main [data-part]'))
      watched.skeleton[element.dataset['part'] ?? ''] = Math.round(element.getBoundingClientRect().top + scrollY);
    requestAnimationFrame(look);
  };
  look();
}

test('no page had errors or broke its content policy', () => {
  expect(faults).toEqual([]);
});
