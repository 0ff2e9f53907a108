import { crc32 } from 'node:zlib';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ask, base64, launch, newPage, setting, signIn } from './app.ts';
import { screens } from './screens.ts';

const url = setting('PAGES_URL');
const accounts = JSON.parse(setting('PAGES_ACCOUNTS')) as { username: string; password: string }[];
const irma = accounts.find(({ username }) => username === 'irma');
if (!irma) throw new Error('PAGES_ACCOUNTS has no irma');

let browser: Browser;
let page: Page;
let figure: string;
let first: string;
let second: string;
let wider: string;
let turned: string;
const faults: string[] = [];
const main = () => page.getByRole('main');

/** Draws black squares on white paper in the page. Returns a PNG in base64. */
const drawn = (width: number, height: number, squares: readonly (readonly [x: number, y: number, side: number])[]) =>
  page.evaluate(
    (shape) => {
      const canvas = Object.assign(document.createElement('canvas'), { width: shape.width, height: shape.height });
      const context = canvas.getContext('2d');
      if (!context) throw new Error('no canvas');
      context.fillStyle = '#fff';
      context.fillRect(0, 0, shape.width, shape.height);
      context.fillStyle = '#000';
      for (const [x, y, side] of shape.squares) context.fillRect(x, y, side, side);
      return canvas.toDataURL('image/png').replace(/^.*,/, '');
    },
    { width, height, squares },
  );

