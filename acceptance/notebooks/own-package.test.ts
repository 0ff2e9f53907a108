import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launch, newPage, setting } from '../browser/app.ts';
import { type Lab, startLab, writeNotebook } from './lab.ts';

const url = setting('BROWSER_URL');
const key = setting('NOTEBOOK_KEY');
/** Folder of the screenshots; '' takes none. */
const pictures = process.env['SCREENSHOT_DIR'] ?? 'test-results/notebooks';

/** Kernels that learn the path of their notebook from a variable, from Jupyter's API, or only from the page. */
const KERNELS = {
  variable: {},
  api: { JPY_SESSION_NAME: '' },
  page: { JPY_SESSION_NAME: '', JUPYTER_RUNTIME_DIR: '/nonexistent' },
};

let lab: Lab;
let browser: Browser;
beforeAll(async () => {
  lab = await startLab(setting('NOTEBOOK_PYTHON'), KERNELS);
  browser = await launch();
  writeFileSync(join(lab.folder, '.gofigr'), JSON.stringify({ url, api_key: key }));
});
afterAll(async () => {
  await Promise.all([browser?.close(), lab?.stop()]);
});

const CELLS = [
  `%load_ext gofigr
from gofigr.jupyter import *

configure()`,
  `import matplotlib.pyplot as plt

plt.plot([1, 2, 4, 8])
plt.title("Rain")
plt.show()`,
  `import plotly.graph_objects as go

go.Figure(go.Bar(y=[1, 2]), layout_title_text="Bars", layout_height=300)`,
];

test.each(['variable', 'api', 'page'] as const)(
  'in JupyterLab the line below a figure becomes its link, and a kernel knows its notebook by the %s',
  async (kernel) => {
    const name = `May ${kernel}`;
    writeNotebook(lab, `field notes/${name}.ipynb`, kernel, CELLS);
    const page = await newPage(browser);
    await runAll(page, `field notes/${name}.ipynb`, kernel);
    expect(await page.locator('.jp-RenderedImage img').count()).toBe(1);
    expect(await page.getByText('being published').count()).toBe(0);

    const figures = await figuresOf(name);
    expect(figures.map((one: any) => [one.name, one.revisions.length])).toEqual([
      ['Rain', 1],
      ['Bars', 1],
    ]);
    const revision = await callApi(`revision/${figures[0].revisions[0].api_id}/`);
    expect(revision.metadata).toMatchObject({
      notebook_name: `${name}.ipynb`,
      notebook_path: join(lab.folder, 'field notes', `${name}.ipynb`),
      cell_id: 'cell-1',
    });
    // Without the token that was in the link.
    if (kernel === 'page')
      expect(revision.metadata.url).toBe(`${lab.origin}/lab/tree/field%20notes/${encodeURI(name)}.ipynb`);
    const [link] = await page.getByRole('link', { name: 'View on GoFigr' }).all();
    // A client that waits too long for the prefix of its short IDs does without.
    expect(await link?.getAttribute('href')).toBe(`${url}/r/${revision.short_id ?? revision.api_id}`);
    await picture(page, `own-${kernel}`);
    // An open JupyterLab works on, beside the next test.
    await page.context().close();
  },
);

async function runAll(page: Page, path: string, kernel: string): Promise<void> {
  await page.goto(lab.link(path));
  await page.getByText(`${kernel} | Idle`).waitFor({ timeout: 180_000 });
  await page.getByRole('menuitem', { name: 'Run', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Run All Cells', exact: true }).click();
  await expect.poll(() => page.getByText('✓ published').count(), { timeout: 180_000 }).toBe(2);
}

async function figuresOf(analysisName: string) {
  const [workspace] = await callApi('workspace/');
  const { analyses } = await callApi(`workspace/${workspace.api_id}/`);
  const { figures } = await callApi(`analysis/${analyses.find((one: any) => one.name === analysisName).api_id}/`);
  return Promise.all(figures.map((one: any) => callApi(`figure/${one.api_id}/`)));
}

async function callApi(path: string): Promise<any> {
  const answer = await fetch(`${url}/api/v1.4.1/${path}`, { headers: { authorization: `Token ${key}` } });
  expect(answer.ok, `${path}: ${answer.status}`).toBe(true);
  return answer.json();
}

async function picture(page: Page, name: string): Promise<void> {
  if (pictures === '') return;
  mkdirSync(pictures, { recursive: true });
  await page.screenshot({ path: join(pictures, `${name}.png`) });
}
