import { onTestFinished } from 'vitest';

/** The two servers that the leg started, by the environment, and their accounts. */

export interface Account {
  username: string;
  password: string;
}

export interface Server {
  url: string;
  demo: Account;
  /** For tests that leave things behind which those of `demo` would see. */
  grace: Account;
  /** Owns what others are members of. */
  ada: Account;
}

const serverFrom = (url: string, accounts: string): Server => {
  const [demo, grace, ada] = JSON.parse(process.env[accounts] ?? '[]') as Account[];
  const address = process.env[url];
  if (address === undefined || !demo || !grace || !ada)
    throw new Error(`${url} and ${accounts} are not set: npm test -- cli`);
  return { url: address, demo, grace, ada };
};

export const server = serverFrom('CLI_URL', 'CLI_ACCOUNTS');
export const other = serverFrom('CLI_OTHER_URL', 'CLI_OTHER_ACCOUNTS');

/** Pythons with a published client each, by its version, newest first. */
export const pythons = Object.entries(JSON.parse(process.env['CLI_PYTHONS'] ?? '{}') as Record<string, string>);

/** What the server says to whoever signs in so; other answers than 2xx are errors. */
export type Api = <T = any>(method: string, path: string, json?: unknown) => Promise<T>;

const apiWith =
  (url: string, authorization: string): Api =>
  async (method, path, json) => {
    const body = json === undefined ? {} : { body: JSON.stringify(json) };
    const headers = { authorization, ...(json !== undefined && { 'content-type': 'application/json' }) };
    const answer = await fetch(`${url}/api/v1.4.1/${path}`, { method, headers, ...body });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${text}`);
    return text === '' ? undefined : JSON.parse(text);
  };

const signedIn = new Map<Account, Promise<Api>>();

/** Signed in by password, once an account. */
export function as(where: Server, account: Account): Promise<Api> {
  const known = signedIn.get(account);
  if (known) return known;
  const fresh = fetch(`${where.url}/api/token/`, { method: 'POST', body: new URLSearchParams({ ...account }) })
    .then((answer) => answer.json())
    .then(({ access }) => apiWith(where.url, `Bearer ${access}`));
  signedIn.set(account, fresh);
  return fresh;
}

/** A new key of this account for the time of a test, and what it can do. */
export async function newKey(where: Server, account: Account, more: object = {}): Promise<{ token: string; api: Api }> {
  const api = await as(where, account);
  const { api_id, token } = await api('POST', 'api_key/', { name: 'by a test', ...more });
  // There may be 25 at a time.
  onTestFinished(() => api('DELETE', `api_key/${api_id}/`));
  return { token, api: apiWith(where.url, `Token ${token}`) };
}
