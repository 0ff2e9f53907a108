import { createJobChild, findWorker, type Job } from '../../../kernel/pictures/index.ts';
import { type FromChild, isFromChild, type Near, type Sighting, type ToChild } from './messages.ts';

/** Time after which an idle child ends. Its descriptions are read again then. */
const IDLE_MS = 10 * 60_000;

/** Gives the child what it asks for. */
export interface Lender {
  descriptions(hashes: readonly string[]): Promise<{ hash: string; descriptor: Uint8Array }[]>;
  thumbnail(hash: string): Promise<Uint8Array | null>;
}

/** Searches pictures one at a time, in a child process with as few rights as the machine can enforce. */
export interface SearchChild {
  /**
   * Searches pages, drawn as PNG, for pictures with these hashes. Rejects if the child ends or takes too long. When the
   * caller is gone, the rest is left out.
   */
  search(pages: Uint8Array[], allowed: string[], gone: AbortSignal): Promise<Sighting>;
  /** Returns those of the pictures that resemble a stored one, nearest first. Rejects like `search`. */
  nearest(like: string, allowed: string[]): Promise<Near[]>;
  close(): void;
}

type Question = { pages: Uint8Array[]; allowed: string[] } | { like: string; allowed: string[] };

export function createSearchChild(lender: Lender): SearchChild {
  const child = createJobChild<ToChild>({
    worker: findWorker('picture-search-worker', import.meta.url),
    packages: ['@gofigr/likeness'],
    mostMs: 60_000,
    idleMs: IDLE_MS,
    cpuSeconds: 3600,
  });

  /** `take` returns the result in an answer of the child, if it is the right one. */
  function ask<T>(question: Question, take: (answer: FromChild) => T | undefined, gone?: AbortSignal): Promise<T> {
    let cancel = (): void => undefined;
    const begin = ({ number, send }: Job<ToChild, T>) => {
      send({ job: number, ...question });
      cancel = () => send({ cancelled: number });
      gone?.addEventListener('abort', cancel);
    };
    const onMessage = (message: unknown, { number, send, resolve, reject }: Job<ToChild, T>) => {
      const lend = (lent: Promise<ToChild>) => void lent.then(send, reject);
      if (!isFromChild(message)) return reject(new Error('the child sent something else than an answer'));
      if ('lacks' in message)
        return lend(lender.descriptions(message.lacks).then((descriptions) => ({ descriptions })));
      if ('need' in message)
        return lend(lender.thumbnail(message.need).then((thumbnail) => ({ hash: message.need, thumbnail })));
      if (!('job' in message) || message.job !== number) return undefined;
      if ('problem' in message) return reject(new Error(message.problem));
      const result = take(message);
      return result === undefined ? reject(new Error('the child answered something else')) : resolve(result);
    };
    return child.run(begin, onMessage).finally(() => gone?.removeEventListener('abort', cancel));
  }

  return {
    search: (pages, allowed, gone) =>
      ask({ pages, allowed }, (answer) => ('sighting' in answer ? answer.sighting : undefined), gone),
    nearest: (like, allowed) => ask({ like, allowed }, (answer) => ('nearest' in answer ? answer.nearest : undefined)),
    close: child.close,
  };
}
