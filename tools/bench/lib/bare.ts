import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fromRoot } from '../../lib/root.ts';
import { makeFolderOnDisk } from './disk.ts';
import { playRequests, type Turn } from './turns.ts';

export type BareServer = { url: string; pid: number; stop: () => Promise<void> };

/** Starts the server that only keeps bytes. */
export async function startBareServer(): Promise<BareServer> {
  const folder = makeFolderOnDisk('bare-');
  const child = spawn(process.execPath, [fromRoot('tools/bench/lib/bare-server.ts'), folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const killNow = (): boolean => child.kill();
  process.once('exit', killNow);
  const ended = once(child, 'exit');
  const [port] = (await once(createInterface(child.stdout), 'line')) as [string]; // the event gives a line
  return {
    url: `http://127.0.0.1:${port}`,
    pid: child.pid ?? 0,
    async stop() {
      process.off('exit', killNow);
      child.kill();
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Plays a turn of files of this size. */
export function playFiles(
  { url, pid }: BareServer,
  { bytes, connections, milliseconds }: { bytes: number; connections: number; milliseconds: number },
): Promise<Turn> {
  return playRequests([pid], { requests: { kind: 'put', url, headers: {}, bytes }, connections, milliseconds });
}
