import type { Browser, Page } from 'playwright-core';
import { ask, launch, newPage, setting, signIn } from '../browser/app.ts';

/** A server with the demonstration on it, and whoever published it, from the environment (tools/demo/on-server.ts). */
const url = setting('DEMO_URL');
const account = JSON.parse(setting('DEMO_ACCOUNT')) as { username: string; password: string };

export interface Demo {
  url: string;
  browser: Browser;
  /** Signed in. */
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

/** Opens a browser on the demonstration, signed in, and looks up where things are. */
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

/** The ID of a thing of the demonstration. */
export function idOf(things: ReadonlyMap<string, string>, name: string): string {
  const id = things.get(name);
  if (id === undefined) throw new Error(`the demonstration has no "${name}"`);
  return id;
}

/** Signs in to the demonstration in a browser of its own, with nothing cached. */
export async function freshPage({ browser }: Demo): Promise<Page> {
  const page = await newPage(browser);
  await signIn(page, url, account.username, account.password);
  return page;
}
