import type { Box } from './myers.ts';

/**
 * Finds anchors in two ranges: items that occur once in each, in the longest run of the same order ("patience diff").
 * They keep a moved or rewritten block from being matched with unrelated equal items.
 */
export function anchorsOf(a: Int32Array, b: Int32Array, { a: from, aEnd, b: fromB, bEnd }: Box): [number, number][] {
  const inA = onceIn(a, from, aEnd);
  const inB = onceIn(b, fromB, bEnd);
  const pairs: [number, number][] = [];
  for (const [item, index] of inA) {
    const other = inB.get(item);
    if (index >= 0 && other !== undefined && other >= 0) pairs.push([index, other]);
  }
  return longestIncreasing(pairs, ([, index]) => index);
}

/** Index of each item of a range, or -1 if it occurs again. */
function onceIn(items: Int32Array, from: number, end: number): Map<number, number> {
  const found = new Map<number, number>();
  for (let index = from; index < end; index++) {
    const item = items[index] ?? -1;
    found.set(item, found.has(item) ? -1 : index);
  }
  return found;
}

/** Returns the longest subsequence whose numbers increase. All numbers must differ. */
export function longestIncreasing<T>(items: readonly T[], numberOf: (item: T) => number): T[] {
  // Index of the item that ends the best run of each length, and the item before each item in its run.
  const ends: number[] = [];
  const before = new Int32Array(items.length);
  const numbers = items.map(numberOf);
  for (const [index, number] of numbers.entries()) {
    let [low, high] = [0, ends.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((numbers[ends[middle] ?? 0] ?? 0) < number) low = middle + 1;
      else high = middle;
    }
    before[index] = low === 0 ? -1 : (ends[low - 1] ?? -1);
    ends[low] = index;
  }
  const run: T[] = [];
  for (let index = ends.at(-1) ?? -1; index >= 0; index = before[index] ?? -1) {
    const item = items[index];
    if (item !== undefined) run.push(item);
  }
  return run.toReversed();
}
