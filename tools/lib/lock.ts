import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CACHE } from './root.ts';

const FOLDER = join(CACHE, 'locks');

/**
 * Does work that no other process of this clone does at the same time, waiting for those that began before; `name` says
 * what it is. A process that died holds nothing.
 */
export async function withLock<T>(name: string, work: () => Promise<T>): Promise<T> {
  mkdirSync(FOLDER, { recursive: true });
  const file = join(FOLDER, name);
  while (!take(file)) await sleep(200);
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}

function take(file: string): boolean {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch {
    if (!isHeld(file)) rmSync(file, { force: true });
    return false;
  }
}

/** Whether the process that took it still runs; a file just made may not hold its number yet. */
function isHeld(file: string): boolean {
  try {
    const pid = Number(readFileSync(file, 'utf8'));
    return pid === 0 || process.kill(pid, 0);
  } catch (error) {
    // Somebody else's process may not be asked, but it runs.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
