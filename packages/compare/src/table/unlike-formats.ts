import { counts } from './counters.ts';
import { plainNumber } from './number.ts';
import { type CellText, type Column, type ColumnMatch, matchColumns, type Table } from './table.ts';
import { plainTime, plainValue } from './time.ts';

/** Formats of two tables. `row_numbers`: the table with a column that only counts rows, which other formats leave out. */
export type Formats = { a: string; b: string; row_numbers?: 'a' | 'b' };

/**
 * Pairs the columns of two tables. If their formats differ, and only one declares types, the cells are compared by their
 * values: texts write the same number, time or truth in many ways, and have no missing values.
 */
export function matchTables(a: Table, b: Table): ColumnMatch & { formats?: Formats } {
  if (a.format === undefined || b.format === undefined || a.format === b.format) return matchColumns(a, b);
  const formats: Formats = { a: a.format, b: b.format };
  if (isTyped(a) === isTyped(b)) return { ...matchColumns(a, b), formats };
  const { pairs, removed, added } = matchColumns(withPlainNames(a), withPlainNames(b));
  const [gone, come] = [removed.find(isRowNumber), added.find(isRowNumber)];
  const side = gone ? 'a' : come ? 'b' : undefined;
  return {
    pairs: pairs.map((pair) => {
      const type = pair.a.type ?? pair.b.type;
      return { ...pair, a: withPlain(pair.a, type), b: withPlain(pair.b, type) };
    }),
    removed: removed.filter((column) => column !== gone).map((column) => withPlain(column)),
    added: added.filter((column) => column !== come).map((column) => withPlain(column)),
    formats: side ? { ...formats, row_numbers: side } : formats,
  };
}

const isTyped = ({ columns }: Table): boolean => columns.some(({ type }) => type !== undefined);

/** pandas gives an index without a name this one in Parquet, and none in CSV. */
const withPlainNames = (table: Table): Table => ({
  ...table,
  columns: table.columns.map((column) => ({ ...column, name: column.name.replace(/^__index_level_\d+__$/, '') })),
});

const isRowNumber = (column: Column): boolean => column.name === '' && counts(column);

const MISSING = /^(?:|na|n\/a|nan|nat|null|none)$/i;

/** `type`: that of the table that declares types. */
const withPlain = (column: Column, type?: string): Column => ({ ...column, plain: plainOf(type) });

/** Returns the function that makes one text of all that mean the same in a column of a type. */
function plainOf(type: string | undefined): (cell: string) => CellText {
  const orMissing = (plain: (cell: string) => string) => (cell: string) => (MISSING.test(cell) ? null : plain(cell));
  if (type === undefined) return orMissing(plainValue);
  if (/^(?:u?int|float|decimal)\d*\b/.test(type)) return orMissing((cell) => plainNumber(cell.trim().toLowerCase()));
  if (type === 'bool') return orMissing((cell) => cell.toLowerCase());
  if (/^(?:timestamp|time|date)\b/.test(type)) return orMissing((cell) => plainTime(cell) ?? cell);
  return (cell) => (cell === '' ? null : cell);
}
