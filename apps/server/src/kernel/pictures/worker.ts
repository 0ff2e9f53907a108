/**
 * The child process that decodes untrusted pictures. It has no secret and no handle of the server, and reads none of
 * its files. Whatever a hostile picture does to it, the parent sees a missing answer or an exit and starts a new child.
 */
import { once } from 'node:events';
import { getPriority, setPriority } from 'node:os';
import { CannotDraw } from './cannot-draw.ts';
import { draw } from './draw.ts';
import { ghostscriptWorkMs } from './ghostscript.ts';
import type { Drawing, DrawOrder, Reason, WorkerMessage } from './messages.ts';
import { isCostly, isTooMuch } from './too-much.ts';

const CHECK_MS = 50;
/** Gives way to the server, but still makes progress if other programs use every core. */
const NICENESS = 5;

// A sandboxed process may not raise its priority, which a server that was started by `nice` would ask for.
if (getPriority() < NICENESS) setPriority(NICENESS);

process.on('disconnect', endGroup);
process.on('message', (order: DrawOrder) => void answer(order));
send({ ready: true });

async function answer(order: DrawOrder): Promise<void> {
  const [workBefore, began] = [workMs(), performance.now()];
  // Decoding runs in native threads, so this loop can watch them; V8's heap limit doesn't count their memory.
  const watch = setInterval(() => {
    const workedMs = workMs() - workBefore + ghostscriptWorkMs();
    const memoryMb = process.memoryUsage.rss() / 2 ** 20;
    if (isTooMuch({ workedMs, passedMs: performance.now() - began, memoryMb }, order)) endGroup();
  }, CHECK_MS);
  const drawing = await receive(order.bytes)
    .then((source) => draw(source, order))
    .catch((error: unknown): Drawing => {
      const isMuch = isCostly(workMs() - workBefore, order);
      return { picture: null, reason: reasonOf(error, isMuch) };
    });
  clearInterval(watch);
  send({ id: order.id, drawing, workedMs: workMs() });
}

function reasonOf(error: unknown, isMuch: boolean): Reason {
  if (error instanceof CannotDraw) return error.reason;
  return isMuch ? 'too_costly' : 'unreadable';
}

function workMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** Reads the next bytes of standard input. */
async function receive(length: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(length);
  let filled = 0;
  while (filled < length) {
    const chunk: unknown = process.stdin.read();
    if (!(chunk instanceof Uint8Array)) {
      await once(process.stdin, 'readable');
      continue;
    }
    bytes.set(chunk, filled);
    filled += chunk.length;
  }
  return bytes;
}

function send(message: WorkerMessage): void {
  process.send?.(message);
}

/** Ends this process and its Ghostscript: the parent made it the leader of its own process group. */
function endGroup(): void {
  try {
    process.kill(-process.pid, 'SIGKILL');
  } catch {
    // A sandbox, which ends with this process, or a platform without process groups.
  }
  process.exit(1);
}
