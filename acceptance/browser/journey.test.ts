import { execFile } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ask as askOn, launch, newPage, setting } from './app.ts';
import { screens } from './screens.ts';

const url = setting('BROWSER_URL').replace(/\/+$/, '');
const KEY_NAME = "Ada's laptop";
const PASSWORD = 'analytical engine no. 1';

interface Published {
  revision: string;
  figure: string;
  link: string;
}

/** Runs the published client with this key. Returns its output and exit code. */
function publish(key: string, name: string, slope: number): Promise<{ code: number; output: string }> {
  const home = mkdtempSync(join(tmpdir(), 'gofigr-journey-'));
  const env = { ...process.env, HOME: home, GOFIGR_TEST_URL: url, GOFIGR_TEST_KEY: key };
  const { promise, resolve } = Promise.withResolvers<{ code: number; output: string }>();
  const script = join(import.meta.dirname, 'publish.py');
  const child = execFile(
    setting('PUBLISHED_PYTHON'),
    [script, name, String(slope)],
    { env, cwd: home },
    (_, out, err) => resolve({ code: child.exitCode ?? 1, output: `${out}${err}` }),
  );
  return promise;
}

async function published(key: string, name: string, slope: number): Promise<Published> {
  const { code, output } = await publish(key, name, slope);
  expect(code, output).toBe(0);
  return JSON.parse(output.split('\n').find((line) => line.startsWith('{')) ?? '') as Published;
}

const isPainted = (image: Locator) =>
  image.evaluate((element) => element instanceof HTMLImageElement && element.complete && element.naturalWidth > 0);

