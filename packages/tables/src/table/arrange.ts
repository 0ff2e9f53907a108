import { compareNumbers, isMissing, type SortNumber, sortNumber } from './numbers.ts';
import type { Column, Table } from './table.ts';

/** Order of a table: by a column, ascending or descending. */
export interface Order {
  column: number;
  down: boolean;
}

const words = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

/** Returns the rows that have a text in any cell, ignoring case, in the wanted order. Missing values come last. */
export function arrange(table: Table, text: string, order: Order | undefined): Uint32Array<ArrayBuffer> {
  const found = filtered(table, text.trim().toLowerCase());
  const column = order && table.columns[order.column];
  return column ? sorted(found, column, order.down) : found;
}

function filtered({ columns, rowCount }: Table, wanted: string): Uint32Array<ArrayBuffer> {
  const found = new Uint32Array(rowCount);
  let count = 0;
  for (let row = 0; row < rowCount; row += 1)
    if (wanted === '' || columns.some((column) => column.text(row).toLowerCase().includes(wanted)))
      found[count++] = row;
  return found.slice(0, count);
}

function sorted(rows: Uint32Array<ArrayBuffer>, column: Column, down: boolean): Uint32Array<ArrayBuffer> {
  const missing: number[] = [];
  const present: { row: number; key: Key }[] = [];
  for (const row of rows) {
    const key = keyOf(column, row);
    if (key === undefined) missing.push(row);
    else present.push({ row, key });
  }
  const sign = down ? -1 : 1;
  present.sort((a, b) => sign * compareKeys(a.key, b.key));
  return Uint32Array.from([...present.map(({ row }) => row), ...missing]);
}

type Key = bigint | number | SortNumber | string;

/** The value of a cell to sort by; undefined for a missing one. */
function keyOf(column: Column, row: number): Key | undefined {
  if (column.key) {
    const key = column.key(row);
    return Number.isNaN(key) ? undefined : (key ?? undefined);
  }
  const text = column.text(row);
  if (text === '' || (column.isNumeric && isMissing(text))) return undefined;
  return (column.isNumeric ? sortNumber(text) : undefined) ?? text;
}

/** Numbers come before texts. */
function compareKeys(a: Key, b: Key): number {
  if (typeof a === 'string' && typeof b === 'string') return words.compare(a, b);
  if (typeof a === 'string' || typeof b === 'string') return typeof a === 'string' ? 1 : -1;
  if (typeof a === 'object' && typeof b === 'object') return compareNumbers(a, b);
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Formats rows as text that spreadsheets accept. */
export function toTsv({ columns }: Table, rows: Uint32Array): string {
  const line = (cells: readonly string[]) => cells.map((cell) => cell.replaceAll(/[\t\r\n]+/g, ' ')).join('\t');
  const lines = [line(columns.map(({ name }) => name))];
  for (const row of rows) lines.push(line(columns.map((column) => column.text(row))));
  return lines.join('\n');
}
