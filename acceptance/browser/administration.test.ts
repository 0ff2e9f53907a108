import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ask, launch, newPage, setting, signIn } from './app.ts';
import { screens } from './screens.ts';

const url = setting('PAGES_URL');
const accounts = JSON.parse(setting('PAGES_ACCOUNTS')) as { username: string; password: string }[];
const account = (name: string) => {
  const found = accounts.find(({ username }) => username === name);
  if (!found) throw new Error(`PAGES_ACCOUNTS has no ${name}`);
  return found;
};
/** An administrator, somebody who leaves, and somebody who stays. */
const [vera, nils, iris] = [account('vera'), account('nils'), account('iris')];

let browser: Browser;
let admin: Page;
let leaver: Page;
let heir: Page;
let figure: string;
let lab: string;
const faults: string[] = [];
const main = (page: Page) => page.getByRole('main');

beforeAll(async () => {
  browser = await launch();
  [admin, leaver, heir] = [
    await newPage(browser, faults),
    await newPage(browser, faults),
    await newPage(browser, faults),
  ];
  await signIn(admin, url, vera.username, vera.password);
  await signIn(leaver, url, nils.username, nils.password);
  await signIn(heir, url, iris.username, iris.password);
  lab = (await ask(leaver, 'POST', 'workspace/', { name: 'Tide lab' })).api_id;
  const analysis = (await ask(leaver, 'POST', 'analysis/', { name: 'Tides', workspace: lab })).api_id;
  figure = (await ask(leaver, 'POST', 'figure/', { name: 'High water', analysis })).api_id;
  const data = [{ name: 'notes', type: 'text', metadata: {}, data: 'aGVsbG8=' }];
  await ask(leaver, 'POST', 'revision/', { figure, metadata: {}, data });
  const member = { username: iris.username, membership_type: 'viewer' };
  await ask(leaver, 'POST', `workspace/${lab}/members/add/`, member);
});
afterAll(() => browser?.close());

/** Chooses an action of a user's menu. */
async function choose(username: string, action: string): Promise<void> {
  await main(admin)
    .getByRole('button', { name: `Actions for ${username}` })
    .click();
  await admin.getByRole('menuitem', { name: action }).click();
}

test('an administrator disables a user, whose open page ends', async () => {
  await leaver.goto(`${url}/workspace/${lab}`);
  await main(leaver).getByText('Tides').first().waitFor();

  await admin.getByRole('button', { name: /^Account menu/ }).click();
  await admin.getByRole('menuitem', { name: 'Administration' }).click();
  await main(admin).getByRole('row', { name: nils.username }).waitFor();
  expect(await screens(admin, '80-users')).toEqual([]);
  await main(admin).getByLabel('Search').fill('NILS');
  await expect
    .poll(() =>
      main(admin)
        .getByRole('button', { name: /^Actions for/ })
        .count(),
    )
    .toBe(1);
  await choose(nils.username, 'Disable');
  expect(await screens(admin, '81-disable')).toEqual([]);
  await admin.getByRole('dialog').getByRole('button', { name: 'Disable' }).click();
  await main(admin).getByText('Disabled', { exact: true }).last().waitFor();

  await main(leaver).getByRole('tab', { name: 'Members' }).click();
  await leaver.getByText('Your account was disabled.').waitFor();
  expect(new URL(leaver.url()).pathname).toBe('/sign-in');
  expect(await leaver.getByText('Tides').count()).toBe(0);
  expect(await screens(leaver, '82-disabled')).toEqual([]);
  await leaver.getByLabel('Username').fill(nils.username);
  await leaver.getByLabel('Password', { exact: true }).fill(nils.password);
  await leaver.getByRole('button', { name: 'Sign in' }).click();
  await leaver.getByText('Your account is disabled.').waitFor();
});

test('a link for a new password is shown once', async () => {
  await choose(nils.username, 'Enable');
  await admin.getByText(`${nils.username} is enabled`).waitFor();
  await choose(nils.username, 'Link for a new password');
  const dialog = admin.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Make link' }).click();
  const link = await dialog.getByRole('textbox', { name: 'Link for a new password' }).inputValue();
  expect(link).toMatch(new RegExp(`^${url}/reset-password#token=`));
  expect(await screens(admin, '83-reset-link')).toEqual([]);
  await dialog.getByRole('button', { name: 'Done' }).click();
});

test('an enabled user deletes the account, and a member gets a workspace with its figures', async () => {
  await signIn(leaver, url, nils.username, nils.password);
  await leaver.goto(`${url}/account`);
  await main(leaver).getByRole('button', { name: 'Delete account…' }).click();
  const dialog = leaver.getByRole('dialog');
  await dialog.getByLabel('What becomes of Tide lab').selectOption(`Hand over to ${iris.username}`);
  expect(await screens(leaver, '84-delete-account')).toEqual([]);
  await dialog.getByLabel(/^Type your username/).fill(nils.username);
  await dialog.getByLabel('Your password').fill(nils.password);
  await dialog.getByRole('button', { name: 'Delete account' }).click();
  await leaver.getByText('Goodbye!').waitFor();

  await heir.goto(`${url}/workspace/${lab}?tab=members`);
  await main(heir).getByText('Owner').first().waitFor();
  expect(await main(heir).getByText(nils.username).count()).toBe(0);
  await heir.goto(`${url}/figure/${figure}`);
  await main(heir).getByText('High water').first().waitFor();
  await admin.reload();
  await main(admin).getByLabel('Search').fill(nils.username);
  await main(admin).getByText('No such users').waitFor();
});

test('an administrator deletes a user, after the dialog has named what goes', async () => {
  await main(admin).getByLabel('Search').fill(iris.username);
  await choose(iris.username, 'Delete');
  const dialog = admin.getByRole('dialog');
  await dialog.getByLabel('Hand them over to another user').check();
  await dialog.getByLabel('Username of the next owner').fill(vera.username);
  await dialog.getByText('Workspace · 1 figure').waitFor();
  expect(await screens(admin, '85-delete-user')).toEqual([]);
  await dialog.getByLabel(`Type ${iris.username} to confirm`).fill(iris.username);
  await dialog.getByRole('button', { name: 'Delete user' }).click();
  await admin.getByText(`Deleted ${iris.username}.`).waitFor();
  await admin.goto(`${url}/figure/${figure}`);
  await main(admin).getByText('High water').first().waitFor();
  await heir.getByRole('button', { name: /^Account menu/ }).waitFor();
  expect(faults).toEqual([]);
});
