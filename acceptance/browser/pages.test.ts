import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ask as askOn, launch, newPage, scriptBytes, setting, signIn } from './app.ts';
import { type Planted, plantFigure } from './plant.ts';
import { screens } from './screens.ts';

const url = setting('PAGES_URL');
const accounts = JSON.parse(setting('PAGES_ACCOUNTS')) as { username: string; password: string }[];
const [ada, grace] = accounts;
if (!ada || !grace) throw new Error('PAGES_ACCOUNTS names two accounts');

let browser: Browser;
let page: Page;
let planted: Planted;
const faults: string[] = [];
const ask = (method: string, path: string, body?: object) => askOn(page, method, path, body);
const main = () => page.getByRole('main');

beforeAll(async () => {
  browser = await launch();
  page = await newPage(browser, faults);
  await signIn(page, url, ada.username, ada.password);
  planted = await plantFigure(ask);
});
afterAll(() => browser?.close());

test('a gallery loads at most 230 kB of JavaScript, a figure with its viewer and a comparison 250 kB', async () => {
  const compared = planted.revisions.slice(0, 2).join('...');
  const most = {
    [`analysis/${planted.analysis}`]: 230_000,
    [`figure/${planted.figure}`]: 250_000,
    [`compare/${compared}?mode=difference`]: 250_000,
  };
  for (const [path, limit] of Object.entries(most)) {
    await page.goto(`${url}/${path}`);
    await page.waitForLoadState('networkidle');
    const bytes = await scriptBytes(page);
    expect(bytes, path).toBeGreaterThan(50_000);
    expect(bytes, path).toBeLessThanOrEqual(limit);
  }
});

describe('with the keyboard alone', () => {
  test('a figure is found by its name, its revisions are opened, and its image is downloaded', async () => {
    await page.goto(url);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.keyboard.press('/');
    await page.getByPlaceholder('Search for figures').waitFor();
    await page.keyboard.type('planted fig');
    await page.getByRole('dialog').getByText('Figure in').first().waitFor();
    await page.keyboard.press('Enter');
    await page.waitForURL(`${url}/figure/${planted.figure}`);
    await main().getByText('Revision #3', { exact: true }).first().waitFor();
    await page.keyboard.press('ArrowLeft');
    await page.waitForURL(`${url}/revision/${planted.revisions[1]}`);
    await expect.poll(() => page.title()).toContain('revision #2');
    await page.keyboard.press('ArrowRight');
    await page.waitForURL(`${url}/revision/${planted.newest}`);
    const saved = page.waitForEvent('download');
    await page.keyboard.press('d');
    expect((await saved).suggestedFilename()).toMatch(/\.png$/);
    await page.keyboard.press('c');
    await page.waitForURL(`${url}/compare/${planted.revisions[1]}...${planted.newest}`);
    await main().getByText('Side by side').waitFor();
    await page.keyboard.press('3');
    await main().getByRole('slider').focus();
    await page.keyboard.press('ArrowRight');
    await page.waitForURL(/share=51/);
    await page.keyboard.press('?');
    await page.getByRole('dialog').getByText('This help').waitFor();
    expect(await screens(page, '32-help')).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
  });

  test('letters typed into a field are no shortcuts', async () => {
    await page.goto(`${url}/analysis/${planted.analysis}`);
    await page.getByLabel('Filter figures by name').fill('');
    await page.getByLabel('Filter figures by name').press('/');
    await page.getByLabel('Filter figures by name').press('?');
    expect(await page.getByRole('dialog').count()).toBe(0);
    expect(await page.getByLabel('Filter figures by name').inputValue()).toBe('/?');
  });
});