/** Tells in a PNG that it is to be shown turned to the right. Returns it in base64. */
function turnedRight(png: string): string {
  const bytes = Buffer.from(png, 'base64');
  // One value: the orientation (0x112), a short number, is 6.
  const exif = '49492a0008000000010012010300010000000600000000000000';
  const chunk = Buffer.concat([Buffer.from('eXIf'), Buffer.from(exif, 'hex')]);
  const [size, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  size.writeUInt32BE(chunk.length - 4);
  sum.writeUInt32BE(crc32(chunk));
  const header = 33;
  return Buffer.concat([bytes.subarray(0, header), size, chunk, sum, bytes.subarray(header)]).toString('base64');
}

interface Made {
  png: string;
  threshold: number;
  code: string;
  table: string;
  packages: string;
}

async function publish({ png, threshold, code, table, packages }: Made, into = figure): Promise<string> {
  const data = [
    { name: 'plot', type: 'image', metadata: { format: 'png' }, data: png },
    { name: 'fit.py', type: 'code', metadata: { language: 'python' }, data: base64(code) },
    { name: 'rates', type: 'dataframe', metadata: { format: 'pandas/csv' }, data: base64(table) },
    { name: 'pip freeze', type: 'text', metadata: {}, data: base64(packages) },
  ];
  return (await ask(page, 'POST', 'revision/', { figure: into, metadata: { threshold }, data })).api_id;
}

beforeAll(async () => {
  browser = await launch();
  page = await newPage(browser, faults);
  await signIn(page, url, irma.username, irma.password);
  const [{ api_id: workspace }] = await ask(page, 'GET', 'workspace/');
  const analysis = await ask(page, 'POST', 'analysis/', { name: 'Compared', workspace });
  figure = (await ask(page, 'POST', 'figure/', { name: 'Rates', analysis: analysis.api_id })).api_id;
  const made = {
    png: await drawn(400, 300, [[40, 40, 60]]),
    threshold: 0.5,
    code: 'import numpy\nrates = fit(data, threshold=0.5)\n',
    table: 'id,rate\na,1.5\nb,9007199254740993\nc,3\n',
    packages: 'numpy==1.9.0\npandas==2.0.0\n',
  };
  first = await publish(made);
  second = await publish({
    png: await drawn(400, 300, [
      [40, 40, 60],
      [300, 200, 20],
    ]),
    threshold: 0.7,
    code: made.code.replace('0.5', '0.7'),
    table: 'id,rate\na,1.5\nb,9007199254740992\nd,4\n',
    packages: 'numpy==1.10.0\npandas==2.0.0\nscipy==1.0\n',
  });
  wider = await publish({ ...made, png: await drawn(500, 300, [[40, 40, 60]]) });
  const other = await ask(page, 'POST', 'figure/', { name: 'Turned rates', analysis: analysis.api_id });
  turned = await publish({ ...made, png: turnedRight(await drawn(300, 400, [[40, 300, 60]])) }, other.api_id);
});
afterAll(() => browser?.close());

const open = (a: string, b: string, state = '') => page.goto(`${url}/compare/${a}...${b}${state}`);
const rowOf = (text: string): Locator => main().getByRole('row').filter({ hasText: text });

test('shift and a click in the timeline compare two revisions, the older one first', async () => {
  await page.goto(`${url}/revision/${second}`);
  const revisions = page.getByRole('list', { name: 'Revisions' });
  await revisions.getByRole('link', { name: /Revision #1/ }).click({ modifiers: ['Shift'] });
  await page.waitForURL(`${url}/compare/${first}...${second}`);
  await main().getByText('picture 0.3 % different').waitFor();
  const line = await main().getByRole('status').first().innerText();
  expect(line).toContain('threshold 0.5 → 0.7');
  expect(line).toContain('picture 0.3 % different');
});

test('the timeline says in one line what changed, and opens a long line [15.31]', async () => {
  await page.goto(`${url}/revision/${second}`);
  const item = page.getByRole('list', { name: 'Revisions' }).getByRole('listitem').filter({ hasText: 'Revision #2' });
  // The server compares a few seconds after the publish, and the page reads it then.
  const text = item.locator('[data-open]').filter({ hasText: 'threshold 0.5 → 0.7 · code +1 line' });
  await text.waitFor();
  expect(await text.innerText()).toMatch(/numpy 1\.9\.0 → 1\.10\.0 .* picture 0\.3 % different$/);
  const hidden = () => text.evaluate((element) => element.scrollHeight - element.clientHeight);
  const opener = item.getByRole('button', { name: 'Show all changes of revision #2' });
  await opener.waitFor();
  expect(await hidden()).toBeGreaterThan(0);
  expect(await screens(page, '94-timeline')).toEqual([]);
  await opener.press('Enter');
  await item.getByRole('button', { name: 'Fold all changes of revision #2', expanded: true }).waitFor();
  expect(await hidden()).toBe(0);
  expect(await screens(page, '94-timeline-open')).toEqual([]);
});

test('the keys 1 to 5 choose how the pictures are compared, and the address keeps it', async () => {
  await open(first, second);
  await main().getByRole('region', { name: 'Revision #2' }).waitFor();
  for (const [index, mode] of ['beside', 'swipe', 'onion', 'blink', 'difference'].entries()) {
    await page.keyboard.press(String(index + 1));
    await page.waitForFunction(
      (wanted) => (new URLSearchParams(location.search).get('mode') ?? 'beside') === wanted,
      mode,
    );
    if (mode === 'difference') await main().getByText('pixels differ').waitFor();
    expect(await screens(page, `95-compare-${mode}`)).toEqual([]);
  }
  await page.reload();
  await main().getByText('400 pixels differ, 0.33 %, in 1 place.').waitFor();
});

test('the difference is drawn where the pictures differ, and only there', async () => {
  await open(first, second, '?mode=difference');
  const canvas = main().locator('canvas');
  await main().getByText('400 pixels differ').waitFor();
  const alphas = () =>
    canvas.evaluate((element) => {
      const context = (element as HTMLCanvasElement).getContext('2d');
      return [
        [310, 210],
        [60, 60],
        [200, 150],
      ].map(([x = 0, y = 0]) => [...(context?.getImageData(x, y, 1, 1).data ?? [])]);
    });
  await expect.poll(alphas).toEqual([
    [255, 0, 0, 255],
    [0, 0, 0, 0],
    [0, 0, 0, 0],
  ]);
  expect(await main().locator('svg rect').count()).toBeGreaterThan(0);
});

test('both pictures share one zoom, which survives a reload', async () => {
  await open(first, second);
  await main().getByRole('region', { name: 'Revision #1' }).waitFor();
  const width = async (name: string) =>
    (await main().getByRole('region', { name }).getByRole('img').boundingBox())?.width ?? 0;
  const before = await width('Revision #1');
  await page.keyboard.press('+');
  await page.waitForURL(/view=/);
  await expect.poll(() => width('Revision #1')).toBeCloseTo(before * 1.5, 0);
  expect(await width('Revision #2')).toBeCloseTo(before * 1.5, 0);
  await page.reload();
  await expect.poll(() => width('Revision #2')).toBeCloseTo(before * 1.5, 0);
  await page.keyboard.press('0');
  await page.waitForURL((address) => !address.search.includes('view'));
});

test('pictures of unlike sizes are aligned as one chooses, and the page says how', async () => {
  await open(first, wider, '?mode=difference');
  await main().getByText('The sizes differ: 400 × 300 and 500 × 300, aligned at the top left.').waitFor();
  await main().getByRole('combobox', { name: 'Placement of unlike sizes' }).selectOption('scaled');
  await main().getByText('the second scaled to the first').waitFor();
  expect(page.url()).toContain('align=scaled');
});

test('a picture that is shown turned is compared as it is shown', async () => {
  await open(first, turned, '?mode=difference');
  await main().getByText('All pixels are the same.').waitFor();
});

test('code, data, environment and metadata are compared exactly', async () => {
  await open(first, second, '?tab=code');
  await main().getByText('fit.py').first().waitFor();
  expect(await main().locator('del').allInnerTexts()).toEqual(['0.5']);
  expect(await main().locator('ins').allInnerTexts()).toEqual(['0.7']);
  await main().getByRole('button', { name: 'Two columns' }).click();
  await page.waitForURL(/split=true/);
  expect(await screens(page, '96-compare-code')).toEqual([]);
  await main().getByRole('tab', { name: /Data/ }).click();
  await main().getByText('Rows are paired by “id”').waitFor();
  expect(await rowOf('9007199254740993').allInnerTexts()).toHaveLength(1);
  expect(await rowOf('9007199254740993').innerText()).toMatch(/9007199254740992[\s\S]*−1$/);
  expect(await screens(page, '96-compare-data')).toEqual([]);
  await main()
    .getByRole('tab', { name: /Environment/ })
    .click();
  expect(await rowOf('numpy').innerText()).toMatch(/1\.9\.0[\s\S]*1\.10\.0[\s\S]*up/);
  expect(await rowOf('scipy').innerText()).toContain('added');
  expect(await rowOf('pandas').count()).toBe(0);
  await main()
    .getByRole('tab', { name: /Metadata/ })
    .click();
  expect(await rowOf('threshold').innerText()).toMatch(/0\.5[\s\S]*0\.7[\s\S]*\+0\.2$/);
});

test.each(['light', 'dark'] as const)(
  'code is coloured, and changed words stay marked, in the %s theme [15.44]',
  async (colorScheme) => {
    await page.emulateMedia({ colorScheme });
    for (const state of ['?tab=code', '?tab=code&split=true']) {
      await open(first, second, state);
      const word = main().locator('span[class*=token]', { hasText: 'import' }).first();
      await word.waitFor();
      const colours = await Promise.all(
        [word, main().locator('td', { hasText: 'import' }).last()].map((one) =>
          one.evaluate((element) => getComputedStyle(element).color),
        ),
      );
      expect(new Set(colours).size).toBe(2);
      expect(await main().locator('ins span[class*=token]').allInnerTexts()).toEqual(['0.7']);
      const background = await main()
        .locator('ins')
        .evaluate((element) => getComputedStyle(element).backgroundColor);
      expect(background).not.toBe('rgba(0, 0, 0, 0)');
    }
    await page.emulateMedia({ colorScheme: 'light' });
  },
);

test('key columns and a tolerance are chosen, and the address keeps them', async () => {
  await open(first, second, '?tab=data');
  await main().getByText('Rows are paired by “id”').waitFor();
  await main().getByRole('button', { name: 'Key columns of rates' }).click();
  await page.getByRole('checkbox', { name: 'id', exact: true }).waitFor();
  expect(await page.getByRole('checkbox', { name: 'id', exact: true }).isChecked()).toBe(true);
  expect(await screens(page, '96-compare-key')).toEqual([]);
  await page.getByRole('checkbox', { name: 'id', exact: true }).uncheck();
  await page.getByRole('button', { name: 'Compare', exact: true }).click();
  await main().getByText('Rows are paired by position').waitFor();
  const field = main().getByRole('textbox', { name: 'Ignore differences of numbers up to' });
  await field.fill('none');
  await field.press('Enter');
  await main().getByText('A number such as 0.01, or a percentage such as 1%').waitFor();
  await field.fill('1');
  await field.press('Enter');
  await page.waitForURL(/tolerance=/);
  await page.reload();
  await main()
    .getByText(/2 within the tolerance/)
    .waitFor();
  expect(await field.inputValue()).toBe('1');
  await main().getByText('Rows are paired by position').waitFor();
  await main().getByRole('button', { name: 'Key columns of rates' }).click();
  await page.getByRole('button', { name: 'Find the key' }).click();
  await main().getByText('Rows are paired by “id”').waitFor();
  await page.waitForURL((address) => !address.search.includes('keys'));
});

test('another revision is picked from the list or by its link, and sides are exchanged', async () => {
  const numbers = new Map([first, second, wider].map((id, index) => [id, `#${index + 1}`]));
  /** Waits until the page shows a pair, which is later than its address. */
  const shown = async (...pair: string[]) => {
    await page.waitForURL(`${url}/compare/${pair.join('...')}`);
    await expect.poll(() => page.title()).toContain(`: revisions ${pair.map((id) => numbers.get(id)).join(' and ')}`);
  };
  await open(first, second);
  await main().getByRole('button', { name: 'Choose another revision after' }).click();
  const field = page.getByRole('textbox', { name: 'Link or ID of a figure or revision' });
  await field.fill('https://other.example/r/abc');
  await field.press('Enter');
  await page.getByText('This link leads to other.example, not to this server.').waitFor();
  await field.fill(`${url}/figure/${figure}`);
  await field.press('Enter');
  await shown(first, wider);
  await main().getByRole('button', { name: 'Exchange the sides' }).click();
  await shown(wider, first);
  await main().getByRole('button', { name: 'Choose another revision before' }).click();
  await page.getByRole('button', { name: /^Revision #2/ }).click();
  await shown(second, first);
});

test('two fingers zoom both pictures, and the point between them stays [15.40]', async () => {
  const context = await browser.newContext({
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    storageState: await page.context().storageState(),
  });
  const phone = await context.newPage();
  await phone.goto(`${url}/compare/${first}...${second}`);
  const picture = (name: string) => phone.getByRole('main').getByRole('region', { name }).getByRole('img');
  await picture('Revision #1').waitFor();
  const box = async (name: string) => (await picture(name).boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  const before = await box('Revision #1');
  const [x, y] = [before.x + before.width / 2, before.y + before.height / 2];
  const touch = await context.newCDPSession(phone);
  const fingers = (apart: number) => [
    { x: x - apart, y, id: 0 },
    { x: x + apart, y, id: 1 },
  ];
  await touch.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: fingers(20) });
  for (const apart of [25, 30, 35, 40])
    await touch.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: fingers(apart) });
  await touch.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  await expect.poll(async () => Math.round((await box('Revision #1')).width / before.width)).toBe(2);
  const after = await box('Revision #1');
  expect(Math.abs(after.x + after.width / 2 - x)).toBeLessThan(4);
  expect((await box('Revision #2')).width).toBeCloseTo(after.width, 0);
  await phone.waitForURL(/view=/);
  await context.close();
});

test('a film steps and scrubs through the revisions, and its address keeps revision and zoom [15.41]', async () => {
  await page.goto(`${url}/revision/${wider}`);
  await main().getByRole('button', { name: 'Film of all revisions (f)' }).waitFor();
  await page.keyboard.press('f');
  await page.waitForURL(`${url}/figure/${figure}/film?revision=${wider}`);
  const shown = (number: number) => main().getByRole('img', { name: `Rates, revision ${number}` });
  await shown(3).waitFor();
  await page.keyboard.press('ArrowLeft');
  await shown(2).waitFor();
  await main().getByText('threshold 0.5 → 0.7').waitFor();
  await page.waitForURL(new RegExp(second));
  expect(await screens(page, '97-film')).toEqual([]);
  const fitting = (await shown(2).boundingBox())?.width ?? 0;
  await page.keyboard.press('+');
  await page.waitForURL(/view=/);
  await main().getByRole('list', { name: 'Revisions' }).getByRole('button', { name: 'Revision #1' }).click();
  await page.waitForURL(new RegExp(first));
  await page.reload();
  await expect.poll(async () => (await shown(1).boundingBox())?.width).toBeCloseTo(fitting * 1.5, 0);
  await page.keyboard.press('0');
  await main().getByRole('slider', { name: 'Revision' }).focus();
  await page.keyboard.press('End');
  await shown(3).waitFor();
});

test('a film plays only when asked by someone who prefers less motion [15.41]', async () => {
  await page.goto(`${url}/figure/${figure}/film?revision=${first}&play=true`);
  await main().getByRole('img', { name: 'Rates, revision 1' }).waitFor();
  await main().getByRole('button', { name: 'Play (p)' }).waitFor();
  await page.keyboard.press('p');
  await main().getByRole('img', { name: 'Rates, revision 2' }).waitFor();
  await main().getByRole('img', { name: 'Rates, revision 3' }).waitFor();
  await main().getByRole('img', { name: 'Rates, revision 1' }).waitFor();
  await page.waitForURL(/play=true/);
  await page.keyboard.press('p');
  await main().getByRole('button', { name: 'Play (p)' }).waitFor();
  await page.waitForURL(({ search }) => search.includes('revision=') && !search.includes('play'));
});

const cells = () => main().getByRole('list', { name: 'Compared revisions' }).getByRole('listitem');

test('a held shift picks several revisions in the timeline, and a grid shows them with one zoom [15.42]', async () => {
  await page.goto(`${url}/revision/${second}`);
  const revisions = page.getByRole('list', { name: 'Revisions' });
  await page.keyboard.down('Shift');
  await revisions.getByRole('link', { name: /Revision #3/ }).click();
  await revisions.getByRole('link', { name: /Revision #1/ }).click();
  await page.keyboard.up('Shift');
  await page.waitForURL(`${url}/compare/${first}...${second}...${wider}`);
  const pictures = cells().getByRole('img', { name: /Rates · Revision/ });
  await expect.poll(() => pictures.count()).toBe(3);
  const widths = () => pictures.evaluateAll((all) => all.map((one) => one.getBoundingClientRect().width));
  expect(await screens(page, '98-grid')).toEqual([]);
  const before = await widths();
  await page.keyboard.press('+');
  await page.waitForURL(/view=/);
  await expect
    .poll(async () => (await widths()).map((width, index) => (width / (before[index] ?? 1)).toFixed(2)))
    .toEqual(['1.50', '1.50', '1.50']);
});

test('cells of a grid are added by a link, and removed until two are compared [15.42]', async () => {
  await page.goto(`${url}/compare/${first}`);
  await main().getByRole('button', { name: 'Add a figure or revision' }).click();
  const field = page.getByRole('textbox', { name: 'Link or ID of a figure or revision' });
  await field.fill(`${url}/revision/${second}`);
  await field.press('Enter');
  await page.waitForURL(`${url}/compare/${first}...${second}`);
  await main().getByRole('button', { name: 'Compare one more' }).click();
  await field.fill(figure);
  await field.press('Enter');
  await page.waitForURL(`${url}/compare/${first}...${second}...${wider}`);
  await cells()
    .nth(1)
    .getByRole('button', { name: /^Remove/ })
    .click();
  await page.waitForURL(`${url}/compare/${first}...${wider}`);
  // A figure stands for its newest revision.
  await page.goto(`${url}/compare/${first}...${figure}`);
  await page.waitForURL(`${url}/compare/${first}...${wider}`);
});

test('a cell that may not be seen is not found, whether it exists or not [15.43]', async () => {
  const unknown = first.replace(/.$/, (last) => (last === '0' ? '1' : '0'));
  await page.goto(`${url}/compare/${first}...${unknown}...${figure}`);
  await expect
    .poll(() =>
      cells()
        .getByRole('img', { name: /Rates · Revision/ })
        .count(),
    )
    .toBe(2);
  await cells().nth(1).getByText('Not found or no access').waitFor();
  const guest = await newPage(browser, faults);
  await guest.goto(`${url}/compare/${first}...${second}...${unknown}`);
  await expect.poll(() => guest.getByText('Not found or no access').count()).toBe(3);
  await guest.context().close();
});

test('equal revisions differ in nothing, and unknown ones are not found', async () => {
  await open(first, first);
  await main().getByText('nothing changed').waitFor();
  await open(
    first,
    first.replace(/.$/, (last) => (last === '0' ? '1' : '0')),
  );
  await page.getByRole('heading', { name: /not found/i }).waitFor();
  await page.goto(`${url}/compare/${first}...`);
  await page.getByRole('heading', { name: /not found/i }).waitFor();
  expect(faults).toEqual([]);
});
