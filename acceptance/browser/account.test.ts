import { readFile } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { png, pngSize } from '../src/pictures.ts';
import { ask, launch, newPage, setting, signIn } from './app.ts';
import { type Mails, receiveMails } from './mails.ts';
import { screens } from './screens.ts';

const url = setting('ACCOUNT_URL');
const account = JSON.parse(setting('ACCOUNT')) as { username: string; password: string; email: string };
const NEW_EMAIL = 'nora@new.example.org';

let browser: Browser;
let page: Page;
let mails: Mails;
const faults: string[] = [];
const main = () => page.getByRole('main');
const dialog = () => page.getByRole('dialog');

beforeAll(async () => {
  [browser, mails] = await Promise.all([launch(), receiveMails(Number(setting('ACCOUNT_SMTP_PORT')))]);
  page = await newPage(browser, faults);
  await signIn(page, url, account.username, account.password);
});
afterAll(async () => {
  mails?.close();
  await browser?.close();
});

test('a picture is cropped by mouse and keyboard, and stands for the person in the bar', async () => {
  await page.goto(`${url}/account`);
  const choose = page.waitForEvent('filechooser');
  await main().getByRole('button', { name: 'Choose a picture' }).click();
  await (await choose).setFiles({ name: 'me.png', mimeType: 'image/png', buffer: png(900, 600) });
  const across = dialog().getByRole('slider', { name: 'Left or right' });
  await across.waitFor();
  const leftOf = async () => Number(await across.getAttribute('aria-valuenow'));
  const middle = await leftOf();
  const canvas = await dialog().locator('canvas').boundingBox();
  if (!canvas) throw new Error('there is no canvas');
  await page.mouse.move(canvas.x + 100, canvas.y + 100);
  await page.mouse.down();
  await page.mouse.move(canvas.x + 140, canvas.y + 100, { steps: 4 });
  await page.mouse.up();
  expect(await leftOf()).toBeLessThan(middle);
  await dialog().getByRole('slider', { name: 'Zoom' }).focus();
  for (let times = 0; times < 5; times++) await page.keyboard.press('ArrowRight');
  expect(await screens(page, '80-crop-picture')).toEqual([]);
  await dialog().getByRole('button', { name: 'Save picture' }).click();
  await dialog().waitFor({ state: 'hidden' });
  const shown = page.getByRole('button', { name: /^Account menu/ }).locator('img');
  await shown.waitFor();
  expect(await shown.evaluate((image) => (image as { naturalWidth?: number }).naturalWidth)).toBe(256);
  const [{ avatar }] = await ask(page, 'GET', 'user/');
  expect(pngSize(Buffer.from(avatar, 'base64'))).toEqual({ width: 256, height: 256 });
});

test('the mail address changes when the link that was sent to the new one is confirmed', async () => {
  await page.goto(`${url}/account`);
  await main().getByRole('button', { name: 'Change email' }).click();
  await dialog().getByLabel('New email address').fill(NEW_EMAIL);
  await dialog().getByLabel('Current password').fill(account.password);
  expect(await screens(page, '81-change-email')).toEqual([]);
  await dialog().getByRole('button', { name: 'Send link' }).click();
  await main().getByRole('button', { name: 'Withdraw' }).waitFor();
  expect(await screens(page, '82-account')).toEqual([]);
  expect(await mails.to(account.email)).toContain('set a new password at once');

  const link = /http\S+#token=\S+/.exec(await mails.to(NEW_EMAIL))?.[0] ?? '';
  const elsewhere = await newPage(browser, faults);
  await elsewhere.goto(link);
  expect(await screens(elsewhere, '83-confirm-email')).toEqual([]);
  await elsewhere.getByRole('button', { name: 'Confirm' }).click();
  await elsewhere.getByRole('status').getByText(NEW_EMAIL).waitFor();
  expect(elsewhere.url()).toBe(`${url}/confirm-email`);
  await elsewhere.context().close();
  await page.reload();
  await main().getByText(NEW_EMAIL, { exact: true }).waitFor();
  expect(await main().getByRole('button', { name: 'Withdraw' }).count()).toBe(0);
});

test('all data are downloaded as a ZIP archive', async () => {
  const downloading = page.waitForEvent('download');
  await main().getByRole('region', { name: 'All my data' }).getByRole('button', { name: 'Download' }).click();
  const download = await downloading;
  expect(download.suggestedFilename()).toMatch(/^gofigr-nora-\d{4}-\d\d-\d\d\.zip$/);
  const bytes = await readFile(await download.path());
  for (const name of ['profile.json', 'workspaces/Primary Workspace/manifest.json'])
    expect(bytes.includes(name)).toBe(true);
  expect(faults).toEqual([]);
});
