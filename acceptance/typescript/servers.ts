import { GoFigr, type GoFigrOptions } from '@gofigr/client';

interface TestServer {
  url: string;
  account: { username: string; password: string };
}

const variable = (name: string): string => {
  const value = process.env[name];
  if (!value) throw new Error(`${name}: run "npm test -- typescript"`);
  return value;
};

const servers = JSON.parse(variable('TYPESCRIPT_SERVERS')) as TestServer[];

/** Path of the packed package. */
export const packagePath = variable('TYPESCRIPT_PACKAGE');

/** Paths of the runtimes on this machine. */
export const runtimes = JSON.parse(variable('TYPESCRIPT_RUNTIMES')) as Record<string, string | undefined>;

export const server = (index: 0 | 1): TestServer => {
  const found = servers[index];
  if (!found) throw new Error('TYPESCRIPT_SERVERS: give two');
  return found;
};

/** Returns a client that signs in with the password. */
export const byPassword = (index: 0 | 1, options: GoFigrOptions = {}): GoFigr =>
  new GoFigr({ url: server(index).url, ...server(index).account, ...options });

let made = 0;

/** Creates an API key, which the test revokes. */
export async function newKey(index: 0 | 1): Promise<{ token: string; revoke: () => Promise<void> }> {
  const key = await byPassword(index).apiKeys.create({ name: `typescript ${made++}` });
  return { token: key.token ?? '', revoke: () => key.delete() };
}

/** Creates a workspace. */
export async function newWorkspace(index: 0 | 1, name = `workspace ${made++}`): Promise<string> {
  return (await byPassword(index).workspaces.create({ name })).api_id;
}
