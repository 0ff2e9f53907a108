import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { newPage } from '../browser/app.ts';
import { type Demo, idOf, openDemo } from './open-demo.ts';

/** Folder of the pictures: those of the README, and a contact sheet of all pages for each look. */
const target = join(import.meta.dirname, '../../docs/screens');
const WIDE = { width: 1440, height: 900 };
const PHONE = { width: 390, height: 844 };
const LOOKS = [
  { name: 'wide-light', size: WIDE, colorScheme: 'light' },
  { name: 'wide-dark', size: WIDE, colorScheme: 'dark' },
  { name: 'phone-light', size: PHONE, colorScheme: 'light' },
  { name: 'phone-dark', size: PHONE, colorScheme: 'dark' },
] as const;
type Look = (typeof LOOKS)[number];

interface Shown {
  title: string;
  path: string;
  by?: 'nobody';
  prepare?: (page: Page) => Promise<unknown>;
}

/** All pages of the demonstration, in the order in which a person meets them. */
function pagesOf({ workspace, analyses, figures, assets }: Demo): Shown[] {
  const analysis = `/analysis/${idOf(analyses, 'World development')}`;
  const figure = `/figure/${idOf(figures, 'Petal length against width')}`;
  const tabs = ['code', 'tables', 'text', 'files', 'metadata'];
  return [
    { title: 'Sign in', path: '/sign-in', by: 'nobody' },
    { title: 'Forgotten password', path: '/forgot-password', by: 'nobody' },
    { title: 'Home', path: '/' },
    {
      title: 'Quick search',
      path: '/',
      prepare: (page) => page.keyboard.press('/').then(() => page.waitForTimeout(300)),
    },
    { title: 'Search', path: '/search' },
    { title: 'Search: results', path: '/search?q=petal+lenght' },
    { title: 'Search by picture', path: '/whence', prepare: searchByPicture },
    { title: 'Workspaces', path: '/workspaces' },
    { title: 'Workspace', path: `/workspace/${workspace}` },
    { title: 'Workspace: assets', path: `/workspace/${workspace}?tab=assets` },
    { title: 'Workspace: activity', path: `/workspace/${workspace}?tab=activity` },
    { title: 'Workspace: settings', path: `/workspace/${workspace}?tab=settings` },
    { title: 'Analysis', path: analysis },
    { title: 'Analysis: activity', path: `${analysis}?tab=activity` },
    { title: 'Figure', path: figure },
    ...tabs.map((tab) => ({ title: `Figure: ${tab}`, path: `${figure}?tab=${tab}` })),
    {
      title: 'Compare: side by side',
      path: figure,
      prepare: (page) => page.keyboard.press('c').then(() => page.getByText('Side by side').waitFor()),
    },
    { title: 'Compare: difference', path: figure, prepare: showDifference },
    { title: 'Compare: code', path: figure, prepare: (page) => openComparison(page, 'Code') },
    {
      title: 'Interactive figure',
      path: `/figure/${idOf(figures, 'Prices to explore')}`,
      prepare: (page) =>
        page
          .getByText('Interactive', { exact: true })
          .click()
          .then(() => page.waitForTimeout(2500)),
    },
    { title: 'Asset', path: `/asset/${idOf(assets, 'gapminder.csv')}` },
    { title: 'Help', path: figure, prepare: (page) => page.keyboard.press('?').then(() => page.waitForTimeout(300)) },
    { title: 'Account', path: '/account' },
    { title: 'Not found', path: '/nowhere' },
  ];
}

/** Searches for a picture of the demonstration, as it is in the docs. */
async function searchByPicture(page: Page): Promise<void> {
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('button', { name: 'Choose a file' }).click(),
  ]);
  await chooser.setFiles(join(target, 'figure.png'));
  await page.getByRole('list', { name: 'Revisions' }).or(page.getByText('Unknown picture')).waitFor();
}

async function openComparison(page: Page, tab: string): Promise<void> {
  await page.keyboard.press('c');
  await page.getByRole('tab', { name: tab }).click();
}

async function showDifference(page: Page): Promise<void> {
  await openComparison(page, 'Picture');
  await page.keyboard.press('5');
  await page.getByText('pixels differ').waitFor();
}

const demo = await openDemo();
const shots = join(import.meta.dirname, '../../.cache/screens');
rmSync(shots, { recursive: true, force: true });
for (const folder of [shots, target]) mkdirSync(folder, { recursive: true });
const fileOf = (look: Look, index: number) => join(shots, `${String(index).padStart(2, '0')}-${look.name}.png`);
const guest = await newPage(demo.browser);
const pages = pagesOf(demo);
for (const look of LOOKS) {
  for (const [index, shown] of pages.entries()) await shoot(shown.by ? guest : demo.page, shown, look, index);
  await sheet(look);
}
await readmePictures();
await demo.browser.close();

async function open(page: Page, { path, prepare }: Shown, { size, colorScheme }: Look): Promise<void> {
  await page.setViewportSize(size);
  await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
  await page.goto(demo.url + path, { waitUntil: 'networkidle' });
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  await prepare?.(page);
  await page.waitForTimeout(200);
}

async function shoot(page: Page, shown: Shown, look: Look, index: number): Promise<void> {
  await open(page, shown, look);
  await page.screenshot({ path: fileOf(look, index) });
}

/** Draws all pages of one look in one picture, each above its title. */
async function sheet(look: Look): Promise<void> {
  const columns = look.size === WIDE ? 4 : 8;
  const width = look.size === WIDE ? 480 : 240;
  const figures = pages.map(({ title }, index) => {
    const picture = readFileSync(fileOf(look, index)).toString('base64');
    return `<figure><img width="${width}" src="data:image/png;base64,${picture}"><figcaption>${title}</figcaption></figure>`;
  });
  const [ground, ink] = look.colorScheme === 'light' ? ['#dee2e6', '#212529'] : ['#495057', '#f8f9fa'];
  const page = await demo.browser.newPage({ viewport: { width: columns * (width + 16) + 16, height: 600 } });
  await page.setContent(`<style>
      body { margin: 8px; background: ${ground}; color: ${ink}; font: 14px sans-serif;
        display: grid; grid-template-columns: repeat(${columns}, ${width}px); gap: 16px; }
      figure { margin: 0 } img { display: block } figcaption { padding: 4px 0 }
    </style>${figures.join('')}`);
  const path = join(target, `pages-${look.name}.jpg`);
  await page.screenshot({ path, type: 'jpeg', quality: 80, fullPage: true });
  await page.close();
}

async function readmePictures(): Promise<void> {
  const [wide] = LOOKS;
  for (const [file, title] of [
    ['figure', 'Figure'],
    ['analysis', 'Analysis'],
    ['compare', 'Compare: difference'],
  ]) {
    const shown = pages.find((page) => page.title === title);
    if (!shown) throw new Error(`no page "${title}"`);
    await open(demo.page, shown, wide);
    await demo.page.screenshot({ path: join(target, `${file}.png`) });
  }
}
