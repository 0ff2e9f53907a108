import { createRequire } from 'node:module';
import { createJobChild, findWorker, type Job } from '../../../kernel/pictures/index.ts';
import { CORE, type FromOcr, LANGUAGE, type ToOcr } from './ocr-messages.ts';

/** Time of one picture, and time after which an idle child ends, in milliseconds. */
const MOST_MS = 60_000;
const IDLE_MS = 60_000;

/** Reads words in pictures one at a time, in a child process with as few rights as the machine can enforce. */
export interface Ocr {
  /** Returns the lines of a PNG. Rejects if the child ends or takes too long. */
  read(png: Uint8Array): Promise<string>;
  close(): void;
}

/** Tells whether the optional packages are installed. */
export function isOcrInstalled(): boolean {
  const { resolve } = createRequire(import.meta.url);
  try {
    return [CORE, LANGUAGE].every((name) => resolve(name) !== '');
  } catch {
    return false;
  }
}

export function createOcr(): Ocr {
  const child = createJobChild<ToOcr>({
    worker: findWorker('ocr-worker', import.meta.url),
    packages: [],
    mostMs: MOST_MS,
    idleMs: IDLE_MS,
    cpuSeconds: 3600,
  });
  const begin =
    (png: Uint8Array) =>
    ({ number, send }: Job<ToOcr, string>): void =>
      send({ job: number, png });

  function onMessage(message: unknown, { number, resolve, reject }: Job<ToOcr, string>): void {
    if (!isFromOcr(message)) reject(new Error('the child sent something else than a text'));
    else if (message.job === number) resolve(message.text);
  }
  return { read: (png) => child.run(begin(png), onMessage), close: child.close };
}

/** Checks every field: hostile pictures may have taken over the child. */
const isFromOcr = (message: unknown): message is FromOcr =>
  typeof message === 'object' &&
  message !== null &&
  'job' in message &&
  typeof message.job === 'number' &&
  'text' in message &&
  typeof message.text === 'string';
