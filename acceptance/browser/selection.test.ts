import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ask, base64, launch, newPage, setting, signIn } from './app.ts';
import { screens } from './screens.ts';

const url = setting('PAGES_URL');
const accounts = JSON.parse(setting('PAGES_ACCOUNTS')) as { username: string; password: string }[];
const stella = accounts.find(({ username }) => username === 'stella');
if (!stella) throw new Error('PAGES_ACCOUNTS has no stella');

const COUNT = 200;
let browser: Browser;
let page: Page;
let from: string;
let to: string;
const faults: string[] = [];
const bar = () => page.getByRole('region', { name: 'Selection' });
const selected = (text: string) => bar().getByText(`${text} selected`, { exact: true }).waitFor();
const box = (name: string) => page.getByRole('checkbox', { name: `Select ${name}`, exact: true });
const figuresIn = async (id: string): Promise<{ api_id: string; name: string }[]> =>
  (await ask(page, 'GET', `analysis/${id}/`)).figures;

beforeAll(async () => {
  browser = await launch();
  page = await newPage(browser, faults);
  await signIn(page, url, stella.username, stella.password);
  const workspace = (await ask(page, 'POST', 'workspace/', { name: 'Survey' })).api_id;
  from = (await ask(page, 'POST', 'analysis/', { name: 'Raw', workspace })).api_id;
  to = (await ask(page, 'POST', 'analysis/', { name: 'Chosen for the paper', workspace })).api_id;
  const figures = await page.evaluate(
    async ([analysis, count]) => {
      const made: string[] = [];
      for (let at = 0; at < count; at++) {
        const body = JSON.stringify({ analysis, name: `Plot ${String(at).padStart(3, '0')}` });
        const headers = { 'content-type': 'application/json' };
        const answer = await fetch('/api/v1.4.1/figure/', { method: 'POST', headers, body });
        made.push((await answer.json()).api_id);
      }
      return made;
    },
    [from, COUNT] as const,
  );
  for (const [at, figure] of figures.slice(0, 3).entries()) {
    const picture = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 3"><circle cx="${at + 1}" cy="1" r="1"/></svg>`;
    const data = [{ name: 'plot', type: 'image', metadata: { format: 'svg' }, data: base64(picture) }];
    await ask(page, 'POST', 'revision/', { figure, metadata: {}, data });
  }
});
afterAll(() => browser?.close());

async function openGallery() {
  await page.goto(`${url}/analysis/${from}`);
  await page.getByLabel('Sort figures').selectOption({ label: 'Name' });
  await page.getByRole('link', { name: 'Plot 000' }).waitFor();
}

test('figures are selected with the mouse and with the keyboard alone, and compared', async () => {
  await openGallery();
  await box('Plot 001').click();
  await selected('1 figure');
  await box('Plot 005').click({ modifiers: ['Shift'] });
  await selected('5 figures');
  expect(await screens(page, '95-selection')).toEqual([]);
  await page.keyboard.press('Escape');
  await bar().waitFor({ state: 'detached' });

  await page.getByRole('link', { name: 'Plot 000' }).focus();
  await page.keyboard.press('Space');
  await selected('1 figure');
  await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.press('Shift+ArrowRight');
  await selected('3 figures');
  await page.keyboard.press('Shift+ArrowLeft');
  await selected('2 figures');
  await bar().getByRole('button', { name: 'Compare' }).click();
  await page.waitForURL(/\/compare\/[0-9a-f-]{36}\.\.\.[0-9a-f-]{36}/);
});

test('the pictures of a selection are downloaded as one archive', async () => {
  await openGallery();
  await box('Plot 000').click();
  await box('Plot 002').click({ modifiers: ['Shift'] });
  await bar().getByRole('button', { name: 'Download' }).click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: 'Pictures (ZIP)' }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/^gofigr-figures-\d{4}-\d\d-\d\d\.zip$/);
  expect(await download.failure()).toBeNull();
});

test('two hundred figures move at once, and back again', async () => {
  await openGallery();
  await box('Plot 000').click();
  await bar().getByRole('button', { name: 'Select all 200' }).click();
  await selected('200 figures');
  await bar().getByRole('button', { name: 'Move' }).click();
  const dialog = page.getByRole('dialog', { name: 'Move 200 figures' });
  await dialog.getByRole('radio', { name: /^Chosen for the paper/ }).check();
  expect(await screens(page, '96-move-many')).toEqual([]);
  await dialog.getByRole('button', { name: 'Move', exact: true }).click();
  await page.getByText('200 figures moved to “Chosen for the paper”.').waitFor();
  await page.getByText('No figures in this analysis yet').waitFor();
  expect(await figuresIn(to)).toHaveLength(COUNT);
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByText('Undone.').waitFor();
  await page.getByRole('link', { name: 'Plot 000' }).waitFor();
  expect([(await figuresIn(from)).length, (await figuresIn(to)).length]).toEqual([COUNT, 0]);
});

test('what could not be moved is told with its reason, and the rest has moved', async () => {
  await openGallery();
  await box('Plot 010').click();
  await box('Plot 012').click({ modifiers: ['Shift'] });
  await bar().getByRole('button', { name: 'Move' }).click();
  const gone = (await figuresIn(from)).find(({ name }) => name === 'Plot 011');
  await ask(page, 'DELETE', `figure/${gone?.api_id}/`);
  const dialog = page.getByRole('dialog', { name: /^Move/ });
  await dialog.getByRole('radio', { name: /^Chosen for the paper/ }).check();
  await dialog.getByRole('button', { name: 'Move', exact: true }).click();
  await dialog.getByText('1 figure could not be changed.').waitFor();
  await dialog.getByText(/^Plot 011: No object was found/).waitFor();
  expect(await screens(page, '97-not-moved')).toEqual([]);
  expect((await figuresIn(to)).map(({ name }) => name).toSorted()).toEqual(['Plot 010', 'Plot 012']);
  // Not the one in its corner.
  await dialog.getByRole('button', { name: 'Close' }).last().click();
  await selected('1 figure');
  expect(faults).toEqual([]);
});
