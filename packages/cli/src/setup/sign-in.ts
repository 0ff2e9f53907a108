import type { Info } from '@gofigr/client';
import { hasBrowser } from '../common/browser.ts';
import { newClient } from '../common/client.ts';
import { note } from '../common/output.ts';
import { isLocal } from '../common/profiles.ts';
import { EXIT, Failure } from '../failure.ts';

/** Options that choose how to sign in. */
export interface SignInOptions {
  password?: true;
  browser?: true;
}

export type Way = 'browser' | 'password';

/** Checks that a GoFigr server answers before the user types a password. Returns how to sign in there. */
export async function greet(url: string, options: SignInOptions, signal?: AbortSignal): Promise<Way> {
  const info = await newClient({ url, retries: 1, signal }).info();
  const way = wayFor(info, options);
  const { protocol, hostname } = new URL(url);
  if (protocol === 'http:' && !isLocal(url))
    note(`Note: http:// sends your ${SECRETS[way]} to ${hostname} unencrypted.`);
  return way;
}

const SECRETS = { browser: 'API key', password: 'password' } as const;

function wayFor({ device_login: isOffered }: Partial<Info>, { password, browser }: SignInOptions): Way {
  if (browser && !isOffered)
    throw new Failure(EXIT.failed, 'This server signs in by password only.', 'Leave out --browser.');
  return !password && isOffered && (browser || hasBrowser()) ? 'browser' : 'password';
}
