import type { Question, Questions, Reply } from './messages.ts';

/** A table in its own worker. */
export interface TableWorker {
  ask<K extends keyof Questions>(
    kind: K,
    ...args: Parameters<Questions[K]>
  ): Promise<Awaited<ReturnType<Questions[K]>>>;
  /** Ends the worker and frees the table. Questions without an answer fail. */
  end(): void;
}

/** Starts a worker for one table. */
export function startTableWorker(): TableWorker {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
  const waiting = new Map<number, PromiseWithResolvers<unknown>>();
  let last = 0;
  worker.addEventListener('message', ({ data }: MessageEvent<Reply>) => {
    const asked = waiting.get(data.id);
    waiting.delete(data.id);
    if ('error' in data) asked?.reject(new Error(data.error));
    else asked?.resolve(data.value);
  });
  const fail = (reason: string) => {
    for (const asked of waiting.values()) asked.reject(new Error(reason));
    waiting.clear();
  };
  // Its code can't be loaded, or its memory is used up.
  worker.addEventListener('error', (event) => fail(event.message || 'the browser could not read it.'));
  return {
    ask<K extends keyof Questions>(kind: K, ...args: Parameters<Questions[K]>) {
      const asked = Promise.withResolvers<unknown>();
      waiting.set((last += 1), asked);
      const question: Question = { id: last, kind, args };
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker isn't a window
      worker.postMessage(question);
      return asked.promise as Promise<Awaited<ReturnType<Questions[K]>>>; // the worker answers by the same types
    },
    end() {
      worker.terminate();
      fail('it was closed.');
    },
  };
}
