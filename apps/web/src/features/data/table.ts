import { parse } from 'papaparse';

/** A table in memory: cells are text as shown. */
export interface TableContent {
  columns: string[];
  rows: string[][];
}

/** CSV with a header line. Short lines are filled up, long ones are cut to the header. */
export function parseCsv(text: string): TableContent {
  const { data } = parse<string[]>(text, { skipEmptyLines: 'greedy' });
  const [columns = [], ...rows] = data;
  return { columns, rows: rows.map((row) => columns.map((_, index) => row[index] ?? '')) };
}

/** A cell of a Parquet file as text. */
export function formatCell(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean') return String(value);
  if (value instanceof Date) return value.toISOString();
  return JSON.stringify(value, (_, inner: unknown) => (typeof inner === 'bigint' ? inner.toString() : inner));
}

/** Whether most of a column's first cells are numbers: those are set to the right. */
export function isNumeric(rows: readonly string[][], column: number): boolean {
  const cells = rows
    .slice(0, 50)
    .map((row) => row[column] ?? '')
    .filter((cell) => cell !== '');
  return cells.length > 0 && cells.every((cell) => Number.isFinite(Number(cell)) || /^(nan|-?inf)$/i.test(cell));
}
