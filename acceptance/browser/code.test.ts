import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ask as askOn, base64, launch, MEASURED, newPage, setting, signIn } from './app.ts';

const url = setting('PAGES_URL');
const accounts = JSON.parse(setting('PAGES_ACCOUNTS')) as { username: string; password: string }[];
const cora = accounts.find(({ username }) => username === 'cora');
if (!cora) throw new Error('PAGES_ACCOUNTS has no cora');

const LINES = 150_000;
/** Six megabytes of Python with one word in each of its first and last lines. */
const LARGE = [
  'first_needle = """',
  ...Array.from({ length: LINES }, (_, line) => `result_${line} = compute(${line})  # note`),
  '"""',
  'def last_Needle(): pass',
].join('\n');
const RMD =
  '---\ntitle: Growth\n---\n\n# Counts\n\n```{r plot, echo=FALSE}\nf <- function(x) NULL\n```\n\n```{python}\ndef g(): pass\n```\n';
const NOTEBOOK = JSON.stringify({
  nbformat: 4,
  metadata: { kernelspec: { language: 'python' } },
  cells: [
    { cell_type: 'markdown', source: ['# A heading'] },
    { cell_type: 'code', execution_count: 7, source: ['def h():\n', '    pass'], outputs: [] },
  ],
});

let browser: Browser;
let page: Page;
let revision: string;
const faults: string[] = [];
const ask = (method: string, path: string, body?: object) => askOn(page, method, path, body);
const main = () => page.getByRole('main');
const code = () => main().getByRole('region', { name: 'Code', exact: true });

beforeAll(async () => {
  browser = await launch();
  page = await newPage(browser, faults);
  await signIn(page, url, cora.username, cora.password);
  const [{ api_id: workspace }] = await ask('GET', 'workspace/');
  const { api_id: analysis } = await ask('POST', 'analysis/', { name: 'Codes', workspace });
  const { api_id: figure } = await ask('POST', 'figure/', { name: 'Code', analysis });
  const datum = (name: string, text: string, language?: string) => ({
    name,
    type: 'code',
    metadata: { format: 'text', ...(language !== undefined && { language }) },
    data: base64(text),
  });
  const data = [
    datum('analysis.Rmd', RMD, 'R'),
    datum('large.py', LARGE, 'Python'),
    datum('guessed', 'library(x)\nf <- function(y) TRUE\n', ''),
    datum('also guessed', 'import numpy as np\ndef f(): pass\n'),
    datum('a.jl', 'function f(x)\n  x\nend\n'),
    datum('a.m', 'for i = 1:3\nend\n'),
    datum('a.sql', 'SELECT 1\n'),
    datum('a.cpp', 'int main() { return 0; }\n'),
    datum('notebook.ipynb', NOTEBOOK, 'Jupyter Notebook'),
    datum('a line.json', `[${'"x",'.repeat(500_000)}"needle"]`),
  ];
  revision = (await ask('POST', 'revision/', { figure, metadata: {}, data })).api_id;
});
afterAll(() => browser.close());

async function open(name: string): Promise<void> {
  await page.goto(`${url}/revision/${revision}?tab=code`);
  await main().getByLabel('Code file').selectOption({ label: name });
}

/** Waits until a word has a colour of its own, and returns it. */
async function colourOf(word: string): Promise<string> {
  const token = main()
    .locator('pre span', { hasText: new RegExp(`^\\s*${word}\\s*$`) })
    .last();
  await token.waitFor();
  return token.evaluate((span) => getComputedStyle(span).color);
}

test('code is shown in the colours of its language, also if nobody declared it [14.25]', async () => {
  for (const [name, words] of [
    ['analysis.Rmd', ['function', 'def']],
    ['guessed', ['function']],
    ['also guessed', ['def']],
    ['a.jl', ['function']],
    ['a.m', ['for']],
    ['a.sql', ['SELECT']],
    ['a.cpp', ['return']],
    ['notebook.ipynb', ['def']],
  ] as const) {
    await open(name);
    for (const word of words) await expect.poll(() => colourOf(word)).toBe('rgb(207, 34, 46)');
  }
  await main().getByText('In [7]:').waitFor();
  expect(await main().getByRole('list', { name: 'Notebook' }).getByRole('listitem').count()).toBe(2);
});

