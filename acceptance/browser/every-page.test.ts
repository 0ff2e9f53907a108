import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page, Route } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ask as askOn, launch, newPage, setting, signIn } from './app.ts';
import { layoutFaults, resize, WINDOWS } from './layout.ts';
import { NAMES, rename, WIDE, withWideNames } from './names.ts';
import { type Ask, type Planted, plantFigure } from './plant.ts';
import { screens } from './screens.ts';

type Account = { username: string; password: string };
type Address = { path: string; by: 'person' | 'nobody' };

const url = setting('PAGES_URL');
const accounts = JSON.parse(setting('PAGES_ACCOUNTS')) as Account[];
const edna = accounts.find(({ username }) => username === 'edna');
const wide = accounts.find(({ username }) => WIDE.startsWith(username));
if (!edna || !wide) throw new Error('PAGES_ACCOUNTS lacks edna or the widest name');

/** Pages of one person that are visited at a time, because each waits most of its time. */
const AT_ONCE = 3;

let browser: Browser;
const faults: string[] = [];

beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser?.close());

/** Opens pages of a signed-in person. */
async function openPages({ username, password }: Account): Promise<[Page, ...Page[]]> {
  const open = async () => {
    const page = await newPage(browser, faults);
    await signIn(page, url, username, password);
    return page;
  };
  return [await open(), ...(await Promise.all(Array.from({ length: AT_ONCE - 1 }, open)))];
}

/** Visits each address with a page that is free. Returns what is wrong. */
async function visitAll(
  pages: readonly Page[],
  addresses: readonly Address[],
  look: (page: Page, path: string) => Promise<string[]>,
): Promise<string[]> {
  const rest = addresses.values();
  const found = pages.map(async (page) => {
    const wrong: string[] = [];
    for (const { path } of rest) {
      await page.goto(url + path);
      await page.getByRole('heading', { level: 1 }).first().waitFor();
      await page.waitForLoadState('networkidle');
      wrong.push(...(await look(page, path)));
    }
    return wrong;
  });
  return (await Promise.all(found)).flat();
}

const closeAll = (pages: readonly Page[]) => Promise.all(pages.map((page) => page.context().close()));

/** Returns the address patterns in the source of the app's router. */
function patterns(): string[] {
  const source = readFileSync(join(import.meta.dirname, '../../apps/web/src/app/router.tsx'), 'utf8');
  return [...source.matchAll(/^ {2}path: '([^']+)'/gm)].map(([, path]) => path ?? '');
}

