import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { ADMIN_BUNDLE, SERVER_BUNDLE } from '../../tools/lib/build.ts';
import { TaskError } from '../../tools/lib/run.ts';
import { freePort } from '../../tools/lib/test-server.ts';
import { type Api, createApi } from './api.ts';

/** Data and settings of a server, which can be killed and restarted on them. */
export type Site = {
  dataDir: string;
  /** More environment variables, GOFIGR_ and others. */
  env?: Record<string, string>;
  /** Address at which it listens; absent: 127.0.0.1. */
  address?: string;
  /** Command that runs the server, such as `strace` with its options. */
  wrapper?: string[];
  nodeArgs?: string[];
};

export type RunningServer = {
  url: string;
  /** ID of the started process, which is the wrapper if there is one. */
  pid: number;
  lines: readonly string[];
  child: ChildProcess;
  /** Resolves to the exit code, or to null after a signal. */
  ended: Promise<number | null>;
  /** Sends a signal and waits for the end. */
  end(signal?: NodeJS.Signals): Promise<number | null>;
};

const START_LIMIT_MS = 120_000;

const addressOf = ({ address = '127.0.0.1' }: Site): string => address;

function environment(site: Site, port: number): Record<string, string | undefined> {
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('GOFIGR_'));
  return {
    ...Object.fromEntries(inherited),
    GOFIGR_HOST: addressOf(site),
    GOFIGR_ALLOWED_HOSTS: addressOf(site),
    GOFIGR_PORT: String(port),
    GOFIGR_DATA_DIR: site.dataDir,
    GOFIGR_LOG_LEVEL: 'error',
    // Verifying many revisions takes more requests in a minute than the default allows.
    GOFIGR_API_KEY_REQUESTS: '0',
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
  // An interrupted run must not leave its server running.
  const killNow = (): boolean => child.kill('SIGKILL');
  process.once('exit', killNow);
  void ended.then(() => process.off('exit', killNow));
  return {
    url: `http://${addressOf(site)}:${port}`,
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
  let last = 'none';
  while (Date.now() < deadline && server.child.exitCode === null) {
    const signal = AbortSignal.timeout(START_LIMIT_MS / 10);
    const answer = await fetch(`${server.url}/readyz?for=read`, { signal }).catch((error: unknown) => String(error));
    if (typeof answer !== 'string' && answer.ok) return server;
    last = typeof answer === 'string' ? answer : `${answer.status} ${await answer.text().catch(String)}`;
    await sleep(20);
  }
  await server.end('SIGKILL');
  throw new TaskError(`The server did not start. Its last answer: ${last}\n${server.lines.join('\n')}`);
}

/** Starts a server that must refuse to start. Returns its exit code and output. */
export async function startRefused(site: Site): Promise<{ code: number | null; output: string }> {
  const server = await spawnServer(site);
  const code = await Promise.race([server.ended, sleep(START_LIMIT_MS, 'running' as const, { ref: false })]);
  if (code !== 'running') return { code, output: server.lines.join('\n') };
  await server.end('SIGKILL');
  throw new TaskError('The server started. It should have refused to start.');
}

/**
 * Runs a command of an administrator on the data of a server, and kills it after `killAfterMs`. Returns its exit code, or
 * null after a kill, and its output.
 */
export async function runAdmin(
  site: Site,
  args: readonly string[],
  input = '',
  killAfterMs?: number,
): Promise<{ code: number | null; output: string }> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', ADMIN_BUNDLE, ...args], {
    env: environment(site, 0),
  });
  const output: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => output.push(chunk));
  child.stdin.on('error', () => undefined).end(input);
  const timer = killAfterMs === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), killAfterMs);
  const [code] = (await once(child, 'close')) as [number | null]; // the event gives a code
  clearTimeout(timer);
  return { code, output: Buffer.concat(output).toString() };
}

/** Creates an account and signs in with an access token. `flags`: more options of `create-user`. */
export async function openPerson(
  site: Site,
  server: RunningServer,
  name = 'alice',
  flags: readonly string[] = [],
): Promise<Api> {
  const password = randomBytes(18).toString('base64url');
  const args = ['create-user', name, '--email', `${name}@example.org`, ...flags];
  const { code, output } = await runAdmin(site, args, `${password}\n`);
  if (code !== 0) throw new TaskError(`The account was not created:\n${output}`);
  const anyone = createApi(server.url, '');
  const { access } = await anyone.ok<{ access: string }>('POST', '/api/token/', { username: name, password });
  return createApi(server.url, `Bearer ${access}`);
}

/** Creates an account and signs in with an API key. */
export async function openAccount(site: Site, server: RunningServer, name = 'alice'): Promise<Api> {
  const person = await openPerson(site, server, name);
  const { token } = await person.ok<{ token: string }>('POST', 'api_key/', { name: 'durability' });
  return createApi(server.url, `Token ${token}`);
}
