import cluster, { type Worker } from 'node:cluster';
import { createRemoteDrawing, type Drawing, type Port, serveDrawing } from './drawing.ts';

/** Number of a worker, from 1, in its environment. A new worker takes the number of the one that ended. */
const NUMBER = 'WORKER_NUMBER';

/** Pause before a worker starts again, in milliseconds. It doubles unless the last one ran for a while. */
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 30_000;
const A_WHILE_MS = 60_000;

/** This process as one of several workers; null if the server is one process. */
export interface OwnWorker {
  /** Tells whether it does what only one worker does. */
  doesChores: boolean;
  /** Tells whether it replaces a worker that ended. */
  isReplacement: boolean;
  drawing: Drawing;
}

export function ownWorker(): OwnWorker | null {
  const { worker } = cluster;
  if (!worker) return null;
  // A message to a primary process that is gone is lost, and so is this process.
  const send = (message: object) => void process.send?.(message, undefined, undefined, () => undefined);
  const drawing = createRemoteDrawing({ send, listen: (onMessage) => void process.on('message', onMessage) });
  return { doesChores: process.env[NUMBER] === '1', isReplacement: worker.id > Number(process.env[NUMBER]), drawing };
}

/** Tells whether this process starts the workers. */
export const isPrimary = (): boolean => cluster.isPrimary;

/**
 * Runs workers that share a port, and starts them again when they end. The first one starts alone: if it fails, it has
 * said why, and no other is tried. `tell` gets a line for each worker that starts again. Stops them on SIGTERM and SIGINT; a second signal ends them at once. Resolves to the
 * exit code.
 */
export function runWorkers(count: number, drawing: Drawing, tell: (line: string) => void): Promise<number> {
  const { promise, resolve } = Promise.withResolvers<number>();
  const running = new Set<Worker>();
  const pauses = new Set<NodeJS.Timeout>();
  let hasStarted = false;
  let isStopping = false;
  let exitCode = 0;
  cluster.setupPrimary({ serialization: 'advanced' });

  function start(number: number, pauseMs = FIRST_PAUSE_MS): void {
    const worker = cluster.fork({ [NUMBER]: String(number) });
    const served = serveDrawing(portOf(worker), drawing);
    const since = performance.now();
    running.add(worker);
    worker.on('error', () => undefined);
    worker.once('listening', () => {
      if (hasStarted || isStopping) return;
      hasStarted = true;
      for (let other = 2; other <= count; other++) start(other);
    });
    worker.once('exit', (code: number | null, signal: string | null) => {
      served.close();
      running.delete(worker);
      if (isStopping || !hasStarted) {
        // A worker that dies of it has not begun to serve: from then on it ends by itself.
        exitCode ||= isStopping && signal === 'SIGTERM' ? 0 : (code ?? 1);
        if (running.size === 0) resolve(exitCode);
        return;
      }
      tell(`A worker of GoFigr ended (${signal ?? code}). Another one starts.`);
      const pause = performance.now() - since > A_WHILE_MS ? FIRST_PAUSE_MS : pauseMs;
      const timer = setTimeout(() => {
        pauses.delete(timer);
        start(number, Math.min(pause * 2, LONGEST_PAUSE_MS));
      }, pause);
      pauses.add(timer);
    });
  }

  function stop(): void {
    for (const timer of pauses) clearTimeout(timer);
    for (const worker of running) worker.process.kill(isStopping ? 'SIGKILL' : 'SIGTERM');
    isStopping = true;
    if (running.size === 0) resolve(exitCode);
  }

  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, stop);
  start(1);
  return promise;
}

const portOf = (worker: Worker): Port => ({
  // A worker that has ended hears nothing.
  send: (message) => void (worker.isConnected() && worker.send(message, () => undefined)),
  listen: (onMessage) => void worker.on('message', onMessage),
});