describe('every page of the app', () => {
  /**
   * Returns an address for each pattern. Some pages redirect signed-in users, so these are opened without signing in.
   */
  const addresses = async (ask: Ask, planted: Planted): Promise<Record<string, Address[]>> => {
    const { workspace, analysis, figure, newest, revisions, short, asset, assetRevision } = planted;
    const made = await ask('POST', 'organization/', { name: 'Bureau' });
    const key = await ask('POST', 'api_key/', { name: 'laptop' });
    const body = { email: 'x@example.org', workspace, membership_type: 'viewer' };
    const { token } = await ask('POST', 'invitations/workspace/', body);
    const tabs = (path: string, values: string[]) =>
      ['', ...values.map((tab) => `?tab=${tab}`)].map((query) => ({ path: path + query, by: 'person' as const }));
    return {
      '/': tabs('/', []),
      '/account': tabs('/account', []),
      '/account/keys/new': tabs('/account/keys/new', []),
      '/account/keys/$id': tabs(`/account/keys/${key.api_id}`, []),
      '/admin/keys': tabs('/admin/keys', []),
      '/admin/users': tabs('/admin/users', []),
      '/admin/storage': tabs('/admin/storage', []),
      '/admin/health': tabs('/admin/health', []),
      '/admin/audit': tabs('/admin/audit', []),
      '/device': tabs('/device', []),
      '/requests': tabs('/requests', []),
      '/trash': [...tabs('/trash', []), ...tabs(`/trash?workspace=${workspace}`, [])],
      '/activity': tabs('/activity', []),
      '/search': [...tabs('/search', []), { path: '/search?q=figure', by: 'person' }],
      '/whence': tabs('/whence', []),
      '/workspaces': tabs('/workspaces', []),
      '/workspace/$id': tabs(`/workspace/${workspace}`, ['assets', 'members', 'activity', 'settings']),
      '/workspace/$id/keys/new': tabs(`/workspace/${workspace}/keys/new`, []),
      '/organization/$id': tabs(`/organization/${made.api_id}`, []),
      '/analysis/$id': tabs(`/analysis/${analysis}`, ['activity']),
      '/figure/$id': tabs(`/figure/${figure}`, []),
      '/revision/$id': tabs(`/revision/${newest}`, ['code', 'tables', 'text', 'files', 'metadata']),
      '/compare/$sides': [
        ...tabs(`/compare/${revisions[0]}...${newest}`, ['code', 'data', 'environment', 'metadata', 'text']),
        ...tabs(`/compare/${[...revisions, figure].join('...')}`, []),
      ],
      '/figure/$id/film': tabs(`/figure/${figure}/film`, []),
      '/asset/$id': tabs(`/asset/${asset}`, []),
      '/asset_revision/$id': tabs(`/asset_revision/${assetRevision}`, []),
      '/r/$id': tabs(`/r/${short}`, []),
      '/invite': [...tabs(`/invite#token=${token}`, []), { path: `/invite#token=${token}`, by: 'nobody' }],
      '/invite/$token': [...tabs(`/invite/${token}`, []), { path: `/invite/${token}`, by: 'nobody' }],
      '/sign-in': [{ path: '/sign-in', by: 'nobody' }],
      '/register': [{ path: '/register', by: 'nobody' }],
      '/setup': [{ path: '/setup', by: 'nobody' }],
      '/forgot-password': [{ path: '/forgot-password', by: 'nobody' }],
      '/reset-password': [{ path: '/reset-password', by: 'nobody' }],
      '/confirm-email': [
        { path: '/confirm-email', by: 'nobody' },
        { path: '/confirm-email#token=gfemail_x', by: 'nobody' },
      ],
    };
  };

  test('is accessible and fits every window, in both themes', async () => {
    const pages = await openPages(edna);
    const ask: Ask = (method, path, body) => askOn(pages[0], method, path, body);
    const known = await addresses(ask, await plantFigure(ask));
    expect(Object.keys(known).toSorted()).toEqual(patterns().toSorted());
    const guest = await newPage(browser, faults);
    const { person: own = [], nobody = [] } = Object.groupBy(Object.values(known).flat(), ({ by }) => by);
    const wrong = await Promise.all([
      visitAll(pages, [...own, { path: '/nowhere', by: 'person' }], (page, path) => barriersOf(page, 'person', path)),
      visitAll([guest], nobody, (page, path) => barriersOf(page, 'nobody', path)),
    ]);
    await closeAll([...pages, guest]);
    expect(wrong.flat()).toEqual([]);
  }, 1_200_000);

  test('holds every name that a user can give, in windows of 360 to 2560 pixels', async () => {
    const pages = await openPages(wide);
    const plain: Ask = (method, path, body) => askOn(pages[0], method, path, body);
    const askWide = withWideNames(plain);
    await askWide('PATCH', `user/${wide.username}/`, {
      username: wide.username,
      first_name: 'Ada',
      last_name: 'Lovelace',
    });
    const world = await plantFigure(askWide);
    await askWide('PATCH', `workspace/${world.workspace}/`, { name: 'Planted workspace' });
    for (const name of Object.values(NAMES)) {
      const { workspace, analysis } = world;
      await plain('POST', 'analysis/', { name, workspace });
      await plain('POST', 'asset/', { name, workspace });
      await plain('POST', 'figure/', { name, description: name, analysis });
    }
    const known = await addresses(askWide, world);
    const look = async (page: Page, path: string) => (await faultsWithNames(page)).map((fault) => `${path} ${fault}`);
    const own = Object.values(known)
      .flat()
      .filter(({ by }) => by === 'person');
    const wrong = await visitAll(pages, own, look);
    for (const page of pages) await page.route('**/compare/?*', withoutContents);
    wrong.push(...(await visitAll(pages, known['/compare/$sides'] ?? [], look)));
    await closeAll(pages);
    expect([...new Set(wrong)]).toEqual([]);
  }, 1_200_000);
});

/** Returns the barriers of the open page, and whether it is wider than a small phone. */
async function barriersOf(page: Page, by: Address['by'], path: string): Promise<string[]> {
  const name = `page-${by}${path
    .replace(/[?=#]/g, '-')
    .replace(/[0-9a-f-]{36}|[\w-]{30,}/g, 'id')
    .replaceAll('/', '-')}`;
  const wrong = await screens(page, name);
  await page.setViewportSize({ width: 360, height: 740 });
  const widthOf = () => page.evaluate(() => document.documentElement.scrollWidth);
  // The new layout takes some frames.
  for (let wait = 0; wait < 5 && (await widthOf()) > 360; wait += 1) await page.waitForTimeout(60);
  const width = await widthOf();
  await page.setViewportSize({ width: 1440, height: 900 });
  return width > 360 ? [...wrong, `${name} at 360 is ${width} wide`] : wrong;
}

/** Answers a comparison as a busy server does: without the parts that took too long. */
async function withoutContents(route: Route): Promise<void> {
  const response = await route.fetch();
  const skipped = { skipped: 'it takes longer than 10 s' };
  const json = JSON.parse(await response.text(), (key, value) => (key === 'content' ? skipped : value));
  await route.fulfill({ response, json });
}

/** Returns the layout's faults on the open page in each window: with the widest name, and on a phone with others. */
async function faultsWithNames(visitor: Page): Promise<string[]> {
  const wrong: string[] = [];
  for (const size of WINDOWS) {
    await resize(visitor, size);
    for (const kind of size.width === 360 ? (['short', 'arabic', 'stacked', 'wide'] as const) : (['wide'] as const)) {
      const found = [...(await rename(visitor, NAMES[kind])), ...(await layoutFaults(visitor))];
      wrong.push(...found.map((fault) => `at ${size.width}, ${kind}: ${fault}`));
    }
  }
  return wrong;
}

test('no page had errors or broke its content policy', () => {
  expect(faults).toEqual([]);
});
