import type { Browser, Page } from 'playwright-core';
import { ask, launch, newPage, setting, signIn } from '../browser/app.ts';

/** A server with the demonstration, and the account that published it. tools/demo/on-server.ts sets both. */
const url = setting('DEMO_URL');
const account = JSON.parse(setting('DEMO_ACCOUNT')) as { username: string; password: string };

export interface Demo {
  url: string;
  browser: Browser;
  /** A page that is signed in. */
  page: Page;
  workspace: string;
  /** IDs by name. */
  analyses: ReadonlyMap<string, string>;
  figures: ReadonlyMap<string, string>;
  assets: ReadonlyMap<string, string>;
}

interface Named {
  api_id: string;
  name: string;
}

/** Opens a browser on the demonstration, signs in, and finds the IDs of its objects. */
export async function openDemo(): Promise<Demo> {
  const browser = await launch();
  const page = await newPage(browser);
  await signIn(page, url, account.username, account.password);
  const list = async (kind: string): Promise<Named[]> => ask(page, 'GET', `${kind}/`);
  const byName = (items: Named[]) => new Map(items.map(({ name, api_id }) => [name, api_id]));
  const [workspace] = await list('workspace');
  if (!workspace) throw new Error('no workspace');
  return {
    url,
    browser,
    page,
    workspace: workspace.api_id,
    analyses: byName(await list('analysis')),
    figures: byName(await list('figure')),
    assets: byName(await list('asset')),
  };
}

/** ID of an object of the demonstration. */
export function idOf(ids: ReadonlyMap<string, string>, name: string): string {
  const id = ids.get(name);
  if (id === undefined) throw new Error(`the demonstration has no "${name}"`);
  return id;
}

/** Signs in to the demonstration in a new browser session with an empty cache. */
export async function freshPage({ browser }: Demo): Promise<Page> {
  const page = await newPage(browser);
  await signIn(page, url, account.username, account.password);
  return page;
}
