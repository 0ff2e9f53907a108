import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ask, base64, launch, newPage, setting, signIn } from './app.ts';
import { plantPicture } from './picture.ts';
import { screens } from './screens.ts';

const url = setting('PAGES_URL');
const accounts = JSON.parse(setting('PAGES_ACCOUNTS')) as { username: string; password: string }[];
const [nina, paul] = ['nina', 'paul'].map((name) => accounts.find(({ username }) => username === name));
if (!nina || !paul) throw new Error('PAGES_ACCOUNTS names nina and paul');

const GUEST = { username: 'gustav@elsewhere.example', password: 'a bicycle in the rain' };

let browser: Browser;
/** Pages of two colleagues, and of a guest without an account. */
let sharer: Page;
let colleague: Page;
let guest: Page;
let figure: string;
const faults: string[] = [];
const main = (page: Page) => page.getByRole('main');

beforeAll(async () => {
  browser = await launch();
  [sharer, colleague, guest] = [
    await newPage(browser, faults),
    await newPage(browser, faults),
    await newPage(browser, faults),
  ];
  await signIn(sharer, url, nina.username, nina.password);
  await signIn(colleague, url, paul.username, paul.password);
  const names = { first_name: 'Paul', last_name: 'Meer', avatar: await plantPicture(colleague) };
  await ask(colleague, 'PUT', `user/${paul.username}/`, names);
  await ask(sharer, 'PUT', `user/${nina.username}/`, { first_name: 'Nina', last_name: 'Berg' });
  const lab = (await ask(sharer, 'POST', 'workspace/', { name: 'Tide lab' })).api_id;
  const member = { username: paul.username, membership_type: 'viewer' };
  await ask(sharer, 'POST', `workspace/${lab}/members/add/`, member);
  await ask(colleague, 'POST', `workspace/${lab}/members/accept/`, {});
  const [primary] = await ask(sharer, 'GET', 'workspace/');
  const analysis = await ask(sharer, 'POST', 'analysis/', { name: 'Harbour', workspace: primary.api_id });
  figure = (await ask(sharer, 'POST', 'figure/', { name: 'Low water', analysis: analysis.api_id })).api_id;
  const data = [{ name: 'notes', type: 'text', metadata: {}, data: base64('hello') }];
  await ask(sharer, 'POST', 'revision/', { figure, metadata: {}, data });
});
afterAll(() => browser?.close());

test('a colleague is picked by name, with the keyboard, and finds the figure', async () => {
  await sharer.goto(`${url}/figure/${figure}`);
  await main(sharer).getByRole('button', { name: 'Share' }).click();
  const dialog = sharer.getByRole('dialog');
  const field = dialog.getByRole('combobox', { name: 'Share with' });
  await field.fill('meer');
  const option = sharer.getByRole('option', { name: 'Paul Meer' });
  await option.locator('img').waitFor();
  expect(await screens(sharer, '80-pick-a-person')).toEqual([]);
  await field.press('ArrowDown');
  await field.press('Enter');
  expect(await field.inputValue()).toBe(paul.username);
  await field.press('Enter');
  const list = dialog.getByRole('list', { name: 'Shared with' });
  await list.getByText('Paul Meer').waitFor();
  expect(await screens(sharer, '81-shared-with-a-person')).toEqual([]);

  await colleague.goto(`${url}/figure/${figure}`);
  await main(colleague).getByText('Nina Berg').first().waitFor();
});

test('somebody without an account is invited by mail, registers, and lands on the figure', async () => {
  const dialog = sharer.getByRole('dialog');
  await dialog.getByRole('combobox', { name: 'Share with' }).fill('gustav@home.example');
  await dialog.getByRole('button', { name: 'Invite' }).click();
  const link = await dialog.getByLabel('Link of the invitation').inputValue();
  await dialog.getByRole('button', { name: 'Done' }).click();
  await dialog.getByRole('button', { name: 'Withdraw the invitation of gustav@home.example' }).waitFor();
  expect(await screens(sharer, '82-invited-by-mail')).toEqual([]);

  await guest.goto(link);
  await guest.getByText(/shares the figure Low water with you/).waitFor();
  expect(await screens(guest, '83-invited-to-a-figure')).toEqual([]);
  await guest.getByLabel('Username').fill(GUEST.username);
  await guest.getByLabel('Password', { exact: true }).fill(GUEST.password);
  await guest.getByRole('button', { name: 'Create account' }).click();
  await guest.waitForURL(`${url}/figure/${figure}`);
  await main(guest).getByRole('heading', { name: 'Low water' }).waitFor();
});

test('who shares sees the address that was invited, never a username like one', async () => {
  await sharer.reload();
  await main(sharer).getByRole('button', { name: 'Share' }).click();
  const list = sharer.getByRole('dialog').getByRole('list', { name: 'Shared with' });
  await list.getByText('A member').waitFor();
  const { grants } = await ask(sharer, 'GET', `figure/${figure}/access/`);
  expect(JSON.stringify(grants.map(({ username }: { username: string }) => username))).not.toContain('@');
  await list.getByRole('button', { name: 'Remove a member' }).click();
  await list.getByText('A member').waitFor({ state: 'detached' });
  await guest.reload();
  await guest.getByRole('heading', { name: "You don't have access" }).waitFor();
  expect(faults).toEqual([]);
});
