import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { fromRoot } from '../../lib/root.ts';
import { TaskError } from '../../lib/run.ts';
import type { Driven, Load } from './client.ts';
import { makeFolderOnDisk } from './disk.ts';

/** Sends requests from another process. */
export const drive = (load: Load): Promise<Driven> => runOther('client', [], load) as Promise<Driven>; // by client.ts

/** Writes files of this size, one after the other, from another process. */
export async function writeDurably(bytes: number, milliseconds: number): Promise<Driven> {
  const folder = makeFolderOnDisk('ceiling-');
  try {
    return (await runOther('ceiling', [folder, String(bytes), String(milliseconds)])) as Driven; // by ceiling.ts
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Asks a server for `/healthz` every few milliseconds from another process, while `work` runs. */
export async function probe(url: string, work: () => Promise<unknown>): Promise<number[]> {
  const ending = new AbortController();
  const times = runOther('probe', [url], undefined, ending.signal) as Promise<number[]>; // by probe.ts
  try {
    await work();
  } finally {
    ending.abort();
  }
  return times;
}

/**
 * Runs a program of this folder with JSON on its standard input, and parses the JSON that it prints. The input stays
 * open until `open` is aborted.
 */
async function runOther(name: string, args: string[], input?: object, open?: AbortSignal): Promise<unknown> {
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', fromRoot('tools/bench/lib', `${name}.ts`), ...args],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  );
  const killNow = (): boolean => child.kill();
  process.once('exit', killNow);
  const ended = once(child, 'exit');
  if (open) open.addEventListener('abort', () => child.stdin.end());
  else child.stdin.end(input && JSON.stringify(input));
  const output = await text(child.stdout);
  const [code] = (await ended) as [number | null]; // the event gives a code
  process.off('exit', killNow);
  if (code !== 0) throw new TaskError(`${name}.ts failed.`);
  return JSON.parse(output);
}
