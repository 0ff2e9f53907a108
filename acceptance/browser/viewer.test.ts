import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pdf } from '../src/pdf.ts';
import { greyPng, png } from '../src/pictures.ts';
import { tiff } from '../src/tiff.ts';
import { ask as askOn, base64, launch, newPage, setting, signIn } from './app.ts';
import { coloursAt } from './pixels.ts';
import { screens } from './screens.ts';

const url = setting('PAGES_URL');
const accounts = JSON.parse(setting('PAGES_ACCOUNTS')) as { username: string; password: string }[];
const fay = accounts.find(({ username }) => username === 'fay');
if (!fay) throw new Error('PAGES_ACCOUNTS has no fay');

let browser: Browser;
let page: Page;
let analysis: string;
const faults: string[] = [];
const ask = (method: string, path: string, body?: object) => askOn(page, method, path, body);

beforeAll(async () => {
  browser = await launch();
  page = await newPage(browser, faults);
  await signIn(page, url, fay.username, fay.password);
  const [{ api_id: workspace }] = await ask('GET', 'workspace/');
  analysis = (await ask('POST', 'analysis/', { name: 'Pictures', workspace })).api_id;
});
afterAll(() => browser?.close());

type Image = [format: string, bytes: Buffer | string, name?: string];

/** Publishes revisions of a figure, each with these images. Returns their IDs. */
async function publish(name: string, ...revisions: readonly Image[][]) {
  const figure = (await ask('POST', 'figure/', { name, analysis })).api_id;
  const ids: string[] = [];
  for (const images of revisions) {
    const data = images.map(([format, bytes, title = 'plot']) => ({
      name: title,
      type: 'image',
      metadata: { format },
      data: typeof bytes === 'string' ? base64(bytes) : bytes.toString('base64'),
    }));
    ids.push((await ask('POST', 'revision/', { figure, data })).api_id);
  }
  return { figure, revisions: ids };
}

const main = () => page.getByRole('main');
const picture = (): Locator => main().locator('img[class*=picture], canvas[data-drawn]');
const scale = () => main().getByRole('button', { name: /^Scale/ });
const ISOLATED = [0, 1, 2, 3].map((n): [number, number] => [(n + 0.5) / 4, 0.5]);

/** Opens a figure and waits for its picture. */
async function open(figure: string): Promise<void> {
  await page.goto(`${url}/figure/${figure}`);
  await scale().filter({ hasText: '%' }).waitFor();
  await picture().first().waitFor();
}

const near = (one: readonly number[], other: readonly number[], most = 12): boolean =>
  one.every((value, index) => Math.abs(value - (other[index] ?? 0)) <= most);

/** Waits until the picture has these shades of grey in its quarters from left to right. */
const expectShades = (shades: readonly number[]) =>
  expect
    .poll(async () => {
      const seen = await coloursAt(page, picture().first(), ISOLATED);
      return seen.every((colour, index) =>
        near(colour, [shades[index] ?? -99, shades[index] ?? -99, shades[index] ?? -99]),
      )
        ? 'alike'
        : seen;
    })
    .toBe('alike');

/** A square of four columns with these values. */
const columns = (values: readonly number[]) => Array.from({ length: 64 * 64 }, (_, at) => values[(at % 64) >> 4] ?? 0);