describe('six megabytes of code', () => {
  test('are whole, can be searched, and never block the page [14.26]', MEASURED, async () => {
    await open('guessed');
    await code().waitFor();
    await browser.startTracing(page, { categories: ['toplevel', 'disabled-by-default-devtools.timeline'] });
    await main().getByLabel('Code file').selectOption({ label: 'large.py' });
    await code().getByText('first_needle').waitFor();
    expect(await code().locator('pre > code > span').count()).toBeLessThan(200);
    await page.keyboard.press('Control+f');
    await page.keyboard.type('NEEDLE');
    await main().getByText('1 of 2', { exact: true }).waitFor();
    await page.keyboard.press('Enter');
    await code().getByText('def last_').waitFor();
    await expect.poll(() => code().locator('mark[data-current]').innerText()).toBe('Needle');
    expect(await code().locator('mark[data-current]').boundingBox()).toMatchObject({ y: expect.any(Number) });
    for (const part of [0.5, 0.1, 0.9]) {
      await code().evaluate((block, to) => block.scrollTo({ top: block.scrollHeight * to }), part);
      await code()
        .getByText(
          `result_${Math.round(part * LINES)
            .toString()
            .slice(0, 3)}`,
        )
        .first()
        .waitFor();
    }
    await main().getByLabel('Find in code').fill('note');
    await main()
      .getByText(/of 150,000$/)
      .waitFor();
    expect(longestTask(await browser.stopTracing())).toBeLessThan(100);
  });

  test('in one line are cut into rows, and coloured as a text without them', async () => {
    await open('a line.json');
    await code().getByText('"x","x"').first().waitFor();
    await main().getByLabel('Find in code').fill('needle');
    await expect.poll(() => code().locator('mark[data-current]').innerText()).toBe('needle');
  });

  test('are compared in colours, also after folded lines, and never block the page [15.44]', MEASURED, async () => {
    const words = 'value '.repeat(33);
    const text = (state: string) =>
      Array.from({ length: 30_000 }, (_, line) => {
        if (line === 1_000 || line === 1_600) return '"""';
        return line % 500 === 300 ? `return ${state} # ${words}` : `result_${line} = compute("${words}")`;
      }).join('\n');
    const { figure } = await ask('GET', `revision/${revision}/`);
    const sides: string[] = [];
    for (const state of ['before', 'after']) {
      const data = [{ name: 'wide.py', type: 'code', metadata: { language: 'Python' }, data: base64(text(state)) }];
      sides.push((await ask('POST', 'revision/', { figure, metadata: {}, data })).api_id);
    }
    await page.goto(`${url}/compare/${sides.join('...')}`);
    await main().getByText('code +60 lines').waitFor();
    await browser.startTracing(page, { categories: ['toplevel', 'disabled-by-default-devtools.timeline'] });
    await main().getByRole('tab', { name: /Code/ }).click();
    const differences = main().getByRole('region', { name: 'Differences of the text' });
    const rows = (line: number) => differences.getByRole('row').filter({ hasText: String(line + 1) });
    const colourOfReturn = (line: number) =>
      rows(line)
        .locator('span[class*=token]', { hasText: 'return' })
        .first()
        .evaluate((span) => getComputedStyle(span).color);
    const keyword = await colourOfReturn(300);
    // The text in quotes began in a folded line.
    await expect.poll(() => colourOfReturn(1_300)).not.toBe(keyword);
    expect(await differences.getByRole('row').count()).toBeLessThan(400);
    await expect
      .poll(async () => {
        await differences.evaluate((block) => block.scrollTo({ top: block.scrollHeight }));
        return differences.getByText('result_29803').count();
      })
      .toBe(1);
    expect(longestTask(await browser.stopTracing())).toBeLessThan(100);
  });

  test('break nothing in the page', () => expect(faults).toEqual([]));
});

/** Returns the processor time in milliseconds of the page's longest task. Waiting for a busy machine doesn't count. */
function longestTask(trace: Buffer): number {
  const { traceEvents } = JSON.parse(trace.toString()) as { traceEvents: any[] };
  const mains = traceEvents.filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain');
  const isMain = ({ pid, tid }: any) => mains.some((one) => one.pid === pid && one.tid === tid);
  const tasks = traceEvents.filter((one) => one.name.endsWith('RunTask') && isMain(one) && one.tdur !== undefined);
  expect(tasks.length).toBeGreaterThan(100);
  return Math.max(...tasks.map(({ tdur }) => tdur)) / 1000;
}
