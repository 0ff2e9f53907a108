import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { ADMIN_BUNDLE, SERVER_BUNDLE } from '../../tools/lib/build.ts';
import { TaskError } from '../../tools/lib/run.ts';
import { freePort } from '../../tools/lib/test-server.ts';
import { type Api, createApi } from './api.ts';

/** A server on data that outlives it: it can be killed and started again. */
export type Site = {
  dataDir: string;
  /** Further GOFIGR_ variables, and others. */
  env?: Record<string, string>;
  /** What the server's program is run by, e.g. `strace` with its options. */
  wrapper?: string[];
  nodeArgs?: string[];
};

export type RunningServer = {
  url: string;
  /** Of the process that was started: the wrapper where there is one. */
  pid: number;
  lines: readonly string[];
  child: ChildProcess;
  /** Gives the exit code, or null after a signal. */
  ended: Promise<number | null>;
  /** Sends a signal and waits for the end. */
  end(signal?: NodeJS.Signals): Promise<number | null>;
};

const START_LIMIT_MS = 60_000;

function environment(site: Site, port: number): Record<string, string | undefined> {
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('GOFIGR_'));
  return {
    ...Object.fromEntries(inherited),
    GOFIGR_HOST: '127.0.0.1',
    GOFIGR_PORT: String(port),
    GOFIGR_DATA_DIR: site.dataDir,
    GOFIGR_LOG_LEVEL: 'error',
    ...site.env,
  };
}

/** Starts the built server without waiting for it. */
export async function spawnServer(site: Site): Promise<RunningServer> {
  const port = await freePort();
  const program = [process.execPath, '--disable-warning=ExperimentalWarning', ...(site.nodeArgs ?? []), SERVER_BUNDLE];
  const [command = process.execPath, ...args] = [...(site.wrapper ?? []), ...program];
  const child = spawn(command, args, { env: environment(site, port), stdio: ['ignore', 'pipe', 'pipe'] });
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    createInterface({ input: stream }).on('line', (line) => lines.push(line));
  const ended = once(child, 'close').then(([code]): number | null => code as number | null); // the event gives a code
  // A run that is interrupted must not leave its server behind.
  const killNow = (): boolean => child.kill('SIGKILL');
  process.once('exit', killNow);
  void ended.then(() => process.off('exit', killNow));
  return {
    url: `http://127.0.0.1:${port}`,
    pid: child.pid ?? 0,
    lines,
    child,
    ended,
    end(signal = 'SIGTERM') {
      child.kill(signal);
      return ended;
    },
  };
}

/** Starts the built server and waits until it serves. */
export async function startServer(site: Site): Promise<RunningServer> {
  const server = await spawnServer(site);
  const deadline = Date.now() + START_LIMIT_MS;
  while (Date.now() < deadline && server.child.exitCode === null) {
    const answer = await fetch(`${server.url}/readyz?for=read`).catch(() => undefined);
    if (answer?.ok === true) return server;
    await sleep(20);
  }
  await server.end('SIGKILL');
  throw new TaskError(`The server did not start:\n${server.lines.join('\n')}`);
}

/** Starts a server that must refuse to; gives what it said. */
export async function startRefused(site: Site): Promise<{ code: number | null; output: string }> {
  const server = await spawnServer(site);
  const code = await Promise.race([server.ended, sleep(START_LIMIT_MS, 'running' as const, { ref: false })]);
  if (code !== 'running') return { code, output: server.lines.join('\n') };
  await server.end('SIGKILL');
  throw new TaskError('The server started, though it should have refused to.');
}

/** Opens an account on a site; gives what its owner does with an access token. `flags` are more options of `create-user`. */
export async function openPerson(
  site: Site,
  server: RunningServer,
  name = 'alice',
  flags: readonly string[] = [],
): Promise<Api> {
  const password = randomBytes(18).toString('base64url');
  const args = ['create-user', name, '--email', `${name}@example.org`, ...flags];
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', ADMIN_BUNDLE, ...args], {
    env: environment(site, 0),
  });
  const said: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => said.push(chunk));
  child.stdin.end(`${password}\n`);
  const code = await new Promise((resolve) => child.once('close', resolve));
  if (code !== 0) throw new TaskError(`No account was made:\n${Buffer.concat(said).toString()}`);
  const anyone = createApi(server.url, '');
  const { access } = await anyone.ok<{ access: string }>('POST', '/api/token/', { username: name, password });
  return createApi(server.url, `Bearer ${access}`);
}

/** Opens an account on a site; gives what one does with its API key. */
export async function openAccount(site: Site, server: RunningServer, name = 'alice'): Promise<Api> {
  const person = await openPerson(site, server, name);
  const { token } = await person.ok<{ token: string }>('POST', 'api_key/', { name: 'durability' });
  return createApi(server.url, `Token ${token}`);
}
