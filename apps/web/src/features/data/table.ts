import { parse } from 'papaparse';

/** A table in memory. Its cells are the shown texts. */
export interface TableContent {
  columns: string[];
  rows: string[][];
}

/** Parses CSV with a header line. Fills up short lines and cuts long ones to the header. */
export function parseCsv(text: string): TableContent {
  const { data } = parse<string[]>(text, { skipEmptyLines: 'greedy' });
  const [columns = [], ...rows] = data;
  return { columns, rows: rows.map((row) => columns.map((_, index) => row[index] ?? '')) };
}

/** Formats a cell of a Parquet file as text. */
export function formatCell(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean') return String(value);
  if (value instanceof Date) return value.toISOString();
  return JSON.stringify(value, (_, inner: unknown) => (typeof inner === 'bigint' ? inner.toString() : inner));
}

/** Tells whether most of a column's first cells are numbers. Numbers are aligned to the right. */
export function isNumeric(rows: readonly string[][], column: number): boolean {
  const cells = rows
    .slice(0, 50)
    .map((row) => row[column] ?? '')
    .filter((cell) => cell !== '');
  return cells.length > 0 && cells.every((cell) => Number.isFinite(Number(cell)) || /^(nan|-?inf)$/i.test(cell));
}

/** Order of a table: by a column, ascending or descending. */
export interface Order {
  column: number;
  down: boolean;
}

const words = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

/** Filters the rows by a text in any cell, ignoring case, and sorts them. Empty cells always come last. */
export function arrange(rows: readonly string[][], text: string, order: Order | undefined, numeric: boolean) {
  const wanted = text.trim().toLowerCase();
  const found = wanted === '' ? rows : rows.filter((row) => row.some((cell) => cell.toLowerCase().includes(wanted)));
  if (!order) return found;
  const { column, down } = order;
  const compare = numeric ? (a: string, b: string) => Number(a) - Number(b) : words.compare;
  const cellOf = (row: readonly string[]) => row[column] ?? '';
  const isEmpty = (cell: string) => cell === '' || (numeric && Number.isNaN(Number(cell)));
  return found.toSorted((first, second) => {
    const [a, b] = [cellOf(first), cellOf(second)];
    if (isEmpty(a) || isEmpty(b)) return Number(isEmpty(a)) - Number(isEmpty(b));
    return down ? compare(b, a) : compare(a, b);
  });
}

/** Formats a table as text that spreadsheets accept. */
export const toTsv = ({ columns, rows }: { columns: readonly string[]; rows: readonly string[][] }): string =>
  [columns, ...rows].map((row) => row.map((cell) => cell.replaceAll(/[\t\r\n]+/g, ' ')).join('\t')).join('\n');
