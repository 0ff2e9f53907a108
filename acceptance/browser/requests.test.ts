import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ask, base64, launch, newPage, setting, signIn } from './app.ts';
import { screens } from './screens.ts';

const url = setting('PAGES_URL');
const [, grace, , kay] = JSON.parse(setting('PAGES_ACCOUNTS')) as { username: string; password: string }[];
if (!grace || !kay) throw new Error('PAGES_ACCOUNTS names five accounts');

let browser: Browser;
/** Pages of two people in two browsers. */
let owner: Page;
let guest: Page;
let analysis: string;
let figure: string;
const faults: string[] = [];
const main = (page: Page) => page.getByRole('main');

beforeAll(async () => {
  browser = await launch();
  [owner, guest] = [await newPage(browser, faults), await newPage(browser, faults)];
  await signIn(owner, url, kay.username, kay.password);
  await ask(owner, 'PUT', `user/${kay.username}/`, { first_name: 'Kay', last_name: 'McNulty' });
  const workspace = (await ask(owner, 'POST', 'workspace/', { name: 'Orbits' })).api_id;
  analysis = (await ask(owner, 'POST', 'analysis/', { name: 'Trajectories', workspace })).api_id;
  figure = (await ask(owner, 'POST', 'figure/', { name: 'Parabola', analysis })).api_id;
  for (const text of ['one', 'two', 'three']) {
    const data = [{ name: 'notes', type: 'text', metadata: {}, data: base64(text) }];
    await ask(owner, 'POST', 'revision/', { figure, metadata: {}, data });
  }
});
afterAll(() => browser?.close());

test('who opens a private page signs in, asks for access, and sees it when it is granted with one click', async () => {
  await guest.goto(`${url}/figure/${figure}`);
  await guest.getByLabel('Username').fill(grace.username);
  await guest.getByLabel('Password', { exact: true }).fill(grace.password);
  await guest.getByRole('button', { name: 'Sign in' }).click();
  await guest.getByRole('heading', { name: "You don't have access" }).waitFor();
  await main(guest).getByLabel('Message').fill('I would like to cite it.');
  expect(await screens(guest, '80-ask-for-access')).toEqual([]);
  await main(guest).getByRole('button', { name: 'Ask for access' }).click();
  await main(guest).getByText('You have asked for access').waitFor();
  expect(await screens(guest, '81-asked')).toEqual([]);

  await owner.goto(url);
  await owner.getByRole('button', { name: /1 request for access/ }).click();
  await owner.getByRole('menuitem', { name: '1 request for access' }).click();
  await main(owner).getByText('I would like to cite it.').waitFor();
  expect(await screens(owner, '82-requests')).toEqual([]);
  await main(owner)
    .getByRole('button', { name: /^Grant/ })
    .click();
  await main(owner).getByText('No open requests').waitFor();

  await main(guest).getByRole('button', { name: 'Look again' }).click();
  await main(guest).getByRole('heading', { name: 'Parabola' }).waitFor();
  await main(guest).getByText('shared by Kay McNulty').waitFor();
  expect(await screens(guest, '83-granted')).toEqual([]);
});

test('a card tells how many people can see a figure that is shared by name, or by link', async () => {
  await owner.goto(`${url}/analysis/${analysis}`);
  const card = main(owner).getByRole('article');
  await card.getByText('2 people').waitFor();
  expect(await screens(owner, '84-card-of-people')).toEqual([]);
  await ask(owner, 'POST', `figure/${figure}/share/link/`, { enabled: true });
  await owner.reload();
  await card.getByText('link', { exact: true }).waitFor();
  expect(await screens(owner, '85-card-of-link')).toEqual([]);
});

test('one revision is deleted after the page said how much goes, with the keyboard alone', async () => {
  await owner.goto(`${url}/figure/${figure}`);
  const more = main(owner).getByRole('button', { name: 'More for this figure' });
  await more.focus();
  const open = async () => {
    await owner.keyboard.press('Enter');
    await owner.getByRole('menuitem', { name: 'Delete revision #3' }).waitFor();
    await owner.getByRole('menuitem', { name: 'Delete revision #3' }).focus();
    await owner.keyboard.press('Enter');
    await owner.getByRole('dialog').getByText('5 B').waitFor();
  };
  await open();
  expect(await screens(owner, '86-delete-revision')).toEqual([]);
  await owner.keyboard.press('Escape');
  await owner.getByRole('dialog').waitFor({ state: 'hidden' });
  expect(await more.evaluate((element) => element === document.activeElement)).toBe(true);
  await open();
  await owner.keyboard.press('Tab');
  await owner.keyboard.press('Enter');
  await owner.getByText('“Parabola – Revision #3” is deleted.').waitFor();
  await main(owner).getByText('All Revisions: 2 available').waitFor();
  expect(new URL(owner.url()).pathname).toBe(`/figure/${figure}`);
  expect(faults).toEqual([]);
});

test('what was deleted comes back with Undo, or from the trash, and can be deleted for good', async () => {
  await owner.goto(`${url}/figure/${figure}`);
  const remove = async () => {
    await main(owner).getByRole('button', { name: 'More for this figure' }).click();
    await owner.getByRole('menuitem', { name: 'Delete figure' }).click();
    const dialog = owner.getByRole('dialog');
    await dialog.getByText('It rests in the trash for 30 days').waitFor();
    await dialog.getByRole('button', { name: 'Delete figure' }).click();
    await owner.waitForURL(`${url}/analysis/${analysis}`);
  };
  await remove();
  await owner.getByText('“Parabola” is deleted.').waitFor();
  expect(await screens(owner, '87-deleted')).toEqual([]);
  await owner.getByRole('button', { name: 'Undo' }).click();
  await main(owner).getByRole('article').getByText('Parabola').waitFor();

  await main(owner).getByRole('article').getByText('Parabola').click();
  await remove();
  await owner.getByRole('button', { name: /^Account menu/ }).click();
  await owner.getByRole('menuitem', { name: 'Trash' }).click();
  const list = main(owner).getByRole('list', { name: 'Deleted objects' });
  await list.getByText('Parabola – Revision #3').waitFor();
  expect(await screens(owner, '88-trash')).toEqual([]);
  const restore = list.getByRole('button', { name: 'Restore Parabola', exact: true });
  await restore.focus();
  await owner.keyboard.press('Enter');
  await restore.waitFor({ state: 'hidden' });
  await owner.getByRole('button', { name: 'Open' }).click();
  await main(owner).getByText('All Revisions: 2 available').waitFor();

  await remove();
  await owner.goto(`${url}/trash`);
  await list.getByRole('button', { name: 'Delete for good: Parabola', exact: true }).click();
  await owner.getByRole('dialog').getByText('This cannot be undone.').waitFor();
  expect(await screens(owner, '89-delete-for-good')).toEqual([]);
  await owner.getByRole('dialog').getByRole('button', { name: 'Delete for good' }).click();
  // The revision that was deleted from the figure before goes with it.
  await main(owner).getByText('The trash is empty').waitFor();
  expect(await screens(owner, '90-empty-trash')).toEqual([]);
  expect(faults).toEqual([]);
});
