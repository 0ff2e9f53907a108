import { longestIncreasing } from '../sequence/patience.ts';
import { type CellChange, changesInRow } from './compare-cells.ts';
import type { RowMatch } from './match-rows.ts';
import type { Tolerance } from './number.ts';
import type { CellText, ColumnPair, Table } from './table.ts';

/** A row that differs. `a` and `b` are its indices, from 0. `cells` of an added or removed row are all of its table. */
export type RowChange =
  | { kind: 'removed'; a: number; cells: CellText[] }
  | { kind: 'added'; b: number; cells: CellText[] }
  | { kind: 'moved'; a: number; b: number }
  | { kind: 'changed'; a: number; b: number; moved: boolean; cells: CellChange[] };

/** Rows whose order among the paired rows changed. */
export function movedRows(match: RowMatch): Set<number> {
  const paired: number[] = [];
  let isOrdered = true;
  let last = -1;
  for (const [row, other] of match.entries()) {
    if (other === -1) continue;
    isOrdered &&= other > last;
    last = other;
    paired.push(row);
  }
  if (isOrdered) return new Set();
  const staying = new Set(longestIncreasing(paired, (row) => match[row] ?? -1));
  return new Set(paired.filter((row) => !staying.has(row)));
}

/** The differing rows: removed ones, then the others in the order of the second table. At most `most` of each. */
export function listRows(
  tables: { a: Table; b: Table },
  match: RowMatch,
  pairs: readonly ColumnPair[],
  options: { marks: Uint8Array; moved: ReadonlySet<number>; tolerance: Tolerance; most: number },
): RowChange[] {
  const { marks, moved, tolerance, most } = options;
  const removed: RowChange[] = [];
  const source = new Int32Array(tables.b.rows).fill(-1);
  for (const [row, other] of match.entries()) {
    if (other >= 0) source[other] = row;
    else if (removed.length < most) removed.push({ kind: 'removed', a: row, cells: cellsOf(tables.a, row) });
  }
  const others: RowChange[] = [];
  for (const [other, row] of source.entries()) {
    if (others.length >= most) break;
    const isMoved = moved.has(row);
    if (row === -1) others.push({ kind: 'added', b: other, cells: cellsOf(tables.b, other) });
    else if (marks[row])
      others.push({
        kind: 'changed',
        a: row,
        b: other,
        moved: isMoved,
        cells: changesInRow(pairs, row, other, tolerance),
      });
    else if (isMoved) others.push({ kind: 'moved', a: row, b: other });
  }
  return [...removed, ...others];
}

const cellsOf = ({ columns }: Table, row: number): CellText[] => columns.map(({ cells }) => cells[row] ?? null);
