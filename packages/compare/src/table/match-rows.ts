import { bestPairs } from '../sequence/best-pairs.ts';
import { diffNumbers, type Run } from '../sequence/sequences.ts';
import { isCounter } from './counters.ts';
import type { Keys } from './find-key.ts';
import { type ColumnPair, isSameValue, valueAt } from './table.ts';
import { plainValue } from './time.ts';

/** Index of the row of the second table for each row of the first one. -1: removed. */
export type RowMatch = Int32Array;

/** Share of equal cells from which two rows are versions of one row. */
const ALIKE = 0.3;

/** Products of row counts up to which the most similar rows are searched. */
const SEARCHED = 2_500;

export function matchByKey({ a, b }: Keys): RowMatch {
  const rows = new Map(b.map((key, row) => [key, row]));
  return Int32Array.from(a, (key) => rows.get(key) ?? -1);
}

/**
 * Pairs rows by position: equal rows in order, then equal rows elsewhere, then the rows between equal ones, one by one.
 * A column that only counts rows doesn't tell them apart.
 */
export function matchByPosition(
  pairs: readonly ColumnPair[],
  rows: { a: number; b: number },
  check: () => void,
): RowMatch {
  const telling = pairs.filter((pair) => !isCounter(pair));
  const used = telling.length > 0 ? telling : pairs;
  const [a, b] = numbersOf(used, rows);
  const match = new Int32Array(rows.a).fill(-1);
  const taken = new Uint8Array(rows.b);
  const pair = (row: number, other: number): void => {
    match[row] = other;
    taken[other] = 1;
  };
  const runs = diffNumbers(a, b, check);
  for (const run of runs) if (run.equal) for (let row = run.a; row < run.aEnd; row++) pair(row, run.b + row - run.a);
  pairEqualElsewhere(a, b, match, taken, pair);
  for (const run of runs) if (!run.equal) pairBetween(run, used, match, taken, pair);
  return match;
}

/** Numbers rows, so that rows of the same values have the same number in both tables. */
function numbersOf(pairs: readonly ColumnPair[], rows: { a: number; b: number }): [Int32Array, Int32Array] {
  const numbers = new Map<string, number>();
  const of = (side: 'a' | 'b'): Int32Array => {
    const columns = pairs.map((pair) => pair[side]);
    return Int32Array.from({ length: rows[side] }, (_, row) => {
      // A text that grows by additions would keep its parts, and take five times the memory.
      const text = columns.map((column) => plainValue(valueAt(column, row) ?? '\u0001')).join('\u0000');
      const known = numbers.get(text);
      if (known !== undefined) return known;
      numbers.set(text, numbers.size);
      return numbers.size - 1;
    });
  };
  return [of('a'), of('b')];
}

type Pairing = (row: number, other: number) => void;

function pairEqualElsewhere(a: Int32Array, b: Int32Array, match: RowMatch, taken: Uint8Array, pair: Pairing): void {
  const free = new Map<number, number[]>();
  for (const [other, number] of b.entries()) {
    if (taken[other]) continue;
    const rows = free.get(number);
    if (rows) rows.push(other);
    else free.set(number, [other]);
  }
  for (const rows of free.values()) rows.reverse();
  for (const [row, number] of a.entries()) {
    const other = match[row] === -1 ? free.get(number)?.pop() : undefined;
    if (other !== undefined) pair(row, other);
  }
}

function pairBetween(run: Run, pairs: readonly ColumnPair[], match: RowMatch, taken: Uint8Array, pair: Pairing): void {
  const rows: number[] = [];
  for (let row = run.a; row < run.aEnd; row++) if (match[row] === -1) rows.push(row);
  const others: number[] = [];
  for (let other = run.b; other < run.bEnd; other++) if (!taken[other]) others.push(other);
  if (rows.length === others.length || rows.length * others.length > SEARCHED) {
    for (const [index, row] of rows.slice(0, others.length).entries()) pair(row, others[index] ?? 0);
    return;
  }
  const like = (index: number, other: number): number => {
    const [row = 0, otherRow = 0] = [rows[index], others[other]];
    const equal = pairs.reduce((sum, { a, b }) => sum + (isSameValue(a, row, b, otherRow) ? 1 : 0), 0);
    return equal / pairs.length >= ALIKE ? equal / pairs.length : 0;
  };
  for (const [index, other] of bestPairs(rows.length, others.length, like)) pair(rows[index] ?? 0, others[other] ?? 0);
}