describe('pictures that browsers do not show', () => {
  test('12 bits in a TIFF of 16 are drawn by their own range', async () => {
    const { figure } = await publish('Twelve bits', [
      ['tiff', tiff({ width: 64, values: columns([12, 1033, 2054, 4095]) })],
    ]);
    await open(figure);
    await expectShades([0, 64, 128, 255]);
    await main().getByText('Shown from 12 to 4,095').waitFor();
    expect(await screens(page, '60-measured')).toEqual([]);
  });

  test('floats are, without NaN and infinities, page by page', async () => {
    const values = [-1.5, -0.5, 0.5, 1.5];
    const odd = [0, Number.NaN, Number.POSITIVE_INFINITY, 1];
    const file = tiff(
      { width: 64, values: columns(values), as: 'float32' },
      { width: 64, values: columns(odd), as: 'float32' },
      { width: 64, values: columns([7, 5, 3, 1]) },
    );
    const { figure } = await publish('Floats', [['tiff', file]]);
    await open(figure);
    await expectShades([0, 85, 170, 255]);
    await main().getByText('Shown from -1.5 to 1.5').waitFor();
    await main().getByRole('button', { name: 'Next page' }).click();
    await main().getByText('Page 2 of 3').waitFor();
    await main().getByText('Shown from 0 to 1').waitFor();
    await expectShades([0, 0, 255, 255]);
    await page.keyboard.press('PageDown');
    await main().getByText('Page 3 of 3').waitFor();
    await expectShades([255, 170, 85, 0]);
    await page.keyboard.press('PageUp');
    await main().getByText('Page 2 of 3').waitFor();
  });

  test('a PNG with 16 bits of grey is', async () => {
    const { figure } = await publish('Deep', [['png', greyPng(64, columns([12, 1033, 2054, 4095]))]]);
    await open(figure);
    await main().getByText('Shown from 12 to 4,095').waitFor();
    await expectShades([0, 64, 128, 255]);
  });

  test('EPS is drawn by the server, sharp at every scale', async () => {
    const eps = `%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 90 60\n1 0 0 setrgbcolor 0 0 45 60 rectfill 0 0 1 setrgbcolor 45 0 45 60 rectfill showpage`;
    const { figure } = await publish('PostScript', [['eps', eps]]);
    await open(figure);
    const sides: [number, number][] = [
      [0.25, 0.5],
      [0.75, 0.5],
    ];
    const [left = [], right = []] = await coloursAt(page, picture().first(), sides);
    expect([near(left, [255, 0, 0]), near(right, [0, 0, 255])]).toEqual([true, true]);
    const width = () =>
      picture()
        .first()
        .evaluate((image: HTMLImageElement) => image.naturalWidth);
    expect(await width()).toBe(2048);
    for (let press = 0; press < 3; press += 1) await page.keyboard.press('+');
    await expect.poll(width).toBeGreaterThan(4000);
  });

  test('without a picture, the reason is in its place, also among thumbnails', async () => {
    const { figure } = await publish('Broken', [['tiff', 'II*\0 not a picture']]);
    await page.goto(`${url}/figure/${figure}`);
    await main().getByText('There is no picture to show. It is damaged').waitFor();
    await main()
      .getByRole('link', { name: /^Download/ })
      .first()
      .waitFor();
    await page.goto(`${url}/analysis/${analysis}`);
    await main().getByText('No picture. It is damaged').waitFor();
    expect(await screens(page, '61-no-picture')).toEqual([]);
  });
});

describe('a PDF', () => {
  const content = (red: number, words: string) =>
    `${red} 0 0 rg 0 0 100 200 re f 0 0 1 rg 100 0 100 200 re f BT /F 12 Tf 1 1 1 rg 20 100 Td (${words}) Tj ET`;
  const pages = [1, 0.5].map((red, index) => ({
    width: 200,
    height: 200,
    content: content(red, `Words ${index + 1}`),
  }));
  const halves: [number, number][] = [
    [0.25, 0.8],
    [0.75, 0.8],
  ];

  test('is shown page by page, with text to select', async () => {
    const { figure } = await publish('Document', [['pdf', pdf(pages)]]);
    await open(figure);
    const drawn = (number: number) => main().locator(`canvas[data-drawn="${number}"]`);
    await drawn(1).waitFor();
    const [left = [], right = []] = await coloursAt(page, drawn(1), halves);
    expect([near(left, [255, 0, 0]), near(right, [0, 0, 255])]).toEqual([true, true]);
    const words = main().locator('[data-text] span', { hasText: 'Words 1' });
    const [box, paper] = [await words.boundingBox(), await drawn(1).boundingBox()];
    expect(((box?.x ?? 0) - (paper?.x ?? 0)) / (paper?.width ?? 1)).toBeCloseTo(0.1, 1);
    await words.dblclick();
    expect(await page.evaluate(() => String(getSelection()).trim())).toBe('Words');
    expect(await screens(page, '62-pdf')).toEqual([]);
    await page.keyboard.press('PageDown');
    await drawn(2).waitFor();
    const [darker = []] = await coloursAt(page, drawn(2), halves);
    expect(near(darker, [128, 0, 0])).toBe(true);
    await main().getByText('Words 2').waitFor({ state: 'attached' });
    expect(faults).toEqual([]);
  });

  test('that is damaged is only offered for download', async () => {
    const { figure } = await publish('Damaged', [['pdf', '%PDF-1.7 and nothing more']]);
    await page.goto(`${url}/figure/${figure}`);
    await main().getByText('This PDF is damaged').waitFor();
  });
});

