/** Rows of a table: arrays of cells, or objects whose keys are the columns. */
export type Rows = readonly (readonly unknown[])[] | readonly Readonly<Record<string, unknown>>[];

/** Tells whether a value is a list of rows of one kind. */
export const isRows = (value: unknown): value is Rows =>
  Array.isArray(value) && (value.every((row) => Array.isArray(row)) || value.every(isRecord));

/** Writes rows as CSV (RFC 4180). The columns of objects are all their keys, in the order of their first use. */
export function csvOf(rows: Rows): string {
  const lines = rows.length > 0 && rows.every(isRecord) ? linesOf(rows) : (rows as readonly (readonly unknown[])[]); // rows are of one kind
  // Readers skip an empty line, so the only cell of a row is written even if it is empty.
  return lines.map((line) => `${line.map(cellOf).join(',') || (line.length === 1 ? '""' : '')}\n`).join('');
}

function linesOf(records: readonly Readonly<Record<string, unknown>>[]): unknown[][] {
  const names = [...new Set(records.flatMap((record) => Object.keys(record)))];
  return [names, ...records.map((record) => names.map((name) => record[name]))];
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

function cellOf(value: unknown): string {
  const text = textOf(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? '' : value.toISOString();
  if (typeof value === 'string') return value;
  // Numbers keep `NaN` and `Infinity`, which JSON lacks.
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  return JSON.stringify(value) ?? '';
}
