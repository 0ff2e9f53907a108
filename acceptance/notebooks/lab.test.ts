import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page, Request } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launch, newPage, setting, signIn } from '../browser/app.ts';
import { type Lab, startLab, writeNotebook } from './lab.ts';

const url = setting('BROWSER_URL');
const key = setting('NOTEBOOK_KEY');
/** Folder of the screenshots; '' takes none. */
const pictures = process.env['SCREENSHOT_DIR'] ?? 'test-results/notebooks';

/** Jupyter Server passes the path of the notebook to a kernel. A kernel that is started in another way lacks it. */
const KERNELS = { known: {}, unknown: { JPY_SESSION_NAME: '' } };

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

const CONFIGURE = `%load_ext gofigr
from gofigr.jupyter import *

configure(analysis=NotebookName())`;

const plot = (title: string): string => `import matplotlib.pyplot as plt

plt.plot([1, 2, 4, 8])
plt.title("${title}")
plt.show()`;

test('the page sends the notebook name to a kernel that lacks it, across origins, and the figure has it', async () => {
  const path = 'field notes/Rain in May.ipynb';
  writeNotebook(lab, path, 'unknown', [CONFIGURE, plot('Rain')]);
  const page = await newPage(browser);
  const sent = metadataRequests(page);
  await runAll(page, path, 'unknown');

  const [posted] = sent.filter((request) => request.method() === 'POST');
  const answer = await posted?.response();
  expect([answer?.status(), answer?.headers()['access-control-allow-origin']]).toEqual([200, '*']);
  expect((await posted?.allHeaders())?.['origin']).toBe(lab.origin);

  const { analysis, revision } = await published('Rain in May', 'Rain');
  expect(revision.metadata).toMatchObject({
    notebook_name: path,
    notebook_path: join(lab.folder, path),
    // Without the token that was in the link.
    url: `${lab.origin}/lab/tree/${encodeURI(path)}`,
    cell_id: 'cell-1',
  });
  const held = await assetNamed('Rain in May.ipynb', analysis.api_id);
  expect(revision.assets).toEqual([
    { figure_revision: revision.api_id, asset_revision: held.revisions[0].api_id, use_type: 'indirect' },
  ]);
  await picture(page, 'proxy');
  await opensFigure(page, revision.api_id, 'Rain');
});

test('a kernel of Jupyter Server knows its notebook without a request to the page', async () => {
  const path = 'Snow.ipynb';
  writeNotebook(lab, path, 'known', [CONFIGURE, plot('Snow')]);
  const page = await newPage(browser);
  const sent = metadataRequests(page);
  await runAll(page, path, 'known');
  const { revision } = await published('Snow', 'Snow');
  expect(revision.metadata).toMatchObject({ notebook_name: path, notebook_path: join(lab.folder, path) });
  expect(sent).toEqual([]);
  await picture(page, 'known');
});

/** Records the requests of the page to the metadata proxy from now on. */
function metadataRequests(page: Page): Request[] {
  const requests: Request[] = [];
  page.on('request', (request) => {
    if (request.url().startsWith(`${url}/api/`) && request.url().includes('/metadata/')) requests.push(request);
  });
  return requests;
}

/** Opens a notebook with the link that Jupyter prints, and runs all its cells from the menu. */
async function runAll(page: Page, path: string, kernel: keyof typeof KERNELS): Promise<void> {
  await page.goto(lab.link(path));
  await page.getByText(`${kernel} | Idle`).waitFor({ timeout: 180_000 });
  await page.getByRole('menuitem', { name: 'Run', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Run All Cells', exact: true }).click();
  await page.getByText('Successfully published').waitFor({ timeout: 180_000 });
  await page.getByRole('link', { name: 'View on GoFigr' }).scrollIntoViewIfNeeded();
}

/** Follows the link of the figure's widget, signs in, and expects the page of the figure. */
async function opensFigure(page: Page, revision: string, name: string): Promise<void> {
  const [opened] = await Promise.all([
    page.context().waitForEvent('page'),
    page.getByRole('link', { name: 'View on GoFigr' }).click(),
  ]);
  await opened.waitForLoadState();
  const link = opened.url();
  expect(link.startsWith(`${url}/`)).toBe(true);
  await signIn(opened, url, setting('BROWSER_USERNAME'), setting('BROWSER_PASSWORD'));
  await opened.goto(link);
  await opened.getByRole('heading', { name }).first().waitFor();
  expect(opened.url()).toContain(revision);
}

async function picture(page: Page, name: string): Promise<void> {
  if (pictures === '') return;
  mkdirSync(pictures, { recursive: true });
  await page.screenshot({ path: join(pictures, `${name}.png`) });
}

/** Reads the only revision of the only figure in an analysis of the primary workspace, with the account's key. */
async function published(analysisName: string, figureName: string) {
  const [workspace] = (await callApi('workspace/')).filter((one: any) => one.workspace_type === 'primary');
  const { analyses } = await callApi(`workspace/${workspace.api_id}/`);
  const analysis = await callApi(`analysis/${analyses.find((one: any) => one.name === analysisName).api_id}/`);
  expect(analysis.figures.map((one: any) => one.name)).toEqual([figureName]);
  const { revisions } = await callApi(`figure/${analysis.figures[0].api_id}/`);
  expect(revisions).toHaveLength(1);
  return { analysis, revision: await callApi(`revision/${revisions[0].api_id}/`) };
}

async function assetNamed(name: string, analysis: string) {
  const [found] = await callApi('asset/find_by_name/', { name, analysis });
  return callApi(`asset/${found.api_id}/`);
}

async function callApi(path: string, body?: object): Promise<any> {
  const answer = await fetch(`${url}/api/v1.4.1/${path}`, {
    method: body ? 'POST' : 'GET',
    headers: { authorization: `Token ${key}`, 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  });
  expect(answer.ok, `${path}: ${answer.status}`).toBe(true);
  return answer.json();
}
