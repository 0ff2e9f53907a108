/** Returns a function that loads one value. Calls of one moment are put together, at most `most` in each `loadAll`. */
export function createBatch<T>(
  most: number,
  loadAll: (keys: readonly string[]) => Promise<ReadonlyMap<string, T>>,
): (key: string) => Promise<T | undefined> {
  let waiting = new Map<string, PromiseWithResolvers<T | undefined>>();

  function send(): void {
    const all = [...waiting];
    waiting = new Map();
    for (let start = 0; start < all.length; start += most) void sendSome(all.slice(start, start + most));
  }

  async function sendSome(some: [key: string, waiter: PromiseWithResolvers<T | undefined>][]): Promise<void> {
    try {
      const found = await loadAll(some.map(([key]) => key));
      for (const [key, { resolve }] of some) resolve(found.get(key));
    } catch (error) {
      for (const [, { reject }] of some) reject(error);
    }
  }

  return (key) => {
    const known = waiting.get(key);
    if (known) return known.promise;
    if (waiting.size === 0) setTimeout(send);
    const waiter = Promise.withResolvers<T | undefined>();
    waiting.set(key, waiter);
    return waiter.promise;
  };
}
