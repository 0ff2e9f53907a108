// @vitest-environment happy-dom
import { beforeEach, expect, it, vi } from 'vitest';

const load = () => import('./upgrade.ts');
let upgrade: Awaited<ReturnType<typeof load>>;
const reload = vi.fn<() => void>();
const serve = (start: string) =>
  vi.stubGlobal('fetch', async () => new Response(`<script type="module" src="/assets/${start}.js"></script>`));
beforeEach(async () => {
  vi.resetModules();
  vi.unstubAllGlobals();
  reload.mockClear();
  sessionStorage.clear();
  document.head.innerHTML = '';
  const script = document.createElement('div');
  script.innerHTML = '<script type="module" src="/assets/old.js"></script>';
  document.body.replaceChildren(script);
  vi.stubGlobal('location', { ...location, reload });
  upgrade = await load();
});

it('a server with another start of the app was upgraded', async () => {
  serve('old');
  expect(await upgrade.noticeUpgrade()).toBe(false);
  serve('new');
  expect(await upgrade.noticeUpgrade()).toBe(true);
});

it('a server whose app starts with one other part was upgraded', async () => {
  const other = '<script type="module" src="/assets/other.js"></script>';
  vi.stubGlobal('fetch', async () => new Response(`<script type="module" src="/assets/old.js"></script>${other}`));
  expect(await upgrade.noticeUpgrade()).toBe(true);
});

it('a server that does not answer was not upgraded', async () => {
  vi.stubGlobal('fetch', async () => Promise.reject(new TypeError('Failed to fetch')));
  expect([await upgrade.noticeUpgrade(), await upgrade.reloadAfterUpgrade()]).toEqual([false, false]);
  vi.stubGlobal('fetch', async () => new Response('bad gateway', { status: 502 }));
  expect([await upgrade.noticeUpgrade(), await upgrade.reloadAfterUpgrade()]).toEqual([false, false]);
  expect(reload).not.toHaveBeenCalled();
});

it('the page is reloaded once for each upgrade, even if it comes back old', async () => {
  serve('new');
  expect([await upgrade.reloadAfterUpgrade(), await upgrade.reloadAfterUpgrade()]).toEqual([true, false]);
  serve('newer');
  expect(await upgrade.reloadAfterUpgrade()).toBe(true);
  serve('old');
  expect(await upgrade.reloadAfterUpgrade()).toBe(false);
  expect(reload).toHaveBeenCalledTimes(2);
});
