/** Edits after which a search stops and continues from its best position. It bounds time to `MOST_EDITS × (n + m)`. */
const MOST_EDITS = 512;

/** Marks a diagonal that no path has reached. */
const NONE = -1;

/** Ranges of two sequences. They are half-open. */
export type Box = { a: number; aEnd: number; b: number; bEnd: number };

type Position = [x: number, y: number];

/**
 * Finds equal items in two ranges by Myers' algorithm ("An O(ND) Difference Algorithm", 1986) and enters them in
 * `match`: the index in `b` of each item of `a`. The result is minimal up to `MOST_EDITS` edits, and always valid.
 */
export function matchByEdits(a: Int32Array, b: Int32Array, box: Box, match: Int32Array, check: () => void): void {
  let rest = box;
  while (rest.a < rest.aEnd && rest.b < rest.bEnd) {
    check();
    const [x, y] = search(a, b, rest, match);
    rest = { ...rest, a: rest.a + x, b: rest.b + y };
  }
}

/** Searches the shortest path from the start of the box. Returns the position that it reached, relative to the box. */
function search(a: Int32Array, b: Int32Array, box: Box, match: Int32Array): Position {
  const [n, m] = [box.aEnd - box.a, box.bEnd - box.b];
  const most = Math.min(MOST_EDITS, n + m);
  const middle = most + 1;
  // Furthest x of each diagonal x - y, with the diagonal 0 at `middle`.
  const furthest = new Int32Array(2 * most + 3).fill(NONE);
  const trace: Int32Array[] = [];
  let [low, high] = [-most, most];
  let best: Position = [0, 0];
  for (let edits = 0; edits <= most; edits++) {
    trace.push(furthest.slice());
    best = [0, 0];
    let first = Math.max(-edits, low);
    if ((first - edits) % 2 !== 0) first++;
    for (let k = first; k <= Math.min(edits, high); k += 2) {
      let x = edits === 0 ? 0 : afterEdit(furthest, middle + k);
      while (x < n && x - k < m && a[box.a + x] === b[box.b + x - k]) x++;
      furthest[middle + k] = x;
      const y = x - k;
      if (x + y >= best[0] + best[1]) best = [x, y];
      if (x >= n && y >= m) {
        enterPath(trace, best, box, match);
        return best;
      }
      // Diagonals beyond an edge of the box hold no shorter path.
      if (x >= n) high = Math.min(high, k - 1);
      if (y >= m) low = Math.max(low, k + 1);
    }
  }
  enterPath(trace, best, box, match);
  return best;
}

/** Furthest x on a diagonal after one more edit: an addition above, or a removal below. */
function afterEdit(furthest: Int32Array, k: number): number {
  return isAddition(furthest, k) ? (furthest[k + 1] ?? NONE) : (furthest[k - 1] ?? NONE) + 1;
}

const isAddition = (furthest: Int32Array, k: number): boolean => (furthest[k - 1] ?? NONE) < (furthest[k + 1] ?? NONE);

/** Enters the equal items of the path that ends at `end`. `trace` has the diagonals before each round. */
function enterPath(trace: readonly Int32Array[], end: Position, box: Box, match: Int32Array): void {
  let [x, y] = end;
  for (const [edits, furthest] of [...trace.entries()].toReversed()) {
    const k = (furthest.length - 1) / 2 + x - y;
    const start = edits === 0 ? 0 : afterEdit(furthest, k);
    for (; x > start; x--, y--) match[box.a + x - 1] = box.b + y - 1;
    if (edits === 0) return;
    if (isAddition(furthest, k)) y--;
    else x--;
  }
}
