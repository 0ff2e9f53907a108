import type { Column, ColumnPair } from './table.ts';

/** Tells whether both columns only count their rows, as an index without meaning does. */
export const isCounter = ({ a, b }: ColumnPair): boolean => counts(a) && counts(b);

/** Tells whether a column only counts its rows, from 0 or 1. */
export function counts({ cells }: Column): boolean {
  const start = Number(cells[0] || Number.NaN);
  return (start === 0 || start === 1) && cells.every((cell, index) => Number(cell || Number.NaN) === start + index);
}
