import { get, type IncomingMessage } from 'node:http';
import { type Browser, chromium, type Page } from 'playwright-core';

/**
 * Options of a test that measures the longest task of a page. Other programs on the same core only make a task longer, so
 * one run within the limit shows what the page does.
 */
export const MEASURED = { retry: 2 };

export function setting(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set`);
  return value;
}

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export const launch = (): Promise<Browser> =>
  chromium.launch({ executablePath: setting('CHROMIUM_PATH'), args: FLAGS });

/**
 * Opens a page in its own browser context, without transitions. Its errors and violations of the content policy are
 * added to `faults`.
 */
export async function newPage(browser: Browser, faults: string[] = []): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' });
  context.setDefaultTimeout(60_000);
  const page = await context.newPage();
  await page.addInitScript(stopTransitions);
  page.on('pageerror', (error) => faults.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error' && /Content Security Policy|Minified React|Warning:/.test(message.text()))
      faults.push(message.text());
  });
  return page;
}

/** Runs in the page. A change of theme would compute the styles of all elements in each frame of its transitions. */
function stopTransitions(): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync('*, *::before, *::after { transition: none !important }');
  document.adoptedStyleSheets.push(sheet);
}

export async function signIn(page: Page, url: string, username: string, password: string): Promise<void> {
  await page.goto(`${url}/sign-in`);
  await page.getByLabel('Username').fill(username);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('button', { name: /^Account menu/ }).waitFor();
}

/** Sends a request to the API as the user of the page. */
export function ask(page: Page, method: string, path: string, body?: object) {
  return page.evaluate(
    async ([how, where, what]) => {
      const headers = { 'content-type': 'application/json' };
      const answer = await fetch(`/api/v1.4.1/${where}`, { method: how, ...(what && { headers, body: what }) });
      return answer.status === 204 ? null : answer.json();
    },
    [method, path, body ? JSON.stringify(body) : ''] as const,
  );
}

/** Returns the size in bytes of the JavaScript that the page has loaded, with gzip. */
export const scriptBytes = async (page: Page): Promise<number> =>
  gzippedScripts(await page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name)));

/** Returns the size in bytes of the JavaScript among files, with gzip. */
export async function gzippedScripts(files: readonly string[]): Promise<number> {
  const scripts = files.filter((name) => new URL(name).pathname.endsWith('.js'));
  const sizes = await Promise.all([...new Set(scripts)].map(gzippedSize));
  return sizes.reduce((sum, size) => sum + size, 0);
}

async function gzippedSize(address: string): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  get(address, { headers: { 'accept-encoding': 'gzip' } }, resolve).on('error', reject);
  let size = 0;
  for await (const chunk of await promise) size += (chunk as Buffer).length;
  return size;
}

export const base64 = (text: string): string => Buffer.from(text).toString('base64');
