/** A cell as its shown text. Null: a missing value, which is not an empty text. */
export type CellText = string | null;

/**
 * A column with one cell for each row. `type` is the type that the file declares, such as `int64`. `plain` makes one text
 * of all that mean the same, if texts of another format are compared.
 */
export type Column = {
  name: string;
  type?: string;
  cells: readonly CellText[];
  plain?: (cell: string) => CellText;
};

/** The value of a row, as it is compared with those of the other table. */
export function valueAt({ cells, plain }: Column, row: number): CellText {
  const cell = cells[row] ?? null;
  return plain && cell !== null ? plain(cell) : cell;
}

/** Tells whether a row has the same value as one of the other table. */
export const isSameValue = (a: Column, row: number, b: Column, other: number): boolean =>
  (a.cells[row] ?? null) === (b.cells[other] ?? null) ||
  (a.plain !== undefined && valueAt(a, row) === valueAt(b, other));

/**
 * A table by columns. Columns may share a name. `format`: that of its file, such as `CSV`. `lines`: lines of the file
 * that are no rows, such as comments.
 */
export type Table = { columns: readonly Column[]; rows: number; format?: string; lines?: readonly string[] };

/** Converts a table by rows. Short rows are filled up with missing cells. */
export function tableOfRows(names: readonly string[], rows: readonly (readonly CellText[])[]): Table {
  const columns = names.map((name, index): Column => ({ name, cells: rows.map((row) => row[index] ?? null) }));
  return { columns, rows: rows.length };
}

/** A column that both tables have. `renamed`: found by its cells, not by its name. */
export type ColumnPair = { a: Column; b: Column; renamed: boolean };

export type ColumnMatch = { pairs: ColumnPair[]; removed: Column[]; added: Column[] };

/** Pairs columns of the same name. The second column of a name is paired with the second one. */
export function matchColumns(a: Table, b: Table): ColumnMatch {
  const named = Map.groupBy(b.columns, ({ name }) => name);
  const pairs: ColumnPair[] = [];
  const removed: Column[] = [];
  for (const column of a.columns) {
    const other = named.get(column.name)?.shift();
    if (other) pairs.push({ a: column, b: other, renamed: false });
    else removed.push(column);
  }
  const paired = new Set(pairs.map((pair) => pair.b));
  return { pairs, removed, added: b.columns.filter((column) => !paired.has(column)) };
}
