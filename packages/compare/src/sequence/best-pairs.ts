/** Pairs items of two lists in order, with the highest sum of likeness. Items with likeness 0 are never paired. */
export function bestPairs(
  count: number,
  otherCount: number,
  like: (a: number, b: number) => number,
): [number, number][] {
  const likes = Array.from({ length: count }, (_, a) => Array.from({ length: otherCount }, (__, b) => like(a, b)));
  const width = otherCount + 1;
  // Highest sum of the pairs from (a, b) on.
  const sums = new Float64Array((count + 1) * width);
  const sum = (a: number, b: number): number => sums[a * width + b] ?? 0;
  const paired = (a: number, b: number): number => {
    const share = likes[a]?.[b] ?? 0;
    return share > 0 ? share + sum(a + 1, b + 1) : -1;
  };
  for (let a = count - 1; a >= 0; a--)
    for (let b = otherCount - 1; b >= 0; b--)
      sums[a * width + b] = Math.max(paired(a, b), sum(a + 1, b), sum(a, b + 1));
  const pairs: [number, number][] = [];
  let [a, b] = [0, 0];
  while (a < count && b < otherCount) {
    if (paired(a, b) === sum(a, b)) pairs.push([a++, b++]);
    else if (sum(a + 1, b) === sum(a, b)) a++;
    else b++;
  }
  return pairs;
}
