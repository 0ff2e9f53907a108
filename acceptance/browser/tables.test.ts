import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TraceEvent, traced } from '../demo/tasks.ts';
import { ask as askOn, base64, launch, MEASURED, newPage, setting, signIn } from './app.ts';
import { screens } from './screens.ts';

const url = setting('PAGES_URL');
const accounts = JSON.parse(setting('PAGES_ACCOUNTS')) as { username: string; password: string }[];
const tess = accounts.find(({ username }) => username === 'tess');
if (!tess) throw new Error('PAGES_ACCOUNTS names tess');

const folder = mkdtempSync(join(tmpdir(), 'gofigr-tables-'));
let browser: Browser;
let page: Page;
let figure: string;
const faults: string[] = [];
const main = () => page.getByRole('main');
const table = () => main().getByRole('table');

interface Sent {
  name: string;
  type?: 'dataframe' | 'text' | 'code';
  format?: string;
  encoding?: string;
  bytes: Uint8Array | string;
}

/** Publishes data as a revision, and returns its ID. */
async function publish(data: Sent[], metadata: string = '{}'): Promise<string> {
  const all = data.map(({ name, type = 'dataframe', format = 'csv', encoding, bytes }) => ({
    name,
    type,
    metadata: { format, ...(encoding !== undefined && { encoding }) },
    data: typeof bytes === 'string' ? base64(bytes) : Buffer.from(bytes).toString('base64'),
  }));
  const body = `{"figure":${JSON.stringify(figure)},"metadata":${metadata},"data":${JSON.stringify(all)}}`;
  // Sent by Node, since the page would take long for tens of megabytes.
  const answer = await page.request.post(`${url}/api/v1.4.1/revision/`, {
    data: body,
    headers: { 'content-type': 'application/json' },
  });
  expect(answer.status()).toBe(201);
  return ((await answer.json()) as { api_id: string }).api_id;
}

const open = (id: string, tab: string) => page.goto(`${url}/revision/${id}?tab=${tab}`);

/** Copies what the button copies. */
async function copied(button: string): Promise<string> {
  await page.evaluate(() => navigator.clipboard.writeText(''));
  await main().getByRole('button', { name: button }).click();
  const read = () => page.evaluate(() => navigator.clipboard.readText());
  await expect.poll(read).not.toBe('');
  return read();
}

/** Opens a table of the revision by its name, and returns its rows with the names of the columns before them. */
async function cells(name: string, count: number): Promise<string[][]> {
  await main().getByLabel('Table', { exact: true }).selectOption({ label: name });
  await main()
    .getByText(new RegExp(`^${count.toLocaleString('en')} rows?, `))
    .waitFor();
  await table().waitFor();
  return (await copied('Copy rows')).split('\n').map((line) => line.split('\t'));
}

beforeAll(async () => {
  browser = await launch();
  page = await newPage(browser, faults);
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'], { origin: url });
  await signIn(page, url, tess.username, tess.password);
  const ask = (method: string, path: string, body?: object) => askOn(page, method, path, body);
  const [{ api_id: workspace }] = await ask('GET', 'workspace/');
  const { api_id: analysis } = await ask('POST', 'analysis/', { name: 'Tables', workspace });
  figure = (await ask('POST', 'figure/', { name: 'Tables', analysis })).api_id;
  execFileSync(setting('PUBLISHED_PYTHON'), [join(import.meta.dirname, 'parquet_corpus.py'), folder, '--large']);
}, 300_000);

afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Expected {
  columns: { name: string; texts: (string | null)[] }[];
}

test('a Parquet table shows the text that pyarrow prints, cell by cell', async () => {
  const names = readdirSync(folder).flatMap((file) => /^(.+)\.json$/.exec(file)?.[1] ?? []);
  expect(names.length).toBeGreaterThan(8);
  const revision = await publish(
    names.map((name) => ({ name, format: 'parquet', bytes: readFileSync(join(folder, `${name}.parquet`)) })),
  );
  await open(revision, 'tables');
  const oneLine = (text: string | null) => (text ?? '').replaceAll(/[\t\r\n]+/g, ' ');
  // The unit tests read a copy of one of the files.
  const copy = join(import.meta.dirname, '../../packages/tables/src/parquet/test-corpus/every-type.json');
  expect(JSON.parse(readFileSync(copy, 'utf8'))).toEqual(
    JSON.parse(readFileSync(join(folder, 'every-type.json'), 'utf8')),
  );
  for (const name of names) {
    const { columns } = JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8')) as Expected;
    const count = columns[0]?.texts.length ?? 0;
    const [header, ...rows] = await cells(name, count);
    expect(header, name).toEqual(columns.map((column) => oneLine(column.name)));
    for (const [index, column] of columns.entries())
      expect(
        rows.map((row) => row[index]),
        `${name}: ${column.name}`,
      ).toEqual(column.texts.map(oneLine));
  }
  await cells('every-type', 30);
  await table().getByRole('cell', { name: '18446744073709551615' }).waitFor({ state: 'attached' });
  expect(await screens(page, 'table-parquet')).toEqual([]);
});

