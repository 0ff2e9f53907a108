/**
 * The child process in which untrusted pictures are decoded. It holds no secret and no handle of the server; whatever a
 * hostile file does to it, the parent sees a missing answer or an exit and starts a new one.
 */
import { setPriority } from 'node:os';
import { draw } from './draw.ts';
import type { DrawOrder, WorkerMessage } from './messages.ts';

const CHECK_MS = 50;
/** Yields to the server, and yet gets on where other programs use every core. */
const NICENESS = 5;

setPriority(NICENESS);

process.on('disconnect', endGroup);
process.on('message', (order: DrawOrder) => void answer(order));
tell({ ready: true });

async function answer(order: DrawOrder): Promise<void> {
  const before = process.cpuUsage();
  // Decoding runs in native threads, so this loop stays free to watch them; no heap limit of V8 counts their memory.
  const watch = setInterval(() => {
    const { user, system } = process.cpuUsage(before);
    if (process.memoryUsage.rss() > order.memoryMb * 2 ** 20 || user + system > order.workMs * 1000) endGroup();
  }, CHECK_MS);
  const picture = await draw(order).catch(() => null);
  clearInterval(watch);
  tell({ id: order.id, picture });
}

function tell(message: WorkerMessage): void {
  process.send?.(message);
}

/** Ends this process and a Ghostscript it may have started: the parent made it the leader of its own process group. */
function endGroup(): void {
  try {
    process.kill(-process.pid, 'SIGKILL');
  } catch {
    // Not the leader of a group, or a platform without groups.
  }
  process.exit(1);
}