/** Each step begins where the previous one ended. */
describe('from the set-up link to a revoked key', () => {
  let browser: Browser;
  let page: Page;
  let key = '';
  let first: Published;
  const faults: string[] = [];

  const account = async () => {
    await page.goto(url);
    await page.getByRole('button', { name: /^Account menu/ }).click();
    await page.getByRole('menuitem', { name: 'Account' }).click();
    await page.getByRole('heading', { name: 'API Keys' }).waitFor();
  };
  const row = () => page.getByRole('row').filter({ hasText: KEY_NAME });
  const lastUsed = async () => {
    await account();
    await row().waitFor();
    return (await row().locator('[data-label="Last used"] time').getAttribute('datetime')) ?? '';
  };

  beforeAll(async () => {
    browser = await launch();
    page = await newPage(browser, faults);
  });
  afterAll(() => browser?.close());

  test('the set-up link creates the administrator and signs them in', async () => {
    await page.goto(setting('BROWSER_SETUP_LINK'));
    const create = page.getByRole('button', { name: 'Create administrator' });
    await create.waitFor();
    expect(await screens(page, '01-set-up')).toEqual([]);
    await page.getByLabel('Username').fill('ada');
    await page.getByLabel('Email').fill('ada@example.org');
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await create.click();
    await page.getByRole('button', { name: /^Account menu/ }).waitFor();
    expect(page.url()).not.toContain('token');
    expect(await screens(page, '02-first-figure')).toEqual([]);
  });

  test('the set-up link works only once', async () => {
    const other = await (await browser.newContext()).newPage();
    await other.goto(setting('BROWSER_SETUP_LINK'));
    await other.getByText('Already set up').first().waitFor();
    expect(await other.getByRole('button', { name: 'Create administrator' }).count()).toBe(0);
    await other.context().close();
  });

  test('a key is created and shown once', async () => {
    await account();
    expect(await screens(page, '03-account')).toEqual([]);
    await page.getByRole('link', { name: 'Create new API key' }).click();
    await page.getByLabel('Key name').fill(KEY_NAME);
    expect(await screens(page, '04-name-key')).toEqual([]);
    await page.getByRole('button', { name: 'Create key' }).click();
    const main = page.getByRole('main');
    const shown = main.getByText(/^gf_[0-9A-Za-z]{49}$/);
    key = (await shown.innerText()).trim();
    expect(key).toMatch(/^gf_[0-9A-Za-z]{49}$/);
    const copy = main.getByRole('button', { name: 'Copy key' });
    await copy.waitFor();
    const config = JSON.parse((await main.getByText('"api_key"').first().innerText()).trim());
    expect(config).toMatchObject({ api_key: key, url });
    expect(await screens(page, '05-new-key')).toEqual([]);
    await main.getByRole('link', { name: 'Done' }).click();
    await main.getByRole('heading', { name: KEY_NAME }).waitFor();
  });

  test('afterwards the page does not hold the key', async () => {
    const traces = () =>
      page.evaluate(
        (text) => [
          document.documentElement.outerHTML.includes(text),
          [...document.querySelectorAll('input, textarea')].some((field) =>
            (field as HTMLInputElement).value.includes(text),
          ),
          JSON.stringify({ ...localStorage, ...sessionStorage }).includes(text),
          location.href.includes(text),
        ],
        key,
      );
    expect(await traces()).toEqual([false, false, false, false]);
    await account();
    await page.reload();
    await row().waitFor();
    expect(await traces()).toEqual([false, false, false, false]);
    expect(await row().locator('[data-label="Last used"]').innerText()).toBe('Never used');
  });

  test('the published client publishes with the key, and the figure appears', async () => {
    await page.goto(url);
    await page.getByText('Waiting for your first figure').waitFor();
    first = await published(key, 'Speed of light', 1);
    // The page polls the server, so it needs no reload.
    await page.getByText('Your first figure has arrived').waitFor();
    await page.getByRole('link', { name: 'Speed of light' }).first().waitFor();
    expect(await screens(page, '05-first-arrived')).toEqual([]);
    await page.reload();
    await page.getByText('Speed of light').first().waitFor();
    expect(await page.getByText('Three steps').count()).toBe(0);
    expect(await screens(page, '06-home')).toEqual([]);
    await page.getByText('Speed of light').first().click();
    await page.waitForURL(/\/(figure|revision)\//);
    const picture = page.getByRole('main').getByRole('img', { name: /Speed of light/ });
    await picture.waitFor();
    await expect.poll(() => isPainted(picture)).toBe(true);
    expect(await screens(page, '07-figure')).toEqual([]);
  });

  test('workspace and analysis show it with a thumbnail', async () => {
    const list = await (
      await fetch(`${url}/api/v1.4.1/workspace/`, { headers: { authorization: `Token ${key}` } })
    ).json();
    for (const [name, path, next] of [
      ['08-workspace', `/workspace/${list[0].api_id}`, 'Demo analysis'],
      ['09-analysis', '', 'Speed of light'],
    ] as const) {
      if (path) await page.goto(url + path);
      const link = page
        .getByRole('main')
        .getByRole('link', { name: new RegExp(next) })
        .first();
      await link.waitFor();
      const thumbnail = page.getByRole('main').locator('img').first();
      await thumbnail.waitFor();
      await expect.poll(() => isPainted(thumbnail)).toBe(true);
      expect(await screens(page, name)).toEqual([]);
      await link.click();
      await page.waitForURL(path ? /\/analysis\// : /\/figure\//);
    }
  });

  test('the link that the client prints opens the revision with all its data', async () => {
    await page.goto(first.link);
    await page.waitForURL(`${url}/revision/${first.revision}`);
    const tabs = page.getByRole('tab');
    await tabs.first().waitFor();
    for (const name of await tabs.allInnerTexts()) {
      const label = name.split('\n')[0] ?? '';
      await page.getByRole('tab', { name: label }).first().click();
      await page.getByRole('tabpanel').first().waitFor();
      await page.waitForLoadState('networkidle');
      expect(await screens(page, `10-revision-${label.toLowerCase()}`)).toEqual([]);
    }
    await page.getByRole('tab', { name: 'Metadata' }).click();
    await page.getByRole('tabpanel').getByText('slope').first().waitFor();
  }, 600_000);

  test('"Last used" changes with every use', async () => {
    const before = await lastUsed();
    expect(before).not.toBe('');
    await published(key, 'Speed of light', 2);
    const after = await lastUsed();
    expect(Date.parse(after)).toBeGreaterThan(Date.parse(before));
    expect(await screens(page, '11-account-with-key')).toEqual([]);
    await page.goto(`${url}/figure/${first.figure}`);
    await page
      .getByText(/Revision #2/)
      .first()
      .waitFor();
  });

  test('revoking asks for confirmation, and then the client is refused', async () => {
    await account();
    await row()
      .getByRole('button', { name: /^Revoke/ })
      .click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('cannot be undone').waitFor();
    expect(await screens(page, '12-revoke')).toEqual([]);
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await dialog.waitFor({ state: 'hidden' });
    await published(key, 'Speed of light', 3);
    await row()
      .getByRole('button', { name: /^Revoke/ })
      .click();
    await dialog.getByRole('button', { name: 'Revoke' }).click();
    await row().waitFor({ state: 'detached' });
    const { code, output } = await publish(key, 'Speed of light', 4);
    expect(code).not.toBe(0);
    expect(output).toContain('401');
  });

  test('after signing out, no page shows data', async () => {
    await page.getByRole('button', { name: /^Account menu/ }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.getByRole('button', { name: 'Sign in' }).waitFor();
    expect(await screens(page, '13-sign-in')).toEqual([]);
    await page.goto(`${url}/figure/${first.figure}`);
    await page.getByRole('button', { name: 'Sign in' }).waitFor();
    expect(await page.getByText('Speed of light').count()).toBe(0);
    await page.goto(url);
    await page.getByRole('button', { name: 'Sign in' }).waitFor();
  });

  test('a user can sign in again, but not with a wrong password', async () => {
    await page.goto(`${url}/sign-in`);
    await page.getByLabel('Username').fill('ada');
    await page.getByLabel('Password', { exact: true }).fill('wrong wrong wrong');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('alert').first().waitFor();
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('Speed of light').first().waitFor();
  });

  /** Opens a page in another browser context, without signing in. */
  const visitor = (): Promise<Page> => newPage(browser);
  const ask = (method: string, path: string, body?: object) => askOn(page, method, path, body);

  test('anybody can see a figure shared by link, and nothing else', async () => {
    await page.goto(`${url}/figure/${first.figure}`);
    await page.getByRole('button', { name: 'Share' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('switch').click();
    await dialog.getByRole('button', { name: 'Share the whole figure' }).click();
    await dialog.getByLabel('Link', { exact: true }).waitFor();
    expect(await screens(page, '14-share')).toEqual([]);
    const guest = await visitor();
    for (const path of [`/figure/${first.figure}`, `/r/${first.revision}`]) {
      await guest.goto(`${url}${path}`);
      await guest.getByRole('heading', { name: 'Speed of light' }).waitFor();
      await guest.waitForLoadState('networkidle');
      const picture = guest.getByRole('main').getByRole('img', { name: /Speed of light/ });
      await expect.poll(() => isPainted(picture)).toBe(true);
      for (const name of ['Share', /^More for this/]) expect(await guest.getByRole('button', { name }).count()).toBe(0);
    }
    expect(await screens(guest, '15-shared-figure')).toEqual([]);
    expect(await guest.title()).toContain('Speed of light');
    const [workspace] = await ask('GET', 'workspace/');
    for (const path of ['/', `/workspace/${workspace.api_id}`]) {
      await guest.goto(`${url}${path}`);
      await guest.getByLabel('Username').waitFor();
    }
    await guest.context().close();
    await dialog.getByRole('switch').click();
    await dialog.getByLabel('Link', { exact: true }).waitFor({ state: 'detached' });
    const late = await visitor();
    await late.goto(`${url}/figure/${first.figure}`);
    await late.getByLabel('Username').waitFor();
    await late.context().close();
  });

  test('an invitation lets a new user in and works only once', async () => {
    const [workspace] = await ask('GET', 'workspace/');
    const body = { email: 'grace@example.org', workspace: workspace.api_id, membership_type: 'creator' };
    const { token } = await ask('POST', 'invitations/workspace/', body);
    const guest = await visitor();
    const link = (one: string) => `${url}/invite#token=${one}`;
    await guest.goto(link(token));
    await guest.getByText('invites you to the workspace').waitFor();
    expect(await guest.getByLabel('Email').inputValue()).toBe('grace@example.org');
    expect(await screens(guest, '16-invitation')).toEqual([]);
    await guest.getByLabel('Username').fill('grace');
    await guest.getByLabel('Password', { exact: true }).fill('compiler of 1952, the first');
    await guest.getByRole('button', { name: 'Create account' }).click();
    await guest.getByRole('button', { name: /^Account menu/ }).waitFor();
    await guest.goto(`${url}/figure/${first.figure}`);
    await guest.getByRole('heading', { name: 'Speed of light' }).waitFor();
    await guest.goto(link(token));
    await guest.getByRole('heading', { name: 'This invitation is no longer valid' }).waitFor();

    const second = await ask('POST', 'invitations/workspace/', { ...body, email: 'again@example.org' });
    await guest.goto(link(second.token));
    await guest.getByText('You are signed in as').waitFor();
    expect(new URL(guest.url()).hash).toBe('');
    expect(await screens(guest, '17-invitation-signed-in')).toEqual([]);
    await guest.getByRole('button', { name: 'Decline' }).click();
    await guest.getByRole('dialog').getByRole('button', { name: 'Decline' }).click();
    await guest.getByRole('heading', { name: /^Hello/ }).waitFor();

    const made = await ask('POST', 'organization/', { name: 'Bureau of Ordnance', description: 'Harvard' });
    await ask('PATCH', `workspace/${workspace.api_id}/`, { organization: made.api_id });
    const third = await ask('POST', 'invitations/organization/', {
      email: 'grace@example.org',
      organization: made.api_id,
      membership_type: 'workspace_viewer',
    });
    // An old link, which has the token in its path.
    await guest.goto(`${url}/invite/${third.token}`);
    await guest.waitForURL(`${url}/invite`);
    await guest.getByRole('button', { name: 'Accept' }).click();
    await guest.getByRole('heading', { name: 'Bureau of Ordnance' }).waitFor();
    await guest.getByText('grace').first().waitFor();
    expect(await screens(guest, '18-organization')).toEqual([]);

    for (const name of ['Mark I', 'Mark II']) {
      const { api_id } = await ask('POST', 'workspace/', { name });
      await ask('POST', `workspace/${api_id}/members/add/`, { username: 'grace', membership_type: 'viewer' });
    }
    await guest.goto(url);
    const added = guest.getByRole('list', { name: 'You were added' });
    await added.getByText('ada added you to the workspace Mark I as viewer.').waitFor();
    expect(await screens(guest, '18-added')).toEqual([]);
    await added.getByRole('button', { name: 'Accept Mark I', exact: true }).click();
    await added.getByText('Mark I as').waitFor({ state: 'detached' });
    await added.getByRole('button', { name: 'Leave Mark II' }).click();
    await added.waitFor({ state: 'detached' });
    await guest.goto(`${url}/workspaces`);
    await guest.getByRole('link', { name: 'Mark I', exact: true }).waitFor();
    expect(await guest.getByRole('link', { name: 'Mark II' }).count()).toBe(0);
    await guest.context().close();
  });

  test('a changed password signs out everywhere else, and the account shows it', async () => {
    const other = await visitor();
    await other.goto(`${url}/sign-in`);
    await other.getByRole('link', { name: 'Forgotten password' }).click();
    await other.getByText('sends no mail').waitFor();
    expect(await screens(other, '19-forgotten')).toEqual([]);
    await other.goto(`${url}/sign-in`);
    await other.getByLabel('Username').fill('ada');
    await other.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await other.getByRole('button', { name: 'Sign in' }).click();
    await other.getByRole('button', { name: /^Account menu/ }).waitFor();

    await account();
    await page.getByLabel('Current password').fill(PASSWORD);
    await page.getByLabel('New password', { exact: true }).fill('difference engine no. 2');
    await page.getByLabel('New password again').fill('difference engine no. 2');
    await page.getByRole('button', { name: 'Change password' }).click();
    await page.getByText('signed out everywhere else').first().waitFor();
    await page.reload();
    await page.getByText('The password was changed').waitFor();
    await page.getByText('This browser').waitFor();
    expect(await screens(page, '20-account-security')).toEqual([]);
    await other.goto(`${url}/account`);
    await other.getByLabel('Username').waitFor();
    await other.goto(`${url}/reset-password#token=gfreset_wrong`);
    await other.getByLabel('New password', { exact: true }).fill('difference engine no. 3');
    await other.getByLabel('New password again').fill('difference engine no. 3');
    expect(other.url()).not.toContain('token');
    expect(await screens(other, '21-reset')).toEqual([]);
    await other.getByRole('button', { name: 'Set password' }).click();
    await other.getByText('not valid').waitFor();
    await other.context().close();
  });

  test('no page had errors or broke its content policy', () => {
    expect(faults).toEqual([]);
  });
});
