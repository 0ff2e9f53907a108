import { type CellKind, compareCells } from './compare-cells.ts';
import type { RowMatch } from './match-rows.ts';
import { boundOf, type Tolerance } from './number.ts';
import { type ColumnPair, isSameValue } from './table.ts';

/** Counts of the differing cells of a column. `greatest`: the largest difference of two numbers. */
export type ColumnChange = {
  name: string;
  /** The new name of a renamed column. */
  renamed?: string;
  /** Declared types that differ. */
  types?: { a: string; b: string };
  greatest?: string;
} & Record<CellKind, number>;

/** Marks of a row: whether a cell changed, and whether one only looks different. */
export const CHANGED = 1;
export const REWRITTEN = 2;

/** Compares the cells of a column in all paired rows, and marks the rows that differ. */
export function compareColumn(
  { a, b, renamed }: ColumnPair,
  match: RowMatch,
  tolerance: Tolerance,
  marks: Uint8Array,
): ColumnChange {
  const change: ColumnChange = { name: a.name, changed: 0, rewritten: 0, within: 0 };
  let size = -1;
  for (let row = 0; row < match.length; row++) {
    const other = match[row] ?? -1;
    if (other === -1) continue;
    if (isSameValue(a, row, b, other)) continue;
    const cell = a.cells[row] ?? null;
    const otherCell = b.cells[other] ?? null;
    const found = compareCells(cell, otherCell, tolerance);
    if (!found) continue;
    change[found.kind]++;
    marks[row] = (marks[row] ?? 0) | (found.kind === 'changed' ? CHANGED : REWRITTEN);
    // Exact differences are slow: only possibly greater ones are computed.
    if (found.numbers?.same !== false || boundOf(cell ?? '', otherCell ?? '') < size) continue;
    const difference = found.numbers.difference();
    const magnitude = Math.abs(Number(difference));
    if (difference === undefined || magnitude <= size) continue;
    size = magnitude;
    change.greatest = difference;
  }
  if (renamed) change.renamed = b.name;
  if (a.type !== undefined && b.type !== undefined && a.type !== b.type) change.types = { a: a.type, b: b.type };
  return change;
}

/** Tells whether a column differs in anything. */
export const differs = ({ changed, rewritten, within, renamed, types }: ColumnChange): boolean =>
  changed + rewritten + within > 0 || renamed !== undefined || types !== undefined;
