import type { Budget } from '../limits.ts';
import { diffSequences } from '../sequence/sequences.ts';
import { likeness, wordsOf } from '../text/words.ts';
import type { Cell } from './cells.ts';

/** Likeness from which two cells are versions of one cell. */
const ALIKE = 0.5;

/** Products of cell counts up to which similar cells are searched. */
const SEARCHED = 10_000;

type Pair = [a: number, b: number];

/** Pairs the cells of two notebooks: equal ones in order, equal ones elsewhere, those of one ID, then similar ones. */
export function matchCells(a: readonly Cell[], b: readonly Cell[], budget: Budget): Pair[] {
  const check = () => budget.check();
  const keyOf = ({ type, text }: Cell) => `${type} ${text}`;
  const pairs: Pair[] = [];
  const [rest, others] = [new Set(a.keys()), new Set(b.keys())];
  const pair = (index: number, other: number): void => {
    pairs.push([index, other]);
    rest.delete(index);
    others.delete(other);
  };
  for (const run of diffSequences(a.map(keyOf), b.map(keyOf), check)) {
    if (run.equal) for (let step = 0; step < run.aEnd - run.a; step++) pair(run.a + step, run.b + step);
  }
  for (const [index, other] of sameKey(a, b, rest, others, keyOf)) pair(index, other);
  for (const [index, other] of sameKey(a, b, rest, others, ({ id }) => id)) pair(index, other);
  for (const [index, other] of similar(a, b, rest, others, check)) pair(index, other);
  return pairs.toSorted(([index], [next]) => index - next);
}

function sameKey(
  a: readonly Cell[],
  b: readonly Cell[],
  rest: ReadonlySet<number>,
  others: ReadonlySet<number>,
  keyOf: (cell: Cell) => string | undefined,
): Pair[] {
  const found = new Map<string, number[]>();
  for (const other of others) {
    const cell = b[other];
    const key = cell && keyOf(cell);
    if (key !== undefined) found.set(key, [...(found.get(key) ?? []), other]);
  }
  return [...rest].flatMap((index): Pair[] => {
    const cell = a[index];
    const key = cell && keyOf(cell);
    const other = key === undefined ? undefined : found.get(key)?.shift();
    return other === undefined ? [] : [[index, other]];
  });
}

/** Pairs similar cells, the most similar first. Of too many, none. */
function similar(
  a: readonly Cell[],
  b: readonly Cell[],
  rest: ReadonlySet<number>,
  others: ReadonlySet<number>,
  check: () => void,
): Pair[] {
  if (rest.size * others.size > SEARCHED) return [];
  const words = (cells: readonly Cell[], some: ReadonlySet<number>) =>
    [...some].map((index) => ({ index, words: wordsOf(cells[index]?.text ?? '') }));
  const candidates = words(b, others);
  const found = words(a, rest).flatMap((cell) => {
    check();
    return candidates
      .map((other) => ({ a: cell.index, b: other.index, share: likeness(cell.words, other.words) }))
      .filter(({ share }) => share >= ALIKE);
  });
  const [taken, takenOthers] = [new Set<number>(), new Set<number>()];
  return found
    .toSorted((first, second) => second.share - first.share)
    .flatMap((one): Pair[] => {
      if (taken.has(one.a) || takenOthers.has(one.b)) return [];
      taken.add(one.a);
      takenOthers.add(one.b);
      return [[one.a, one.b]];
    });
}
