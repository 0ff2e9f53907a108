import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ask, launch, newPage, setting, signIn } from './app.ts';
import { screens } from './screens.ts';

const url = setting('PAGES_URL');
const [, , , , otto] = JSON.parse(setting('PAGES_ACCOUNTS')) as { username: string; password: string }[];
if (!otto) throw new Error('PAGES_ACCOUNTS names five accounts');

const GUEST = { username: 'ines', password: 'a bicycle in the rain' };

let browser: Browser;
/** Pages of two people in two browsers. */
let owner: Page;
let guest: Page;
let workspace: string;
let figure: string;
const faults: string[] = [];
const main = (page: Page) => page.getByRole('main');

beforeAll(async () => {
  browser = await launch();
  [owner, guest] = [await newPage(browser, faults), await newPage(browser, faults)];
  await signIn(owner, url, otto.username, otto.password);
  const made = await ask(owner, 'POST', 'workspace/', { name: 'Shared lab' });
  workspace = made.api_id;
  const analysis = await ask(owner, 'POST', 'analysis/', { name: 'Tides', workspace });
  figure = (await ask(owner, 'POST', 'figure/', { name: 'High water', analysis: analysis.api_id })).api_id;
  const data = [{ name: 'notes', type: 'text', metadata: {}, data: 'aGVsbG8=' }];
  await ask(owner, 'POST', 'revision/', { figure, metadata: {}, data });
});
afterAll(() => browser?.close());

test('a person without an account is invited, registers, and lands in the workspace', async () => {
  await owner.goto(`${url}/workspace/${workspace}?tab=members`);
  await main(owner).getByRole('button', { name: 'Add people' }).click();
  const dialog = owner.getByRole('dialog');
  await dialog.getByRole('combobox', { name: 'Name, username or email address' }).fill('ines@example.org');
  await dialog.getByRole('radio', { name: 'Viewer' }).check();
  expect(await screens(owner, '70-add-people')).toEqual([]);
  await dialog.getByRole('button', { name: 'Invite' }).click();
  const link = await dialog.getByLabel('Link of the invitation').inputValue();
  expect(await screens(owner, '71-invited')).toEqual([]);
  await dialog.getByRole('button', { name: 'Done' }).click();
  await main(owner).getByRole('button', { name: 'Withdraw the invitation of ines@example.org' }).waitFor();

  await guest.goto(link);
  await guest.getByLabel('Username').fill(GUEST.username);
  await guest.getByLabel('Password', { exact: true }).fill(GUEST.password);
  await guest.getByRole('button', { name: 'Create account' }).click();
  await guest.waitForURL(`${url}/workspace/${workspace}`);
  await main(guest).getByText('Tides').first().waitFor();
  await guest.goto(url);
  await main(guest).getByText('High water').first().waitFor();
});

test('members see who else is there, and admins change what they may do', async () => {
  await owner.reload();
  const role = main(owner).getByLabel(`Role of ${GUEST.username}`);
  await role.waitFor();
  expect(await main(owner).getByText('ines@example.org').count()).toBe(0);
  expect(await screens(owner, '72-members')).toEqual([]);
  await guest.goto(`${url}/workspace/${workspace}`);
  await main(guest).getByText('Tides').first().waitFor();
  expect(
    await main(guest)
      .getByRole('button', { name: /create new analysis/i })
      .count(),
  ).toBe(0);
  await role.selectOption('Creator');
  await owner.getByText(`${GUEST.username} is now creator.`).waitFor();
  await guest.reload();
  await main(guest)
    .getByRole('button', { name: /create new analysis/i })
    .waitFor();
});

test('a figure tells how many people can see it, and its Share dialog who and why', async () => {
  for (const page of [owner, guest]) {
    await page.goto(`${url}/figure/${figure}`);
    await main(page).getByText('2 people').waitFor();
  }
  await main(owner).getByRole('button', { name: 'Share' }).click();
  const list = owner.getByRole('list', { name: 'Who can see it' });
  await list.waitFor();
  expect(await list.getByRole('listitem').allInnerTexts()).toEqual([
    expect.stringMatching(new RegExp(`^${otto.username}\\s+owner of the workspace Shared lab$`)),
    expect.stringMatching(new RegExp(`^${GUEST.username}\\s+creator of the workspace Shared lab$`)),
  ]);
  await owner.getByLabel('Anyone with the link can view it').click();
  await owner.getByRole('button', { name: 'Share the whole figure' }).click();
  await list.getByText('Anyone with the link').waitFor();
  expect(await screens(owner, '73-who-can-see')).toEqual([]);
  await owner.keyboard.press('Escape');
  await main(owner).getByText('anyone with the link').waitFor();
  const stranger = await newPage(browser, faults);
  await stranger.goto(`${url}/figure/${figure}`);
  await main(stranger).getByText('anyone with the link').waitFor();
  await stranger.context().close();
});

test('who is removed sees the workspace no more', async () => {
  await owner.goto(`${url}/workspace/${workspace}?tab=members`);
  await main(owner)
    .getByRole('button', { name: `Remove ${GUEST.username}` })
    .click();
  await owner.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
  await owner.getByText(`${GUEST.username} is no longer a member.`).waitFor();
  await guest.goto(`${url}/workspace/${workspace}`);
  await guest.getByRole('heading', { name: "You don't have access" }).waitFor();
  expect(await guest.getByText('Tides').count()).toBe(0);
  expect(faults).toEqual([]);
});
