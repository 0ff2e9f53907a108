import { onTestFinished } from 'vitest';

/** The servers that the leg started, from the environment, and their accounts. */

export interface Account {
  username: string;
  password: string;
}

export interface Server {
  url: string;
  demo: Account;
  /** For tests whose objects would disturb the tests of `demo`. */
  grace: Account;
  /** Owns the workspaces of which others are members. */
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

/** A server whose public address is https, behind a proxy that a test starts at `publicUrl`. */
export const secure = {
  ...serverFrom('CLI_SECURE_URL', 'CLI_SECURE_ACCOUNTS'),
  publicUrl: process.env['CLI_SECURE_PUBLIC_URL'] ?? '',
};

/** Pythons with a published client, by the client's version, newest first. */
export const pythons = Object.entries(JSON.parse(process.env['CLI_PYTHONS'] ?? '{}') as Record<string, string>);

/** Sends a request as a user and returns the JSON. Answers other than 2xx are errors. */
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

/** Signs in with the password, once per account. */
export function as(where: Server, account: Account): Promise<Api> {
  const known = signedIn.get(account);
  if (known) return known;
  const fresh = fetch(`${where.url}/api/token/`, { method: 'POST', body: new URLSearchParams({ ...account }) })
    .then((answer) => answer.json())
    .then(({ access }) => apiWith(where.url, `Bearer ${access}`));
  signedIn.set(account, fresh);
  return fresh;
}

/** Creates a key of this account for the duration of a test. Returns it with its API. */
export async function newKey(where: Server, account: Account, more: object = {}): Promise<{ token: string; api: Api }> {
  const api = await as(where, account);
  const { api_id, token } = await api('POST', 'api_key/', { name: 'by a test', ...more });
  // An account may have only 25 keys.
  onTestFinished(() => api('DELETE', `api_key/${api_id}/`));
  return { token, api: apiWith(where.url, `Token ${token}`) };
}