test('a file links to the figures made from it, and they link back', async () => {
  await page.goto(`${url}/asset/${planted.asset}`);
  const uses = main().getByRole('list', { name: 'Figures made with it' });
  await uses.getByRole('link', { name: 'r3 of Planted figure' }).waitFor();
  await uses.getByRole('link', { name: 'Planted figure' }).first().click();
  await page.waitForURL(/\/revision\//);
  await page.getByRole('list', { name: 'Made from' }).getByRole('link', { name: 'measured.csv' }).click();
  await page.waitForURL(`${url}/asset_revision/${planted.assetRevision}`);
});

describe('a figure', () => {
  test('shows the changes of each revision', async () => {
    await page.goto(`${url}/figure/${planted.figure}`);
    const list = page.getByRole('list', { name: 'Revisions' });
    // The stored lines, or the parts until they are stored.
    await list.getByText(/^Changed: picture, code|code .*picture/).waitFor();
    await list.getByText(/^Changed: data, environment|numpy 2.0.0 → 2.1.0/).waitFor();
    await list.getByText('First published').waitFor();
    await page.getByRole('img', { name: 'QR code of the link' }).waitFor();
  });

  test('zooms in and fits again', async () => {
    await page.goto(`${url}/figure/${planted.figure}`);
    const picture = main()
      .getByRole('img', { name: /planted figure/i })
      .first();
    await main().getByRole('button', { name: 'Zoom in' }).waitFor();
    const width = async () => (await picture.boundingBox())?.width ?? 0;
    const fitting = await width();
    await page.keyboard.press('+');
    await expect.poll(width).toBeGreaterThan(fitting * 1.2);
    await page.keyboard.press('0');
    await expect.poll(width).toBeCloseTo(fitting, 0);
  });

  test('has tables of tens of thousands of rows to sort, filter and copy', async () => {
    await page.goto(`${url}/revision/${planted.newest}?tab=tables`);
    const table = main().getByRole('table');
    await table.getByRole('button', { name: 'number' }).click();
    await table.getByRole('button', { name: 'number ↑' }).click();
    await table.getByRole('button', { name: 'number ↓' }).waitFor();
    // A worker sorts the rows.
    const first = () => table.getByRole('cell').first().innerText();
    await expect.poll(first).toBe('29999');
    expect(await main().getByRole('row').count()).toBeLessThan(80);
    await main().getByLabel('Filter rows').fill('word 1234');
    await main().getByText('11 of 30,000 rows, 2 columns').waitFor();
    await table.getByRole('button', { name: 'number ↓' }).click();
    await expect.poll(first).toBe('1234');
  });

  test('has the history of the notebook as cells, and a list of packages to search', async () => {
    await page.goto(`${url}/revision/${planted.newest}?tab=code`);
    await main().getByLabel('Code file').selectOption({ label: 'IPython history' });
    await main().getByText('In [2]:').waitFor();
    expect(await main().getByRole('list', { name: 'Notebook history' }).getByRole('listitem').count()).toBe(2);
    await page.goto(`${url}/revision/${planted.newest}?tab=metadata`);
    await main().getByText('Environment (pip freeze)').click();
    await main().getByLabel('Search pip freeze').fill('nump');
    await main().getByText('1 package', { exact: true }).waitFor();
    await main().getByText('2.1.0', { exact: true }).waitFor();
  });

  test('is renamed and described, and renaming can be undone', async () => {
    await page.goto(`${url}/figure/${planted.figure}`);
    await page.getByRole('button', { name: 'More for this figure' }).click();
    await page.getByRole('menuitem', { name: 'Rename or describe' }).click();
    await page.getByLabel('Name', { exact: true }).fill('Another name');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('heading', { name: 'Another name' }).waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByRole('heading', { name: 'Planted figure' }).waitFor();
    expect((await ask('GET', `figure/${planted.figure}/`)).name).toBe('Planted figure');
  });

  test('moves to another analysis and back', async () => {
    const other = await ask('POST', 'analysis/', { name: 'Elsewhere', workspace: planted.workspace });
    await page.goto(`${url}/figure/${planted.figure}`);
    await page.getByRole('button', { name: 'More for this figure' }).click();
    await page.getByRole('menuitem', { name: 'Move' }).click();
    await page.getByRole('dialog').getByRole('combobox', { name: 'To the analysis' }).fill('elsew');
    await page.getByRole('option', { name: 'Elsewhere' }).click();
    await page.getByRole('button', { name: 'Move figure' }).click();
    await page.getByRole('navigation', { name: 'Breadcrumb' }).getByText('Elsewhere').waitFor();
    expect((await ask('GET', `figure/${planted.figure}/`)).analysis).toBe(other.api_id);
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByRole('navigation', { name: 'Breadcrumb' }).getByText('Planted analysis').waitFor();
  });
});

describe('lists', () => {
  test('of hundreds hold only the visible entries and load more while scrolling', async () => {
    const analysis = (await ask('POST', 'analysis/', { name: 'Many', workspace: planted.workspace })).api_id;
    await page.evaluate(async (id) => {
      const headers = { 'content-type': 'application/json' };
      for (let number = 1; number <= 300; number += 1) {
        const body = JSON.stringify({ name: `Figure ${String(number).padStart(3, '0')}`, analysis: id });
        await fetch('/api/v1.4.1/figure/', { method: 'POST', headers, body });
      }
    }, analysis);
    await page.goto(`${url}/analysis/${analysis}`);
    await page.getByLabel('Sort figures').selectOption('name');
    const list = page.getByRole('list', { name: 'figures' });
    await list.getByText('Figure 001').waitFor();
    await page.getByText('300 figures', { exact: true }).first().waitFor();
    const inPage = () => list.getByRole('listitem').count();
    expect(await inPage()).toBeLessThan(60);
    await page.evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight));
    await list.getByText('Figure 300').waitFor();
    expect(await inPage()).toBeLessThan(60);
    await list.getByText('Figure 300').click();
    await page.getByRole('heading', { name: 'Figure 300' }).waitFor();
    await page.goBack();
    await list.getByText('Figure 300').waitFor();
    await page.getByLabel('Filter figures by name').fill('figure 12');
    await page.getByText('10 figures', { exact: true }).waitFor();
    await page.getByLabel('Filter figures by name').fill('none of this name');
    await page.getByText('No figures named like').waitFor();
    await page.getByRole('button', { name: 'Clear the filter' }).click();
    await page.getByText('List', { exact: true }).click({ force: true });
    await list.getByText('Figure 001').waitFor();
    await page.getByLabel('Sort figures').selectOption('changed');
    await page.getByText('Grid', { exact: true }).click({ force: true });
  });

  test('that fail show an error and offer to try again', async () => {
    let isBroken = true;
    const clicked = Promise.withResolvers<void>();
    await page.route('**/figures/**', async (route) => {
      if (isBroken) return route.fulfill({ status: 500, json: { code: 'x', detail: 'Broken.' } });
      // The page also tries by itself. The button stays until an answer comes.
      await clicked.promise;
      return route.continue();
    });
    await page.goto(`${url}/analysis/${planted.analysis}`);
    const retry = main().getByRole('button', { name: 'Try again' });
    await retry.waitFor({ timeout: 30_000 });
    expect(await screens(page, '33-failure')).toEqual([]);
    isBroken = false;
    await retry.click();
    clicked.resolve();
    await page.getByRole('list', { name: 'figures' }).getByText('Planted figure').waitFor();
    await page.unroute('**/figures/**');
  }, 600_000);
});

