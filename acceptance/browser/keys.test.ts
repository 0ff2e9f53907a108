import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ask as askOn, launch, newPage, setting, signIn } from './app.ts';
import { screens } from './screens.ts';

const url = setting('PAGES_URL');
const [, , , kay] = JSON.parse(setting('PAGES_ACCOUNTS')) as { username: string; password: string }[];
if (!kay) throw new Error('PAGES_ACCOUNTS names four accounts');

const SECRET = /^gf_[0-9A-Za-z]{49}$/;

let browser: Browser;
let page: Page;
let workspace: string;
let secret: string;
const faults: string[] = [];
const ask = (method: string, path: string, body?: object) => askOn(page, method, path, body);
const main = () => page.getByRole('main');

/** Calls the server as a client of a machine does, and returns the status. */
async function statusWith(key: string): Promise<number> {
  const headers = { Authorization: `Token ${key}`, 'User-Agent': 'gofigr-python/3.0', 'GoFigr-Machine': 'lab-server' };
  return (await fetch(`${url}/api/v1.4.1/user/`, { headers })).status;
}

const shownSecret = async (): Promise<string> => (await main().getByText(SECRET).innerText()).trim();

/** Tells whether a secret is anywhere that the page or its history could give away. */
const isKept = (text: string) =>
  page.evaluate(
    (one) =>
      [
        document.documentElement.outerHTML,
        JSON.stringify({ ...localStorage, ...sessionStorage }),
        JSON.stringify(history.state),
        location.href,
      ].some((place) => place.includes(one)),
    text,
  );

beforeAll(async () => {
  browser = await launch();
  page = await newPage(browser, faults);
  await signIn(page, url, kay.username, kay.password);
  [{ api_id: workspace }] = await ask('GET', 'workspace/');
});
afterAll(() => browser?.close());

test('a link fills in a new key, and the page says when the key was first used', async () => {
  await page.goto(`${url}/account/keys/new?name=lab-server&permission=publish&workspace=${workspace}&expires=90`);
  await main().getByRole('button', { name: 'Create key' }).waitFor();
  expect(await main().getByLabel('Key name').inputValue()).toBe('lab-server');
  expect(await main().getByRole('radio', { name: 'Publish' }).isChecked()).toBe(true);
  expect(await main().getByLabel('Expires').inputValue()).toBe('90');
  expect(await screens(page, '50-new-key')).toEqual([]);
  await main().getByRole('button', { name: 'Create key' }).press('Enter');
  secret = await shownSecret();
  await main().getByText('Waiting for its first use').waitFor();
  expect(await screens(page, '51-key-waits')).toEqual([]);
  expect(await statusWith(secret)).toBe(200);
  await main().getByText('It was used just now from lab-server, gofigr-python 3.0.').waitFor();
  expect(await screens(page, '52-key-works')).toEqual([]);
  await main().getByRole('tab', { name: 'GitHub Actions' }).click();
  expect(await screens(page, '53-ready-lines')).toEqual([]);
  await main().getByRole('link', { name: 'Done' }).click();
  await main().getByRole('heading', { name: 'lab-server' }).waitFor();
  expect(await isKept(secret)).toBe(false);
  await page.goBack();
  await main().getByRole('button', { name: 'Create key' }).waitFor();
  expect(await isKept(secret)).toBe(false);
  await page.goForward();
});

