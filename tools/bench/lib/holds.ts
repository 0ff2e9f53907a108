import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fromRoot } from '../../lib/root.ts';
import { TaskError } from '../../lib/run.ts';

const LIMIT_MS = 60_000;
const PERIOD_MS = 5;

/** Reads how long the event loop of a server was held. */
export type Holds = {
  /** Environment of the server. */
  settings: Record<string, string>;
  /** Longest hold since the last reading, in milliseconds of processor time. `pid`: the server's process. */
  read(pid: number): Promise<number>;
  remove(): void;
};

export function watchHolds(): Holds {
  const folder = mkdtempSync(join(tmpdir(), 'gofigr-holds-'));
  const file = join(folder, 'longest');
  return {
    settings: { NODE_OPTIONS: `--import ${fromRoot('tools/bench/lib/meter.ts')}`, BENCH_METER: file },
    async read(pid) {
      process.kill(pid, 'SIGUSR2');
      const deadline = performance.now() + LIMIT_MS;
      while (!existsSync(file)) {
        if (performance.now() > deadline) throw new TaskError('The server tells no holds of its event loop.');
        await sleep(PERIOD_MS);
      }
      const longest = Number(readFileSync(file, 'utf8'));
      rmSync(file);
      return longest;
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
