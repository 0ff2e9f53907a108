/** Calls `work` for each item, at most `limit` at once. After a failure it waits for running calls and throws. */
export async function forEachPooled<T>(
  items: AsyncIterable<T> | Iterable<T>,
  limit: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const iterator = one(items);
  const state = { failed: false };
  const worker = async (): Promise<void> => {
    while (!state.failed) {
      const next = await iterator.next();
      if (next.done) return;
      await work(next.value);
    }
  };
  const outcomes = await Promise.allSettled(
    Array.from({ length: limit }, () =>
      worker().catch((error: unknown) => {
        state.failed = true;
        throw error;
      }),
    ),
  );
  await iterator.return(undefined);
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
}

async function* one<T>(items: AsyncIterable<T> | Iterable<T>): AsyncGenerator<T, void> {
  yield* items;
}

/** Yields the items of the first stream that are not in the second. Both are sorted by hash. */
export async function* without<T extends { hash: string }>(
  all: AsyncIterable<T>,
  known: AsyncIterable<string>,
): AsyncGenerator<T> {
  const others = known[Symbol.asyncIterator]();
  let other = await others.next();
  for await (const item of all) {
    while (!other.done && other.value < item.hash) other = await others.next();
    if (other.done || other.value !== item.hash) yield item;
  }
}

export async function* hashesOf(blobs: AsyncIterable<{ hash: string }>): AsyncGenerator<string> {
  for await (const { hash } of blobs) yield hash;
}

/**
 * Merges streams of blobs that are sorted by hash into one. Equal blobs appear once; a hash with two sizes appears twice.
 */
export async function* merged<T extends { hash: string; size: number }>(
  streams: readonly AsyncIterable<T>[],
): AsyncGenerator<T> {
  const iterators = streams.map((stream) => stream[Symbol.asyncIterator]());
  try {
    const heads = await Promise.all(iterators.map((iterator) => iterator.next()));
    for (;;) {
      let first: T | undefined;
      for (const head of heads)
        if (
          !head.done &&
          (!first || head.value.hash < first.hash || (head.value.hash === first.hash && head.value.size < first.size))
        )
          first = head.value;
      if (!first) return;
      yield first;
      for (const [index, iterator] of iterators.entries()) {
        const head = heads[index];
        if (head && !head.done && head.value.hash === first.hash && head.value.size === first.size)
          heads[index] = await iterator.next();
      }
    }
  } finally {
    for (const iterator of iterators) await iterator.return?.(undefined);
  }
}