test('a rotated key shows its new secret once, and the old one works for the chosen time', async () => {
  await main().getByRole('button', { name: 'Rotate' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('radio', { name: 'After 1 hour' }).check();
  expect(await screens(page, '54-rotate')).toEqual([]);
  await dialog.getByRole('button', { name: 'Rotate' }).click();
  await main().getByRole('heading', { name: 'The new secret' }).waitFor();
  const old = secret;
  secret = await shownSecret();
  expect(secret).not.toBe(old);
  expect([await statusWith(old), await statusWith(secret)]).toEqual([200, 200]);
  await main()
    .getByText(/The old secret works until/)
    .waitFor();
  expect(await screens(page, '55-rotated')).toEqual([]);
  await main().getByRole('button', { name: 'Done' }).click();
  expect(await isKept(secret)).toBe(false);
});

test('a disabled key is refused until it is enabled', async () => {
  await main().getByRole('button', { name: 'Disable' }).click();
  await main().getByText('Disabled', { exact: true }).waitFor();
  expect(await statusWith(secret)).toBe(401);
  await main().getByRole('button', { name: 'Edit' }).click();
  expect(await screens(page, '56-edit-key')).toEqual([]);
  await main().getByRole('button', { name: 'Cancel' }).click();
  await main().getByText('lab-server” was disabled').waitFor();
  expect(await screens(page, '57-key')).toEqual([]);
  await main().getByRole('button', { name: 'Enable' }).click();
  await main().getByRole('button', { name: 'Disable' }).waitFor();
  expect(await statusWith(secret)).toBe(200);
});

test('a revoked key leaves the list and is refused', async () => {
  await main().getByRole('button', { name: 'Revoke' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
  await page.waitForURL(`${url}/account`);
  await main().getByText('No API keys yet').waitFor();
  expect(await statusWith(secret)).toBe(401);
});

test('a service account is created in the settings of its workspace', async () => {
  await page.goto(`${url}/workspace/${workspace}?tab=settings`);
  await main().getByRole('link', { name: 'Create service account' }).click();
  await main().getByLabel('Key name').fill('Nightly pipeline');
  expect(await screens(page, '58-new-service-account')).toEqual([]);
  await main().getByRole('button', { name: 'Create service account' }).click();
  expect(await statusWith(await shownSecret())).toBe(200);
  await main().getByText('The key works').waitFor();
  await main().getByRole('link', { name: 'Done' }).click();
  await main().getByRole('link', { name: 'Service accounts' }).click();
  await main().getByRole('cell', { name: 'service.nightly-pipeline' }).waitFor();
  expect(await screens(page, '59-service-accounts')).toEqual([]);
});

test('a terminal that asks is approved on its page', async () => {
  const answer = await fetch(`${url}/oauth/device/code`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'User-Agent': 'gofigr-cli/3.0' },
    body: JSON.stringify({ machine: 'laptop', permission: 'publish' }),
  });
  const { device_code, verification_uri_complete } = (await answer.json()) as Record<string, string>;
  if (!device_code || !verification_uri_complete) throw new Error('no code');
  await page.goto(verification_uri_complete);
  await main().getByRole('heading', { name: 'laptop asks to sign in' }).waitFor();
  expect(page.url()).toBe(`${url}/device`);
  expect(await screens(page, '60-device')).toEqual([]);
  await main().getByRole('button', { name: 'Approve' }).click();
  await main().getByText('Approved: go back to your terminal').waitFor();
  expect(await screens(page, '61-device-approved')).toEqual([]);
  const token = await fetch(`${url}/oauth/token`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ grant_type: 'urn:ietf:params:oauth:grant-type:device_code', device_code }),
  });
  expect(token.status).toBe(200);
  // The code was used, so its link leads to the field for another one.
  await page.goto('about:blank');
  await page.goto(verification_uri_complete);
  await main()
    .getByText(/is unknown, used or expired/)
    .waitFor();
  expect(await screens(page, '62-device-gone')).toEqual([]);
});

test('at the limit, the keys that are needed least can be revoked in place', async () => {
  for (let count = 0; count < 25; count += 1) await ask('POST', 'api_key/', { name: `key ${count}` });
  await page.goto(`${url}/account`);
  const offered = main().getByRole('list', { name: 'Keys that are needed least' });
  await offered.waitFor();
  expect(await screens(page, '63-limit')).toEqual([]);
  await offered.getByRole('button', { name: 'Revoke key 0, to make room' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
  await main().getByRole('link', { name: 'Create new API key' }).waitFor();
  expect(faults).toEqual([]);
});
