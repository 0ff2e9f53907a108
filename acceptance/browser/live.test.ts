import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { png } from '../src/pictures.ts';
import { ask, launch, newPage, setting, signIn } from './app.ts';
import { screens } from './screens.ts';

/** The addresses of two servers on one database, or twice the same. */
const [here, there] = JSON.parse(setting('LIVE_URLS')) as string[];
const [lena, leo] = JSON.parse(setting('LIVE_ACCOUNTS')) as { username: string; password: string }[];
if (!here || !there || !lena || !leo) throw new Error('LIVE_URLS and LIVE_ACCOUNTS name two each');

let browser: Browser;
/** Lena looks at one server, and publishes on the other. */
let viewer: Page;
let publisher: Page;
let analysis: string;
/** Streams that Lena's browser has asked for. */
const streams: string[] = [];
const faults: string[] = [];
const main = (page: Page) => page.getByRole('main');
const isStream = (address: string) => new URL(address).pathname.endsWith('/events/');

beforeAll(async () => {
  browser = await launch();
  [viewer, publisher] = [await newPage(browser, faults), await newPage(browser, faults)];
  viewer.context().on('request', (request) => isStream(request.url()) && streams.push(request.url()));
  await signIn(viewer, here, lena.username, lena.password);
  await signIn(publisher, there, lena.username, lena.password);
  const [{ api_id: workspace }] = await ask(publisher, 'GET', 'workspace/');
  analysis = (await ask(publisher, 'POST', 'analysis/', { name: 'Live', workspace })).api_id;
});
afterAll(() => browser?.close());

const newFigure = async (name: string): Promise<string> =>
  (await ask(publisher, 'POST', 'figure/', { name, analysis })).api_id;
const publish = (figure: string) => {
  const data = [{ name: 'plot', type: 'image', metadata: { format: 'png' }, data: png(40, 30).toString('base64') }];
  return ask(publisher, 'POST', 'revision/', { figure, metadata: {}, data });
};
const shows = (page: Page, figure: string) => main(page).getByRole('link', { name: figure, exact: true }).waitFor();

test('what is published on another server appears without a reload, and moves nothing that is shown', async () => {
  await viewer.goto(`${here}/analysis/${analysis}`);
  await main(viewer).getByRole('heading', { name: 'Live' }).waitFor();
  const figure = await newFigure('Tides');
  await shows(viewer, 'Tides');
  await publish(figure);
  await viewer.goto(`${here}/figure/${figure}`);
  await main(viewer)
    .getByRole('link', { name: /^Revision #1/ })
    .waitFor();
  await publish(figure);
  const show = viewer.getByRole('button', { name: '1 new revision – show' });
  await show.waitFor();
  expect(await viewer.title()).toContain('revision #1');
  expect(await screens(viewer, '95-new-revision')).toEqual([]);
  await show.click();
  await viewer.waitForFunction(() => document.title.includes('revision #2'));
});

test('seven tabs share one connection, and all of them show what is new, also when that of the connection is closed', async () => {
  streams.splice(0);
  await viewer.goto(`${here}/analysis/${analysis}`);
  const more = await Promise.all(Array.from({ length: 6 }, () => viewer.context().newPage()));
  for (const page of more) await page.goto(`${here}/analysis/${analysis}`);
  await Promise.all([viewer, ...more].map((page) => shows(page, 'Tides')));
  await newFigure('Waves');
  await Promise.all([viewer, ...more].map((page) => shows(page, 'Waves')));
  expect(streams).toHaveLength(1);
  await viewer.close();
  await newFigure('Foam');
  await Promise.all(more.map((page) => shows(page, 'Foam')));
  expect(streams).toHaveLength(2);
  const [next, ...rest] = more;
  if (!next) throw new Error('no tab is left');
  viewer = next;
  for (const page of rest) await page.close();
});

test('what happened while a browser was offline appears when it is back', async () => {
  await viewer.context().setOffline(true);
  await newFigure('Ebb');
  await viewer.context().setOffline(false);
  await shows(viewer, 'Ebb');
});

test('a figure is hidden as soon as it is no longer shared', async () => {
  const figure = await newFigure('Secret');
  await publish(figure);
  const share = (sharing_enabled: boolean) =>
    ask(publisher, 'POST', `figure/${figure}/share/user/`, { username: leo.username, sharing_enabled });
  await share(true);
  const guest = await newPage(browser, faults);
  await signIn(guest, here, leo.username, leo.password);
  await guest.goto(`${here}/figure/${figure}`);
  await main(guest).getByRole('heading', { name: 'Secret' }).waitFor();
  await share(false);
  await main(guest)
    .getByRole('heading', { name: /You don't have access|Page not found/ })
    .waitFor();
  expect(await main(guest).getByText('Secret').count()).toBe(0);
  expect(faults).toEqual([]);
});