describe('a workspace', () => {
  const switcher = () => page.getByRole('button', { name: /^Workspace:/ });

  test('is created from the bar, remembered, described in place, and deleted by its name', async () => {
    await page.goto(url);
    await switcher().click();
    await page.getByRole('menuitem', { name: 'Create new workspace' }).click();
    await page.getByLabel('Name', { exact: true }).fill('Second laboratory');
    await page.getByRole('button', { name: 'Create workspace' }).click();
    await page.getByRole('heading', { name: 'Second laboratory' }).waitFor();
    await page.goto(url);
    await page.getByRole('button', { name: 'Workspace: Second laboratory' }).waitFor();
    // A link to a figure of another workspace opens that workspace.
    await page.goto(`${url}/figure/${planted.figure}`);
    await page.getByRole('button', { name: 'Workspace: Primary Workspace' }).waitFor();
    await switcher().click();
    await page.getByRole('menuitem', { name: 'Second laboratory' }).click();
    await page.getByRole('heading', { name: 'Second laboratory' }).waitFor();
    await page.getByRole('button', { name: 'Edit description' }).click();
    await page.getByRole('textbox', { name: 'description' }).fill('Where the second machine stands');
    await page.keyboard.press('Control+Enter');
    await main().getByText('Where the second machine stands').waitFor();
    await page.getByRole('tab', { name: 'Settings' }).click();
    await page.getByRole('button', { name: 'Delete workspace' }).click();
    const dialog = page.getByRole('dialog');
    const confirm = dialog.getByRole('button', { name: 'Delete workspace' });
    expect(await confirm.isDisabled()).toBe(true);
    expect(await screens(page, '34-delete-workspace')).toEqual([]);
    await dialog.getByLabel('type its name').fill('Second laboratory');
    await confirm.click();
    await page.getByRole('heading', { name: /^Hello/ }).waitFor();
    await switcher().click();
    await page.getByRole('menuitem', { name: 'Primary Workspace' }).waitFor();
    expect(await page.getByRole('menuitem', { name: 'Second laboratory' }).count()).toBe(0);
    expect(await screens(page, '35-switcher')).toEqual([]);
    await page.keyboard.press('Escape');
  });

  test('offers a viewer only the allowed actions', async () => {
    const member = { username: grace.username, membership_type: 'viewer' };
    await ask('POST', `workspace/${planted.workspace}/members/add/`, member);
    const viewer = await newPage(browser, faults);
    await signIn(viewer, url, grace.username, grace.password);
    for (const path of [`workspace/${planted.workspace}`, `analysis/${planted.analysis}`, `figure/${planted.figure}`]) {
      await viewer.goto(`${url}/${path}`);
      await viewer.getByRole('heading', { level: 1 }).waitFor();
      await viewer.waitForLoadState('networkidle');
      for (const name of [/^More for this/, 'Share', 'Edit description', 'Create new analysis'])
        expect(await viewer.getByRole('button', { name }).count()).toBe(0);
    }
    await viewer.context().close();
  });
});

test('a phone has a menu with every page', async () => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(url);
  await page.getByRole('button', { name: 'Menu', exact: true }).click();
  const drawer = page.getByRole('dialog');
  await drawer.getByRole('link', { name: 'Primary Workspace' }).waitFor();
  await page.evaluate(() => Promise.all(document.getAnimations().map(({ finished }) => finished)));
  expect(await screens(page, '36-phone-menu')).toEqual([]);
  await page.setViewportSize({ width: 390, height: 844 });
  await drawer.getByRole('link', { name: 'Manage' }).click();
  await page.getByRole('heading', { name: 'Workspaces' }).waitFor();
  await page.setViewportSize({ width: 1440, height: 900 });
});

test('no page had errors or broke its content policy', () => {
  expect(faults).toEqual([]);
});
