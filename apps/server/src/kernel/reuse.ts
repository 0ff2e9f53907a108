/** Returns a function that does costly work at most once in a time, and else returns the last result. */
export function createReuse<T>(work: () => Promise<T>, milliseconds: number): () => Promise<T> {
  let last: { at: number; result: Promise<T> } | undefined;
  return () => {
    if (last && performance.now() - last.at < milliseconds) return last.result;
    const current = { at: performance.now(), result: work() };
    last = current;
    current.result.catch(() => {
      if (last === current) last = undefined;
    });
    return current.result;
  };
}