describe('a CSV table', () => {
  test('shows every cell, and says which lines are no records', async () => {
    const comments = `# Measured by Ada\n# 20 °C\na,b\n1,2\n1,2,3\n,\n`;
    const revision = await publish([
      { name: 'ragged', bytes: comments },
      { name: 'column', bytes: 'note\nhello; world\n\nfoo\n' },
    ]);
    await open(revision, 'tables');
    expect(await cells('ragged', 3)).toEqual([
      ['a', 'b', ''],
      ['1', '2', ''],
      ['1', '2', '3'],
      ['', '', ''],
    ]);
    const notes = main().getByRole('list', { name: 'About this table' });
    await notes.getByText('# Measured by Ada').waitFor();
    await notes.getByText('More cells than names in 1 row').waitFor();
    expect(await screens(page, 'table-notes')).toEqual([]);
    expect(await cells('column', 3)).toEqual([['note'], ['hello; world'], [''], ['foo']]);
    await main().getByLabel('Separator').selectOption({ label: 'Semicolon' });
    await main().getByText('3 rows, 2 columns').waitFor();
  });

  test('is sorted by all digits of its numbers', async () => {
    const values = ['9007199254740993', '9007199254740992', '12345678901234567891', '0.10000000000000000001', '0.1'];
    await open(await publish([{ name: 'numbers', bytes: `n\n${values.join('\n')}\n` }]), 'tables');
    await table().getByRole('button', { name: 'n', exact: true }).click();
    await table().getByRole('button', { name: 'n ↑' }).waitFor();
    expect(await table().getByRole('cell').allInnerTexts()).toEqual([
      '0.1',
      '0.10000000000000000001',
      '9007199254740992',
      '9007199254740993',
      '12345678901234567891',
    ]);
  });
});

test('metadata keep all digits of their numbers, on the page and when copied', async () => {
  const metadata = '{"seed":9007199254740993,"rate":0.10000000000000000555,"list":[1.0,{"n":123456789012345678901}]}';
  await open(await publish([], metadata), 'metadata');
  for (const digits of ['9007199254740993', '0.10000000000000000555', '1.0', '123456789012345678901'])
    await main().getByText(digits, { exact: true }).waitFor();
  expect((await copied('Copy JSON')).replaceAll(/\s/g, '')).toBe(metadata);
});

describe('a text', () => {
  const latin = (text: string) => Buffer.from(text, 'latin1');
  const sjis = Buffer.from('96bc914f2c926c0a938c8b9e2c310a', 'hex');

  test('is shown in its encoding, which the page names and lets people choose', async () => {
    const revision = await publish([
      { name: 'latin', bytes: latin('Größe,Müll\n1,2\n'), encoding: 'utf-8' },
      { name: 'japanese', bytes: sjis },
      { name: 'utf-16', bytes: Buffer.from('\ufeffGröße;日本\n1;2\n', 'utf16le') },
    ]);
    await open(revision, 'tables');
    expect(await cells('latin', 1)).toEqual([
      ['Größe', 'Müll'],
      ['1', '2'],
    ]);
    expect(await main().getByLabel('Encoding').locator('option:checked').innerText()).toMatch(/Windows-1252/);
    expect(await cells('japanese', 1)).toEqual([
      ['名前', '値'],
      ['東京', '1'],
    ]);
    expect(await main().getByLabel('Encoding').locator('option:checked').innerText()).toMatch(/Shift JIS/);
    expect((await cells('utf-16', 1))[0]).toEqual(['Größe', '日本']);
    await cells('latin', 1);
    await main().getByLabel('Encoding').selectOption({ label: 'Cyrillic (Windows-1251)' });
    await table().getByRole('button', { name: 'GrцЯe' }).waitFor();
  });

  test('of code follows its coding line', async () => {
    const code = '# -*- coding: latin-1 -*-\nname = "Müller"\n';
    const revision = await publish([
      { name: 'a.py', type: 'code', format: 'text', encoding: 'utf-8', bytes: latin(code) },
      { name: 'notes', type: 'text', format: 'text', bytes: latin('Straße\n') },
    ]);
    await open(revision, 'code');
    await main().getByText('Müller').waitFor();
    await open(revision, 'text');
    await main().getByText('Straße').waitFor();
    await main().getByLabel('Encoding').selectOption({ label: 'Greek (ISO 8859-7)' });
    await main().getByText('Straίe').waitFor();
  });
});

