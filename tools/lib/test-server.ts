import { type ChildProcess, spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { SERVER_DIST, WEB_DIR } from './build.ts';
import { TaskError } from './run.ts';

export type TestServer = {
  url: string;
  /** ID of the server's process. */
  pid: number;
  dataDir: string;
  /** All lines printed so far on standard output and standard error. */
  lines: readonly string[];
  /** Waits for printed text that matches, and returns it. */
  printed(pattern: RegExp, milliseconds?: number): Promise<string>;
  /** Runs an admin command on the same data. Returns its output. Throws if the command fails. */
  admin(args: string[], stdin?: string): Promise<string>;
  /** Asks the server to stop, waits for it, and removes the data. */
  stop(): Promise<void>;
};

const START_LIMIT_MS = 60_000;
const STOP_LIMIT_MS = 15_000;

/**
 * Starts the built server on a free port with an empty data folder. `settings` are further GOFIGR_ variables. `dist` is
 * the folder of another build.
 */
export async function startTestServer(
  settings: Record<string, string> = {},
  dist: string = SERVER_DIST,
): Promise<TestServer> {
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const dataDir = mkdtempSync(join(tmpdir(), 'gofigr-test-'));
  const env = {
    ...withoutSettings(process.env),
    GOFIGR_HOST: '127.0.0.1',
    GOFIGR_PORT: String(port),
    GOFIGR_PUBLIC_URL: url,
    GOFIGR_DATA_DIR: dataDir,
    GOFIGR_WEB_DIR: WEB_DIR,
    ...settings,
  };
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', join(dist, 'main.js')], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => lines.push(line));
  }
  const ended = once(child, 'exit');
  // An interrupted run must not leave its server running.
  const killNow = (): boolean => child.kill('SIGKILL');
  process.once('exit', killNow);

  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    const inTime = await Promise.race([ended.then(() => true), sleep(STOP_LIMIT_MS, false, { ref: false })]);
    if (!inTime) child.kill('SIGKILL');
    process.off('exit', killNow);
    rmSync(dataDir, { recursive: true, force: true });
    if (!inTime) throw new TaskError(`The server didn't end within ${STOP_LIMIT_MS} ms.\n${lines.join('\n')}`);
  };
  try {
    await untilHealthy(url, child);
  } catch (error) {
    await stop();
    throw new TaskError(`${lines.join('\n')}\n${String(error)}`);
  }
  return {
    url,
    pid: child.pid ?? 0,
    dataDir,
    lines,
    stop,
    printed: (pattern, milliseconds = 5000) => untilPrinted(lines, pattern, milliseconds),
    admin: (args, stdin = '') => runAdmin(join(dist, 'admin.js'), args, stdin, env),
  };
}

/** Removes the settings of a real server from the environment. */
function withoutSettings(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !name.startsWith('GOFIGR_')));
}

/**
 * Finds a free port on loopback, outside of the range from which systems give ports to connections. A server that is
 * killed and started again would lose one of these meanwhile. `fetch` and browsers refuse 10080.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(10_100, 32_000);
    const server = createServer().listen(port, '127.0.0.1');
    const isFree = await once(server, 'listening').then(
      () => true,
      () => false,
    );
    if (!isFree) continue;
    server.close();
    await once(server, 'close');
    return port;
  }
}

async function untilHealthy(url: string, child: ChildProcess): Promise<void> {
  const deadline = Date.now() + START_LIMIT_MS;
  while (Date.now() < deadline) {
    if (child.exitCode !== null) throw new Error(`The server ended with exit code ${child.exitCode}.`);
    const answer = await fetch(`${url}/healthz`).catch(() => undefined);
    if (answer?.ok === true) return;
    await sleep(50);
  }
  throw new Error(`The server gave no good answer on ${url}/healthz within ${START_LIMIT_MS} ms.`);
}

async function untilPrinted(lines: readonly string[], pattern: RegExp, milliseconds: number): Promise<string> {
  const deadline = Date.now() + milliseconds;
  do {
    const match = pattern.exec(lines.join('\n'));
    if (match) return match[0];
    await sleep(20);
  } while (Date.now() < deadline);
  throw new TaskError(`The server printed nothing like ${pattern.source}:\n${lines.join('\n')}`);
}

async function runAdmin(bundle: string, args: string[], stdin: string, env: NodeJS.ProcessEnv): Promise<string> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', bundle, ...args], { env });
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.stdin.end(stdin);
  await once(child, 'close');
  const output = Buffer.concat(chunks).toString();
  if (child.exitCode !== 0) throw new TaskError(`admin ${args.join(' ')} failed:\n${output}`);
  return output;
}
