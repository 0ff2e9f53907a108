/**
 * Puts the entries of a newer list into the order that somebody is looking at. Entries that are gone are left out, and
 * those after the last one that both have are added. `news` counts the others, which would move what is shown.
 */
export function holdOrder<T>(
  held: readonly T[],
  live: readonly T[],
  { keyOf, hasMore }: { keyOf: (item: T) => string; hasMore: boolean },
): { items: readonly T[]; news: number } {
  const now = new Map(live.map((item) => [keyOf(item), item]));
  const known = new Set(held.map(keyOf));
  const lastLive = live.findLastIndex((item) => known.has(keyOf(item)));
  if (lastLive === -1) return { items: live, news: 0 };
  const lastHeld = held.findLastIndex((item) => now.has(keyOf(item)));
  const items = held.flatMap((item, index) => {
    // New entries push the last ones out of the loaded pages.
    const wasPushedOut = hasMore && index > lastHeld;
    return now.get(keyOf(item)) ?? (wasPushedOut ? [item] : []);
  });
  const news = live.slice(0, lastLive).filter((item) => !known.has(keyOf(item))).length;
  return { items: [...items, ...live.slice(lastLive + 1)], news };
}