/**
 * Returns the processor time in milliseconds of the longest task on the threads of pages. Its duration would also count
 * the time in which other programs had the processor.
 */
async function longestTask(work: () => Promise<void>): Promise<number> {
  const session = await page.context().newCDPSession(page);
  const events = await traced(session, work);
  await session.detach();
  const keyOf = ({ pid, tid }: TraceEvent) => `${pid}/${tid}`;
  const named = events.filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain');
  const threads = new Set(named.map(keyOf));
  const tasks = events.filter((event) => threads.has(keyOf(event))).flatMap(({ tdur }) => tdur ?? []);
  expect(tasks.length).toBeGreaterThan(10);
  return Math.max(...tasks) / 1000;
}

/** Returns the left edge of an element. */
const leftOf = async (element: Locator): Promise<number> => (await element.boundingBox())?.x ?? Number.NaN;

describe('a large table', () => {
  let revision: string;
  beforeAll(async () => {
    revision = await publish([
      { name: 'wide', bytes: readFileSync(join(folder, 'large.csv')) },
      { name: 'heavy', format: 'parquet', bytes: readFileSync(join(folder, 'large.parquet')) },
      { name: 'small', bytes: 'a\n1\n' },
    ]);
  }, 300_000);

  test('keeps its first column and its header in view, with numbers aligned', async () => {
    await open(revision, 'tables');
    await main().getByText('50,000 rows, 60 columns').waitFor();
    const first = table().getByRole('row').nth(1).getByRole('cell').first();
    await first.waitFor();
    const before = await leftOf(first);
    await table().evaluate((element) => element.scrollTo(4000, 30_000));
    await table().getByRole('cell', { name: 'row 1100', exact: true }).waitFor();
    const row = table().getByRole('row').filter({ hasText: 'row 1100' });
    expect(await leftOf(row.getByRole('cell').first())).toBeCloseTo(before, 0);
    const header = table().getByRole('columnheader').first();
    expect(await header.innerText()).toBe('name');
    expect(await leftOf(header)).toBeCloseTo(before, 0);
    const tops = await Promise.all([table(), header].map(async (element) => (await element.boundingBox())?.y ?? 0));
    expect(Math.abs((tops[0] ?? 0) - (tops[1] ?? 99))).toBeLessThan(3);
    const aligned = (element: Locator) => element.evaluate((one) => getComputedStyle(one).textAlign);
    expect(await aligned(row.getByRole('cell').first())).not.toBe('right');
    expect(await aligned(row.getByRole('cell').last())).toBe('right');
    expect(await aligned(table().getByRole('columnheader').last())).toBe('right');
    expect(await screens(page, 'table-large')).toEqual([]);
  });

  test.each(['wide', 'heavy'])('%s is read, sorted and filtered without a task over 100 ms', MEASURED, async (name) => {
    await open(revision, 'tables');
    await main().getByLabel('Table', { exact: true }).selectOption({ label: 'small' });
    await main().getByText('1 row, 1 column').waitFor();
    const longest = await longestTask(async () => {
      await main().getByLabel('Table', { exact: true }).selectOption({ label: name });
      await main().getByText('50,000 rows, 60 columns').waitFor();
      await table().getByRole('button', { name: 'column 1', exact: true }).click();
      await table().getByRole('button', { name: 'column 1 ↑', exact: true }).waitFor();
      await table().evaluate((element) => element.scrollTo(3000, 700_000));
      await main().getByLabel('Filter rows').fill('row 4999');
      await main()
        .getByText(/^11 of 50,000 rows/)
        .waitFor();
    });
    expect(longest).toBeLessThanOrEqual(100);
  });
});

test('no page had errors or broke its content policy', () => {
  expect(faults).toEqual([]);
});
