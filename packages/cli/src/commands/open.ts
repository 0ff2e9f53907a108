import type { GoFigr } from '@gofigr/client';
import { openInBrowser } from '../common/browser.ts';
import { connectionAt } from '../common/connection.ts';
import { foundObject } from '../common/found-object.ts';
import { impatient } from '../common/impatient.ts';
import type { SharedOptions } from '../common/options.ts';
import { printResult } from '../common/output.ts';
import { type Target, targetOf } from '../common/target.ts';
import { workspaceFor } from '../common/workspaces.ts';

export interface OpenOptions extends SharedOptions {
  print?: true;
}

/** Runs `gofigr open`. */
export async function open(text: string | undefined, options: OpenOptions): Promise<void> {
  const target = text === undefined ? undefined : targetOf(text);
  const { gf, settings } = await connectionAt(target, options, { fetch: impatient });
  const url = target ? await addressOf(gf, target) : await defaultAddress(gf, await workspaceFor(gf, settings));
  const isOpened = !options.print && !options.json && (await openInBrowser(url));
  printResult(options, { url }, isOpened ? `Opened ${url}` : url);
}

/** Returns the address of an object's page, after the server has shown that the caller can see it. */
async function addressOf(gf: GoFigr, target: Target): Promise<string> {
  const { kind, object } = await foundObject(gf, target);
  const isShort = target.id.toLowerCase() !== object.api_id;
  return `${gf.appUrl}/${isShort ? 'r' : (target.kind ?? kind)}/${target.id}`;
}

async function defaultAddress(gf: GoFigr, workspace: string | undefined): Promise<string> {
  const { api_id } = await gf.workspaces.get(workspace ?? (await gf.defaultWorkspace()));
  return `${gf.appUrl}/workspace/${api_id}`;
}
