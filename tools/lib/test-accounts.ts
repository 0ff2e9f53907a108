import { randomBytes } from 'node:crypto';
import { TaskError } from './run.ts';
import type { TestServer } from './test-server.ts';

export type TestAccount = { username: string; password: string; email: string };

/** Creates users with random passwords by the admin command, like an operator. */
export async function createAccounts(server: TestServer, usernames: string[]): Promise<TestAccount[]> {
  const accounts: TestAccount[] = [];
  for (const username of usernames) {
    const email = `${username.replaceAll('@', '.')}@example.org`;
    const account = { username, password: randomBytes(18).toString('base64url'), email };
    await server.admin(['create-user', username, '--email', account.email], `${account.password}\n`);
    accounts.push(account);
  }
  return accounts;
}

/** Creates two accounts. Returns their names and secrets as the tests of Python clients expect them. */
export async function accountsOf(server: TestServer, name: string): Promise<Record<string, string>> {
  const [account, other] = await createAccounts(server, [`${name}-alice`, `${name}-bob`]);
  if (!account || !other) throw new Error('no account');
  return {
    GOFIGR_TEST_URL: server.url,
    GOFIGR_TEST_KEY: await createApiKey(server, account),
    GOFIGR_TEST_USERNAME: account.username,
    GOFIGR_TEST_PASSWORD: account.password,
    GOFIGR_TEST_OTHER_USERNAME: other.username,
    GOFIGR_TEST_OTHER_PASSWORD: other.password,
  };
}

/** Signs in. Returns an access token. */
export async function signIn(server: TestServer, { username, password }: TestAccount): Promise<string> {
  const { access } = await post(`${server.url}/api/token/`, { username, password });
  if (access === undefined) throw new TaskError('The server gave no access token.');
  return access;
}

/** Signs in and creates an API key. Returns its token. */
export async function createApiKey(server: TestServer, account: TestAccount): Promise<string> {
  const access = await signIn(server, account);
  const { token } = await post(
    `${server.url}/api/v1.4.1/api_key/`,
    // The clients' tests of members and invitations use it.
    { name: 'published client', manages_people: true },
    { Authorization: `Bearer ${access}` },
  );
  if (token === undefined) throw new TaskError('The new API key has no token.');
  return token;
}

async function post(url: string, body: unknown, headers: Record<string, string> = {}): Promise<Record<string, string>> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new TaskError(`POST ${url} answered ${answer.status}: ${await answer.text()}`);
  return (await answer.json()) as Record<string, string>;
}