describe('zoom', () => {
  /** The width of the picture in dots of the screen. */
  const dots = () =>
    picture()
      .first()
      .evaluate((image) => image.getBoundingClientRect().width * devicePixelRatio);

  test.each([
    [8000, 6000],
    [300, 9000],
  ])('shows %i × %i at any scale, up to single pixels', async (width, height) => {
    const { figure } = await publish(`Large ${width}`, [['png', png(width, height)]]);
    await open(figure);
    const fitting = await dots();
    expect(fitting).toBeLessThan(width);
    await page.keyboard.press('1');
    await expect.poll(dots).toBeCloseTo(width, 0);
    await expect.poll(() => scale().innerText()).toBe('100 %');
    await page.keyboard.press('2');
    await expect.poll(dots).toBeCloseTo(2 * width, 0);
    await scale().click();
    await page.getByRole('menuitem', { name: 'Largest' }).click();
    await expect.poll(dots).toBeGreaterThanOrEqual(32 * width - 1);
    await page.keyboard.press('0');
    await expect.poll(dots).toBeCloseTo(fitting, 0);
  });

  test('shows small pixels as squares, and moves by keys and mouse', async () => {
    const { figure } = await publish('Small', [['png', png(40, 30)]]);
    await open(figure);
    const rendering = () =>
      picture()
        .first()
        .evaluate((image) => getComputedStyle(image).imageRendering);
    await expect.poll(rendering).toBe('pixelated');
    await page.keyboard.press('1');
    await expect.poll(rendering).toBe('auto');
    const left = () =>
      picture()
        .first()
        .evaluate((image) => image.getBoundingClientRect().left);
    await scale().click();
    await page.getByRole('menuitem', { name: 'Largest' }).click();
    await expect.poll(dots).toBeGreaterThan(1000);
    await scale().click();
    await page.getByRole('menuitem', { name: 'Fit' }).waitFor();
    expect(await screens(page, '63-scale')).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('menuitem', { name: 'Fit' }).waitFor({ state: 'hidden' });
    const before = await left();
    await page.keyboard.press('ArrowLeft');
    await expect.poll(left).toBeGreaterThan(before + 30);
    const area = main().locator('[class*=area]');
    const { x = 0, y = 0 } = (await area.boundingBox()) ?? {};
    const moved = await left();
    await page.mouse.move(x + 300, y + 200);
    await page.mouse.down();
    await page.mouse.move(x + 250, y + 200, { steps: 3 });
    await page.mouse.up();
    await expect.poll(left).toBeLessThan(moved - 30);
    await page.mouse.dblclick(x + 300, y + 200);
    await expect.poll(left).toBeGreaterThan(x);
  });

  test('shows the drawing as SVG enlarged, where there is one', async () => {
    const svg =
      '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="30"><rect width="40" height="30" fill="lime"/></svg>';
    const { figure } = await publish('Both', [
      ['png', png(40, 30)],
      ['svg', svg],
    ]);
    await open(figure);
    const middle = async () => (await coloursAt(page, picture().first(), [[0.5, 0.5]]))[0] ?? [];
    await expect.poll(async () => near(await middle(), [0, 255, 0])).toBe(true);
    await page.keyboard.press('1');
    await expect.poll(async () => near(await middle(), [0, 255, 0])).toBe(false);
  });

  test('keeps scale and place from revision to revision', async () => {
    const { figure, revisions } = await publish('Steps', [['png', png(3000, 2000)]], [['png', png(3000, 2000, 200)]]);
    await open(figure);
    const place = () =>
      picture()
        .first()
        .evaluate((image) => {
          const { left, top, width } = image.getBoundingClientRect();
          return [left, top, width].map(Math.round).join(' ');
        });
    await page.keyboard.press('1');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowDown');
    await expect.poll(dots).toBeCloseTo(3000, 0);
    const before = await place();
    await page.getByRole('button', { name: /Older revision/ }).click();
    await page.waitForURL(`${url}/revision/${revisions[0]}`);
    await picture().first().waitFor();
    await expect.poll(place).toBe(before);
    await page.keyboard.press('Shift+ArrowRight');
    await page.waitForURL(`${url}/revision/${revisions[1]}`);
    await expect.poll(place).toBe(before);
    await page.keyboard.press('0');
    await expect.poll(dots).toBeLessThan(3000);
    await page.keyboard.press('ArrowLeft');
    await page.waitForURL(`${url}/revision/${revisions[0]}`);
  });

  test('counts dots of the screen, not CSS pixels', async () => {
    const { figure } = await publish('Dense', [['png', png(640, 480)]]);
    const context = await browser.newContext({
      deviceScaleFactor: 2,
      storageState: await page.context().storageState(),
    });
    const dense = await context.newPage();
    await dense.goto(`${url}/figure/${figure}`);
    await dense
      .getByRole('button', { name: /^Scale/ })
      .filter({ hasText: '%' })
      .waitFor();
    await dense.keyboard.press('1');
    const seen = dense.getByRole('main').locator('img[class*=picture]').first();
    await expect.poll(async () => (await seen.boundingBox())?.width).toBe(320);
    await context.close();
  });
});
