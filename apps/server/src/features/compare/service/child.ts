import type { Revision } from '@gofigr/compare';
import { createJobChild, findWorker } from '../../../kernel/pictures/index.ts';
import type { Choice } from './choice.ts';
import { isFromChild, type ToChild } from './messages.ts';

/** Reads the bytes of a datum by its ID. Null if that fails. */
export type ReadBytes = (id: string) => Promise<Uint8Array<ArrayBuffer> | null>;

/** Compares revisions one at a time, in a child process with as few rights as the machine can enforce. */
export interface CompareChild {
  /** Returns the comparison as JSON. Rejects if the child ends or takes too long. */
  compare(a: Revision, b: Revision, read: ReadBytes, choice?: Choice): Promise<string>;
  close(): void;
}

export function createCompareChild(): CompareChild {
  const child = createJobChild<ToChild>({
    worker: findWorker('compare-worker', import.meta.url),
    packages: ['@gofigr/compare', '@gofigr/tables'],
    mostMs: 120_000,
    idleMs: 60_000,
    cpuSeconds: 600,
  });
  return {
    compare: (a, b, read, choice) =>
      child.run<string>(
        ({ number, send }) => send({ job: number, a, b, choice }),
        (message, { number, send, resolve, reject }) => {
          if (!isFromChild(message)) return reject(new Error('the child sent something else than an answer'));
          if ('result' in message && message.job === number) resolve(message.result);
          if ('need' in message) void lend(message.need, read).then(send);
        },
      ),
    close: child.close,
  };
}

const lend = async (id: string, read: ReadBytes): Promise<ToChild> => ({ id, bytes: await read(id).catch(() => null) });
