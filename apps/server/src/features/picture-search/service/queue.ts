import { createTurns, type Waiting } from '../../../kernel/pictures/index.ts';

/** Does work one at a time. The next turn goes to the person who was served longest ago. */
export interface Queue {
  /** Does the work in its turn. Rejects with the reason of `gone` if its person leaves before. */
  run<T>(person: string, gone: AbortSignal, work: () => Promise<T>): Promise<T>;
}

interface Job extends Waiting {
  begin(): void;
}

/** The party of all work, which has one turn at a time. */
const EVERYBODY = 'everybody';
const CAPS = { all: Number.POSITIVE_INFINITY, author: Number.POSITIVE_INFINITY, caller: Number.POSITIVE_INFINITY };

/** How much may wait is for the caller to limit. */
export function createQueue(): Queue {
  const turns = createTurns<Job>({ ...CAPS, picture: 1, running: 1 });
  let count = 0;
  const next = () => turns.next()?.begin();

  return {
    async run(person, gone, work) {
      gone.throwIfAborted();
      const { promise: turn, resolve, reject } = Promise.withResolvers<void>();
      const job = { turn: { author: person, caller: EVERYBODY }, path: `${++count}`, begin: resolve };
      const leave = () => {
        // Work that has begun ends by itself.
        if (turns.drop(job.path).length > 0) reject(gone.reason);
      };
      gone.addEventListener('abort', leave);
      turns.add(job);
      next();
      await turn.finally(() => gone.removeEventListener('abort', leave));
      try {
        return await work();
      } finally {
        turns.done(job);
        next();
      }
    },
  };
}
