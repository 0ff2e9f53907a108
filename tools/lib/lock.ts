import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fieldsOf } from './process.ts';
import { CACHE } from './root.ts';
import { TaskError } from './run.ts';

const FOLDER = join(CACHE, 'locks');
const SILENT_MS = 10_000;
/** Time that a lock file may be empty. The process that creates it writes into it at once. */
const EMPTY_MS = 5000;

/** A lock can't be taken, even after waiting. */
export class LockError extends TaskError {}

/**
 * Does work while no other process of this clone does work with the same `name`. Waits for those that began before.
 * Locks of dead processes are ignored. Throws `LockError` if no lock can be created.
 */
export async function withLock<T>(name: string, work: () => Promise<T>, folder = FOLDER): Promise<T> {
  const file = join(folder, name);
  const release = await taken(folder, file);
  try {
    return await work();
  } finally {
    release();
  }
}

async function taken(folder: string, file: string): Promise<() => void> {
  const tellAt = performance.now() + SILENT_MS;
  let isTold = false;
  try {
    mkdirSync(folder, { recursive: true });
    while (!take(file)) {
      if (!isTold && performance.now() > tellAt) {
        isTold = true;
        console.error(`Waiting for process ${read(file)?.by.split(' ')[0] ?? ''}, which holds ${file} …`);
      }
      await sleep(200);
    }
  } catch (error) {
    throw new LockError(
      `The lock ${file} can not be taken (${error instanceof Error ? error.message : String(error)}).`,
      { cause: error },
    );
  }
  return () => rmSync(file, { force: true });
}

/**
 * Tries to take the lock. Returns false while another process holds it. Throws for errors that waiting can't change.
 */
function take(file: string): boolean {
  try {
    writeFileSync(file, describe(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
  }
  const held = read(file);
  if (held === undefined) return false;
  const isHeld = held.by === '' ? held.milliseconds < EMPTY_MS : isRunning(held.by);
  if (!isHeld) rmSync(file, { force: true });
  return false;
}

/** Reads the holder of a lock and the time since it was taken. Undefined if it has been released meanwhile. */
function read(file: string): { by: string; milliseconds: number } | undefined {
  try {
    return { by: readFileSync(file, 'utf8'), milliseconds: Date.now() - statSync(file).mtimeMs };
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** Describes a process by ID and start time: another process, or one on another machine, may have the same ID. */
const describe = (pid: number): string => `${pid} ${startOf(pid)}`;

/** Returns the start time of a process in ticks since the machine started. Empty if the system has no /proc. */
function startOf(pid: number): string {
  try {
    return fieldsOf(pid)[19] ?? '';
  } catch {
    return '';
  }
}

/** Tells whether the process that holds the lock still runs. */
function isRunning(holder: string): boolean {
  const pid = Number.parseInt(holder, 10);
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM means that the process runs but belongs to another user.
    if (codeOf(error) !== 'EPERM') return false;
  }
  return holder === describe(pid);
}

const codeOf = (error: unknown): unknown => (error instanceof Error && 'code' in error ? error.code : undefined);
