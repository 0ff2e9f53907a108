import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Account, Server } from './servers.ts';

/** Answer of a person to a terminal that asks to sign in. */
export type Answer = 'approve' | 'deny';

/**
 * Writes a "browser" into the folder: a program that answers by the API as this account, as the page does. Returns the
 * environment in which `gfconfig` opens it.
 */
export async function browserOf(
  folder: string,
  { url }: Pick<Server, 'url'>,
  account: Account,
  answer: Answer = 'approve',
  grant: object = {},
): Promise<Record<string, string>> {
  const signedIn = await fetch(`${url}/api/token/`, { method: 'POST', body: new URLSearchParams({ ...account }) });
  const { access } = (await signedIn.json()) as { access: string };
  const path = join(folder, 'browser.mjs');
  const request = { url: `${url}/api/v1.4.1/device/${answer}/`, access, grant };
  writeFileSync(
    path,
    `#!${process.execPath}
const { url, access, grant } = ${JSON.stringify(request)};
const user_code = new URL(process.argv[2]).hash.replace('#code=', '');
const headers = { authorization: \`Bearer \${access}\`, 'content-type': 'application/json' };
await fetch(url, { method: 'POST', headers, body: JSON.stringify({ user_code, ...grant }) });
`,
  );
  chmodSync(path, 0o700);
  return { BROWSER: path };
}
