import { type Box, matchByEdits } from './myers.ts';
import { anchorsOf } from './patience.ts';

/** A run of equal items, or a run that was replaced. Ranges are half-open; runs cover both sequences in order. */
export type Run = Box & { equal: boolean };

/** Levels of anchors between anchors. Then edits are searched. */
const DEEPEST = 8;

const never = (): void => undefined;

/** Compares two sequences of texts item by item. `check` is called often and may throw to stop. */
export function diffSequences(a: readonly string[], b: readonly string[], check: () => void = never): Run[] {
  const numbers = new Map<string, number>();
  const numberOf = (item: string): number => {
    const known = numbers.get(item);
    if (known !== undefined) return known;
    numbers.set(item, numbers.size);
    return numbers.size - 1;
  };
  return diffNumbers(Int32Array.from(a, numberOf), Int32Array.from(b, numberOf), check);
}

/** Compares two sequences of numbers, of which equal numbers stand for equal items. */
export function diffNumbers(a: Int32Array, b: Int32Array, check: () => void = never): Run[] {
  const match = new Int32Array(a.length).fill(-1);
  const work: { box: Box; depth: number }[] = [{ box: { a: 0, aEnd: a.length, b: 0, bEnd: b.length }, depth: 0 }];
  for (let item = work.pop(); item; item = work.pop()) {
    const { depth } = item;
    const box = trim(a, b, item.box, match);
    if (box.a === box.aEnd || box.b === box.bEnd) continue;
    check();
    const anchors = depth < DEEPEST ? anchorsOf(a, b, box) : [];
    if (anchors.length === 0) {
      matchByEdits(a, b, box, match, check);
      continue;
    }
    let [from, fromB] = [box.a, box.b];
    for (const [index, other] of [...anchors, [box.aEnd, box.bEnd] as const]) {
      if (index < box.aEnd) match[index] = other;
      work.push({ box: { a: from, aEnd: index, b: fromB, bEnd: other }, depth: depth + 1 });
      [from, fromB] = [index + 1, other + 1];
    }
  }
  return runsOf(match, b.length);
}

/** Enters the equal items at both ends of a box. Returns the box between them. */
function trim(a: Int32Array, b: Int32Array, box: Box, match: Int32Array): Box {
  let { a: from, aEnd, b: fromB, bEnd } = box;
  while (from < aEnd && fromB < bEnd && a[from] === b[fromB]) match[from++] = fromB++;
  while (from < aEnd && fromB < bEnd && a[aEnd - 1] === b[bEnd - 1]) match[--aEnd] = --bEnd;
  return { a: from, aEnd, b: fromB, bEnd };
}

/** Runs of a matching whose indices increase. */
function runsOf(match: Int32Array, length: number): Run[] {
  const runs: Run[] = [];
  let [a, b] = [0, 0];
  while (a < match.length || b < length) {
    let [aEnd, bEnd] = [a, b];
    while (aEnd < match.length && match[aEnd] === bEnd) {
      aEnd++;
      bEnd++;
    }
    const equal = aEnd > a;
    if (!equal) {
      while (aEnd < match.length && match[aEnd] === -1) aEnd++;
      bEnd = aEnd < match.length ? (match[aEnd] ?? length) : length;
    }
    runs.push({ equal, a, aEnd, b, bEnd });
    [a, b] = [aEnd, bEnd];
  }
  return runs;
}
