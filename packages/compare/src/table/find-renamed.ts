import type { RowMatch } from './match-rows.ts';
import { type Column, type ColumnMatch, type ColumnPair, isSameValue, valueAt } from './table.ts';

/** Share of equal cells from which two columns are one column with a new name. */
const ALIKE = 0.9;

const SAMPLE = 200;

/** Columns on one side beyond which renamed ones are not searched. */
const MOST = 50;

/** Pairs removed with added columns whose cells are nearly the same in the paired rows. */
export function findRenamed({ pairs, removed, added }: ColumnMatch, match: RowMatch): ColumnMatch {
  if (removed.length > MOST || added.length > MOST) return { pairs, removed, added };
  const rows = [...match.keys()].filter((row) => (match[row] ?? -1) >= 0);
  const left = new Set(added);
  const renamed = removed.flatMap((a): ColumnPair[] => {
    const b = [...left].find((other) => isSame(a, other, rows, match));
    if (!b) return [];
    left.delete(b);
    return [{ a, b, renamed: true }];
  });
  const gone = new Set(renamed.map(({ a }) => a));
  return { pairs: [...pairs, ...renamed], removed: removed.filter((column) => !gone.has(column)), added: [...left] };
}

function isSame(a: Column, b: Column, rows: readonly number[], match: RowMatch): boolean {
  const share = (some: readonly number[]): number =>
    some.filter((row) => isSameValue(a, row, b, match[row] ?? 0)).length / some.length;
  if (rows.length === 0 || share(rows.slice(0, SAMPLE)) < ALIKE || share(rows) < ALIKE) return false;
  // Columns without different cells are alike by chance.
  return a.cells.some((_, row) => valueAt(a, row) !== valueAt(a, 0));
}
