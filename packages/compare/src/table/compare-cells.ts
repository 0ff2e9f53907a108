import { compareNumbers, isWithin, type NumberChange, type Tolerance } from './number.ts';
import { type CellText, type ColumnPair, isSameValue } from './table.ts';
import { plainTime } from './time.ts';

/**
 * `changed`: another value. `rewritten`: the same number or time in another form, such as 1.0 and 1. `within`: a number
 * in the tolerance.
 */
export type CellKind = 'changed' | 'rewritten' | 'within';

/** A cell that differs. `column` is its name in the first table. `difference`: the second number minus the first. */
export type CellChange = { column: string; kind: CellKind; a: CellText; b: CellText; difference?: string };

/** Difference of two cells. `numbers`: if both are numbers. */
export type Difference = { kind: CellKind; numbers: NumberChange | undefined };

/** Compares two cells. Undefined if they have the same text. */
export function compareCells(a: CellText, b: CellText, tolerance: Tolerance): Difference | undefined {
  if (a === b) return undefined;
  if (a === null || b === null) return { kind: 'changed', numbers: undefined };
  const numbers = compareNumbers(a, b);
  if (!numbers) return { kind: isSameTime(a, b) ? 'rewritten' : 'changed', numbers };
  if (numbers.same) return { kind: 'rewritten', numbers };
  return { kind: isWithin(a, b, numbers, tolerance) ? 'within' : 'changed', numbers };
}

function isSameTime(a: string, b: string): boolean {
  const time = plainTime(a);
  return time !== undefined && time === plainTime(b);
}

/** Differing cells of one pair of rows. */
export const changesInRow = (
  pairs: readonly ColumnPair[],
  row: number,
  other: number,
  tolerance: Tolerance,
): CellChange[] =>
  pairs.flatMap((pair): CellChange[] => {
    const [a = null, b = null] = [pair.a.cells[row], pair.b.cells[other]];
    if (isSameValue(pair.a, row, pair.b, other)) return [];
    const found = compareCells(a, b, tolerance);
    if (!found) return [];
    const difference = found.numbers?.same === false ? found.numbers.difference() : undefined;
    return [{ column: pair.a.name, kind: found.kind, a, b, ...(difference === undefined ? {} : { difference }) }];
  });
