import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { createDevtools, type Devtools, type DevtoolsEvent } from './devtools.ts';
import type { Walls } from './walls.ts';
import { lookAtTree } from './watch.ts';

/** Limits of one browser, which draws one page. */
export interface BrowserLimits {
  timeoutMs: number;
  memoryMb: number;
}

/** A limit ended the browser: another attempt would end the same way. */
export class PageLimit extends Error {
  readonly limit: 'time' | 'memory';
  constructor(limit: 'time' | 'memory') {
    super(`The page reached the limit of ${limit}`);
    this.limit = limit;
  }
}

/** Chromium would run without its own sandbox. */
export class NoSandbox extends Error {}

export interface RunningBrowser extends Devtools {
  /** Rejects when the browser ends, whatever ends it. */
  ended: Promise<never>;
  /** Ends the browser and all its processes. */
  stop(): Promise<void>;
}

const CHECK_MS = 100;

// Nothing here turns off the sandbox, and nothing may.
const FLAGS = [
  '--headless=new',
  '--remote-debugging-pipe',
  '--no-first-run',
  '--no-default-browser-check',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--disable-extensions',
  '--disable-breakpad',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-file-system',
  '--mute-audio',
  '--hide-scrollbars',
  '--force-color-profile=srgb',
  // A mouse that hovers over nothing: plotly then hides its buttons.
  '--blink-settings=primaryHoverType=2,availableHoverTypes=2,primaryPointerType=4,availablePointerTypes=4',
];

/** Starts Chromium inside of walls. Calls reject with `PageLimit` when a limit ends it. */
export async function startBrowser(
  chromium: string,
  walls: Walls,
  { timeoutMs, memoryMb }: BrowserLimits,
  onEvent: (event: DevtoolsEvent) => void,
): Promise<RunningBrowser> {
  const folder = await mkdtemp(join(tmpdir(), 'gofigr-page-'));
  const [program = '', ...args] = walls.wrap([chromium, ...FLAGS], folder);
  const child = spawn(program, args, {
    // Nothing of the server's environment, and nothing that could add flags.
    env: { PATH: process.env['PATH'], HOME: '/tmp', TMPDIR: '/tmp', LANG: 'C.UTF-8' },
    stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const closed = Promise.withResolvers<void>();
  const ended = Promise.withResolvers<never>();
  ended.promise.catch(() => undefined);
  const [, , , input, output] = child.stdio;
  if (!(input instanceof Writable && output instanceof Readable)) throw new Error('No pipe to the browser');
  const devtools = createDevtools(input, output, onEvent, fail);
  const timer = setTimeout(() => fail(new PageLimit('time')), timeoutMs);
  const watch = setInterval(() => {
    const { memoryMb: used, commands } =
      child.pid === undefined ? { memoryMb: 0, commands: [] } : lookAtTree(child.pid);
    if (used > memoryMb) fail(new PageLimit('memory'));
    if (commands.some(isUnprotected)) fail(new NoSandbox('Chromium was started without its sandbox'));
  }, CHECK_MS);
  child.on('error', fail);
  child.on('exit', (code, signal) => fail(new Error(`Chromium ended (${signal ?? code})`)));
  child.on('close', () => closed.resolve());
  child.on('error', () => closed.resolve());

  function fail(error: Error): void {
    clearTimeout(timer);
    clearInterval(watch);
    devtools.close(error);
    ended.reject(error);
    kill(child);
  }

  return {
    ...devtools,
    ended: ended.promise,
    async stop() {
      fail(new Error('The browser was stopped'));
      await closed.promise;
      await rm(folder, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

/** Chromium gives this flag to helpers that never read a page. */
const isUnprotected = (command: string): boolean =>
  /--no-sandbox\b/.test(command) && !/--type=(zygote|gpu-process|utility)\b/.test(command);

function kill(child: ChildProcess): void {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    child.kill('SIGKILL');
  }
}
