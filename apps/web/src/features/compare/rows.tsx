import { type ReactNode, useMemo } from 'react';
import { ScrollRegion } from '../../ui/scroll-block.tsx';
import css from './diff.module.css';
import { useDrawn } from './use-drawn.ts';

/** Rows that are drawn at once. Thousands would block the page. */
const FEW = 40;

interface RowsProps<T> {
  label: string;
  /** Names of the columns. */
  columns: readonly string[];
  /** The same list and function for the same rows: those that are drawn stay as they are. */
  rows: readonly T[];
  /** Draws the cells of a row. */
  draw: (row: T) => ReactNode;
}

/** A table of differences in its own region. It draws more rows when the last one comes near. */
export function Rows<T>({ label, columns, rows, draw }: RowsProps<T>) {
  const parts = useMemo(
    () =>
      Array.from({ length: Math.ceil(rows.length / FEW) }, (_, part) => (
        <Part key={part} rows={rows.slice(part * FEW, (part + 1) * FEW)} draw={draw} />
      )),
    [rows, draw],
  );
  const { count, end } = useDrawn<HTMLTableRowElement>(rows);
  return (
    <ScrollRegion label={label} className={css['scroll']}>
      <table className={css['values']}>
        <thead>
          <tr>
            {columns.map((name) => (
              <th key={name} className={name === DIFFERENCE ? css['right'] : undefined}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        {parts.slice(0, count)}
        {count < parts.length && (
          <tbody>
            <tr ref={end}>
              <td colSpan={columns.length} className={css['quiet']}>
                More rows follow.
              </td>
            </tr>
          </tbody>
        )}
      </table>
    </ScrollRegion>
  );
}

/** A column of numbers. */
export const DIFFERENCE = 'Difference';

const Part = <T,>({ rows, draw }: Pick<RowsProps<T>, 'rows' | 'draw'>) => (
  <tbody>
    {rows.map((row, index) => (
      <tr key={index}>{draw(row)}</tr>
    ))}
  </tbody>
);

/** A cell with the value before, or the one after. Empty without one. */
export const Value = ({ of, side }: { of: ReactNode; side: 'before' | 'after' }) => (
  <td>{of !== undefined && <span className={css[side]}>{of}</span>}</td>
);
