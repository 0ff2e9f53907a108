/** Lets a few pieces of work run at a time; the others wait for their turn. */
export function createTurns(most: number): <T>(work: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async (work) => {
    if (running < most) running += 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await work();
    } finally {
      // The turn passes on, or ends.
      const next = waiting.shift();
      if (next) next();
      else running -= 1;
    }
  };
}
