/** Runs a limited number of jobs at once; the others wait in order. */
export function createTurns(most: number): <T>(work: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async (work) => {
    if (running < most) running += 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await work();
    } finally {
      // Passes the turn on, or ends it.
      const next = waiting.shift();
      if (next) next();
      else running -= 1;
    }
  };
}
