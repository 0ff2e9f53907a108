/** Returns the text of `.gofigr`, which the published clients read in the home directory. */
export const clientConfig = (token: string, workspace: string | undefined, url: string): string =>
  `${JSON.stringify({ api_key: token, ...(workspace ? { workspace } : {}), url: url.replace(/\/+$/, '') }, null, 2)}\n`;

const DAY = 86_400_000;

/** Returns the expiry of a key that is created now, or null for never. */
export const expiryAfter = (days: number | undefined, now = Date.now()): string | null =>
  days === undefined ? null : new Date(now + days * DAY).toISOString();

export const NOTEBOOK_LINES = `%load_ext gofigr
from gofigr.jupyter import *

configure(analysis=FindByName("My analysis", create=True))`;
