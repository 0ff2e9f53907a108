import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { ensureChromium } from '../lib/chromium.ts';
import { pathBeside } from '../lib/programs.ts';
import { ensureVenv } from '../lib/python.ts';
import { TaskError } from '../lib/run.ts';
import { type Progress, progressLine } from './progress.ts';

/** Server that receives the figures, and the API key of the publisher. */
export interface Target {
  url: string;
  key: string;
}

/** Returns the given server and key. Missing ones come from `GOFIGR_PORT`, then from `.gofigr` in the home folder. */
export function targetOf(given: Partial<Target>, port = process.env['GOFIGR_PORT'], home = homedir()): Target {
  const file = join(home, '.gofigr');
  const config = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as { url?: string; api_key?: string }) : {}; // written by gfconfig
  const url = given.url ?? (port ? `http://localhost:${port}` : (config.url ?? 'http://localhost:5173'));
  const key = given.key ?? config.api_key;
  if (!key) throw new TaskError(`An API key is needed: create one on ${url}/account and pass it in GOFIGR_API_KEY.`);
  return { url, key };
}

interface Published extends Progress {
  problem: string | null;
}

/** Publishes the demonstration figures with the published Python client. Returns the figures that failed. */
export async function publishDemo({ url, key }: Target): Promise<string[]> {
  await requireServer(url);
  const python = await ensureVenv('demo', join(import.meta.dirname, 'requirements.txt'));
  const env = {
    ...process.env,
    PATH: pathBeside(python),
    // Plotly draws its pictures in a browser.
    BROWSER_PATH: await ensureChromium(),
    GOFIGR_DEMO_URL: url,
    GOFIGR_DEMO_KEY: key,
  };
  const child = spawn(python, [join(import.meta.dirname, 'demo.py'), '3'], {
    env,
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
  });
  const stop = () => child.kill('SIGINT');
  process.once('SIGINT', stop);
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  let errorOutput = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    errorOutput = `${errorOutput}${chunk.toString()}`.slice(-4000);
  });
  const problems: string[] = [];
  const started = performance.now();
  // `stdio` opens this pipe.
  for await (const line of createInterface({ input: child.stdio[3] as Readable })) {
    const published = JSON.parse(line) as Published; // written by the script
    show(progressLine(published, performance.now() - started, process.stdout.columns));
    if (published.problem) problems.push(`${published.figure}: ${published.problem}`);
  }
  const code = await ended;
  process.removeListener('SIGINT', stop);
  show('');
  if (code !== 0) throw new TaskError(`Publishing stopped.\n${errorOutput}`);
  return problems;
}

/** Throws if no server answers. The client would print a traceback instead. */
async function requireServer(url: string): Promise<void> {
  const answer = await fetch(url).catch(() => undefined);
  if (answer === undefined) throw new TaskError(`No server answers on ${url}. Start one with: npm start`);
}

/** Replaces the line on a terminal. Elsewhere prints a new line each time. */
function show(line: string): void {
  if (process.stdout.isTTY) process.stdout.write(`\r\u001B[K${line}`);
  else if (line) console.log(line);
}
