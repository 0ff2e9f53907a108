import type { TableDiff as Diff, RowChange } from '@gofigr/compare';
import { useMemo } from 'react';
import { plural } from '../../lib/format.ts';
import css from './diff.module.css';
import { DIFFERENCE, Rows, Value } from './rows.tsx';
import { signed } from './values-diff.tsx';

/** Changed columns that the summary describes. */
const MOST_COLUMNS = 30;

/** A line: a cell of a changed row, or another row as a whole. */
interface Line {
  change: RowChange;
  /** Index of the cell. */
  at: number;
}

/** Shows the differences of two tables: a summary, then each differing cell. */
export function TableDiff({ diff }: { diff: Diff }) {
  const lines = useMemo(() => diff.changes.flatMap(linesOf), [diff]);
  return (
    <>
      <ul className={css['summary']}>
        {summaryOf(diff).map((line, index) => (
          <li key={index}>{line}</li>
        ))}
      </ul>
      {diff.changes.length > 0 && (
        <Rows
          label="Differing rows"
          columns={['Row', 'Column', 'Before', 'After', DIFFERENCE]}
          rows={lines}
          draw={cellsOf}
        />
      )}
      {diff.unlisted > 0 && <p className={css['quiet']}>{plural(diff.unlisted, 'more row')} differ.</p>}
    </>
  );
}

const linesOf = (change: RowChange): Line[] =>
  change.kind === 'changed' ? change.cells.map((_, at) => ({ change, at })) : [{ change, at: 0 }];

function cellsOf({ change, at }: Line) {
  const row = <td>{at === 0 && rowOf(change)}</td>;
  if (change.kind === 'moved') {
    return (
      <>
        {row}
        <td colSpan={4} className={css['quiet']}>
          moved
        </td>
      </>
    );
  }
  if (change.kind !== 'changed') {
    const isAdded = change.kind === 'added';
    const cells = (
      <span className={css[isAdded ? 'after' : 'before']}>{change.cells.map((cell) => cell ?? '∅').join(' · ')}</span>
    );
    return (
      <>
        {row}
        <td className={css['quiet']}>whole row</td>
        <td>{!isAdded && cells}</td>
        <td colSpan={2}>{isAdded && cells}</td>
      </>
    );
  }
  const cell = change.cells[at];
  return (
    <>
      {row}
      <td className={css['name']}>{cell?.column}</td>
      <Value of={cell?.a ?? '∅'} side="before" />
      <Value of={cell?.b ?? '∅'} side="after" />
      <td className={css['right']}>{cell?.difference !== undefined && signed(cell.difference)}</td>
    </>
  );
}

/** Numbers of a row, from 1, in both tables. */
function rowOf(change: RowChange): string {
  if (change.kind === 'added') return `+ ${change.b + 1}`;
  if (change.kind === 'removed') return `− ${change.a + 1}`;
  return change.a === change.b ? `${change.a + 1}` : `${change.a + 1} → ${change.b + 1}`;
}

function summaryOf({ rows, columns, key, formats, lines }: Diff): string[] {
  const count = (number: number, words: string) => (number > 0 ? [`${number.toLocaleString('en')} ${words}`] : []);
  const isTolerant = columns.changed.some(({ within }) => within > 0);
  const parts = [
    ...count(rows.added, 'added'),
    ...count(rows.removed, 'removed'),
    ...count(rows.changed, 'changed'),
    ...count(
      rows.rewritten,
      isTolerant ? 'written in another way or within the tolerance' : 'only written in another way',
    ),
    ...count(rows.moved, 'moved'),
  ];
  const pairing = key
    ? `Rows are paired by ${key.columns.map((name) => `“${name}”`).join(', ')}`
    : 'Rows are paired by position';
  return [
    ...(formats ? [formatsOf(formats)] : []),
    `${plural(rows.a, 'row')} before, ${rows.b.toLocaleString('en')} after${parts.length > 0 ? `: ${parts.join(', ')}` : ''}. ${pairing}.`,
    ...(lines ? [`Other lines above the table: ${lines.a.length} before, ${lines.b.length} after.`] : []),
    ...(columns.added.length > 0 ? [`Columns added: ${columns.added.join(', ')}.`] : []),
    ...(columns.removed.length > 0 ? [`Columns removed: ${columns.removed.join(', ')}.`] : []),
    ...(columns.moved ? ['The columns come in another order.'] : []),
    ...columns.changed
      .slice(0, MOST_COLUMNS)
      .map(
        ({ name, renamed, types, changed, within, greatest }) =>
          `Column “${name}”${renamed === undefined ? '' : `, renamed to “${renamed}”`}${types ? `, from ${types.a} to ${types.b}` : ''}: ${plural(changed, 'cell')} changed${within > 0 ? `, ${within.toLocaleString('en')} within the tolerance` : ''}${greatest === undefined ? '' : `, by up to ${signed(greatest)}`}.`,
      ),
    ...(columns.changed.length > MOST_COLUMNS
      ? [`${plural(columns.changed.length - MOST_COLUMNS, 'more column')} changed.`]
      : []),
  ];
}

function formatsOf({ a, b, row_numbers: numbered }: NonNullable<Diff['formats']>): string {
  const side = numbered && (numbered === 'a' ? 'before' : 'after');
  return `The format changed from ${a} to ${b}.${side ? ` Only the table ${side} has row numbers.` : ''}`;
}
