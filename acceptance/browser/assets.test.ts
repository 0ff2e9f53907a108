import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ask as askOn, base64, launch, newPage, setting, signIn } from './app.ts';
import { screens } from './screens.ts';

const url = setting('PAGES_URL');
const accounts = JSON.parse(setting('PAGES_ACCOUNTS')) as { username: string; password: string }[];
const asta = accounts.find(({ username }) => username.startsWith('asta'));
if (!asta) throw new Error('PAGES_ACCOUNTS names asta');

let browser: Browser;
let page: Page;
const faults: string[] = [];
const ask = (method: string, path: string, body?: object) => askOn(page, method, path, body);
const make = async (kind: string, body: object): Promise<string> => (await ask('POST', `${kind}/`, body)).api_id;

beforeAll(async () => {
  browser = await launch();
  page = await newPage(browser, faults);
  await signIn(page, url, asta.username, asta.password);
});
afterAll(() => browser?.close());

/** Drops a file on a part of the page, as from the desktop. */
async function drop(onto: Locator, name: string, text: string): Promise<void> {
  const dataTransfer = await page.evaluateHandle(
    ([called, content]) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([content], called));
      return transfer;
    },
    [name, text] as const,
  );
  for (const type of ['dragenter', 'dragover', 'drop']) await onto.dispatchEvent(type, { dataTransfer });
}

test('a file is dropped, shown, used in a figure, and seen in the lineage of both', async () => {
  const [{ api_id: workspace }] = await ask('GET', 'workspace/');
  await page.goto(`${url}/workspace/${workspace}?tab=assets`);
  await drop(page.getByText('No assets yet'), 'doses.csv', 'dose,answer\n1,2.5\n2,4.5\n');
  const uploads = page.getByRole('list', { name: 'Uploads' });
  await uploads.getByText('Uploaded as r1').waitFor();
  await uploads.getByRole('link', { name: 'doses.csv' }).click();
  await page.getByRole('heading', { level: 1, name: 'doses.csv' }).waitFor();
  await page.getByText('4.5').waitFor();
  await page.getByText('This revision has no sources, and nothing was made from it.').waitFor();

  const file = page.url().split('/').at(-1) ?? '';
  const { asset } = await ask('GET', `asset_revision/${file}/`);
  const analysis = await make('analysis', { name: 'Doses', workspace });
  const figure = await make('figure', { name: 'Dose curve', analysis });
  const data = [{ name: 'note', type: 'text', data: base64('drawn') }];
  const assets = [{ asset_revision: file, use_type: 'direct' }];
  for (const metadata of [{ script: 'curve.py' }, {}]) await make('revision', { figure, metadata, data, assets });
  await page.goto(`${url}/asset_revision/${file}`);
  const uses = page.getByRole('list', { name: 'Figures made with it' }).getByRole('listitem');
  await uses.getByText('r2').waitFor();
  expect(await uses.count()).toBe(1);
  const results = page.getByRole('list', { name: 'Results, 1 step away' });
  await results.getByRole('link', { name: 'Dose curve' }).waitFor();
  expect(await screens(page, 'asset')).toEqual([]);

  await drop(page.getByRole('list', { name: 'Revisions' }), 'doses.csv', 'dose,answer\n1,2.5\n2,4.5\n3,9\n');
  await uploads.getByText('Uploaded as r2').waitFor();
  await page.getByRole('heading', { name: 'All Revisions: 2 available' }).waitFor();

  await results.getByRole('link', { name: 'Dose curve' }).click();
  await page.getByRole('heading', { level: 1, name: 'Dose curve' }).waitFor();
  const sources = page.getByRole('list', { name: 'Sources, 1 step away' });
  await sources.getByRole('link', { name: 'doses.csv' }).waitFor();
  expect(await screens(page, 'figure-lineage')).toEqual([]);
  await sources.getByRole('link', { name: 'doses.csv' }).click();
  await page.getByRole('heading', { level: 1, name: 'doses.csv' }).waitFor();
  expect(page.url()).toContain(file);

  await page.goto(`${url}/asset/${asset}`);
  await page.getByText('Revision #2 of 2').waitFor();
  await page.goto(`${url}/activity`);
  await page.getByText('published r2 of Dose curve with 1 file').waitFor();
  await page.getByText('published the new figure Dose curve with 1 file').waitFor();
  // The file came with the first figure, so it is no entry of its own.
  expect(await page.getByText('added the file doses.csv').count()).toBe(0);
  expect(await screens(page, 'activity')).toEqual([]);
  await page.goto(url);
  await page.getByRole('list', { name: 'Recent figures' }).waitFor();
  expect(await screens(page, 'home')).toEqual([]);
  expect(faults).toEqual([]);
});
