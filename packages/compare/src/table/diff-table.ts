import { Budget, LIMITS, limit } from '../limits.ts';
import { CHANGED, type ColumnChange, compareColumn, differs, REWRITTEN } from './compare-columns.ts';
import { chosenKey, findKey } from './find-key.ts';
import { findRenamed } from './find-renamed.ts';
import { listRows, movedRows, type RowChange } from './list-rows.ts';
import { matchByKey, matchByPosition } from './match-rows.ts';
import type { Tolerance } from './number.ts';
import type { ColumnPair, Table } from './table.ts';
import { type Formats, matchTables } from './unlike-formats.ts';

export type TableOptions = {
  /** Names of the columns that identify a row. Default: they are searched. Empty: rows are paired by position. */
  key?: readonly string[];
  tolerance?: Tolerance;
  /** Rows to list, of the removed ones and of the others. */
  listed?: number;
  budget?: Budget;
};

export type TableDiff = {
  /** Tells whether nothing differs: names, order, types, and the text of each cell. Of unlike formats, its value. */
  equal: boolean;
  /** Formats that differ. */
  formats?: Formats;
  /** Lines of the files that are no rows, if they differ. At most 100 of each. */
  lines?: { a: string[]; b: string[] };
  /** Columns that pair the rows. Undefined: rows are paired by position. */
  key?: { columns: string[]; chosen: boolean };
  /** `changed`: rows with another value. `rewritten`: rows whose numbers only look different or are in the tolerance. */
  rows: { a: number; b: number; added: number; removed: number; changed: number; rewritten: number; moved: number };
  columns: {
    added: string[];
    removed: string[];
    moved: boolean;
    changed: ColumnChange[];
    /** Columns of both tables, of which one may choose a key. At most 500. */
    common: string[];
  };
  changes: RowChange[];
  /** Differing rows that `changes` doesn't list. */
  unlisted: number;
};

const MOST_NAMES = 500;
const MOST_LINES = 100;

/** Compares two tables cell by cell. Throws `Skip` beyond the limits. */
export function diffTable(a: Table, b: Table, options: TableOptions = {}): TableDiff {
  for (const { rows } of [a, b]) limit(rows, LIMITS.rows, 'rows');
  const { tolerance = {}, listed = LIMITS.listed, budget = new Budget() } = options;
  const check = () => budget.check();
  const { formats, ...named } = matchTables(a, b);
  const keys = options.key
    ? options.key.length > 0
      ? chosenKey(options.key, named.pairs)
      : undefined
    : findKey(named.pairs, check);
  const match = keys ? matchByKey(keys) : matchByPosition(named.pairs, { a: a.rows, b: b.rows }, check);
  const columns = findRenamed(named, match);
  const marks = new Uint8Array(a.rows);
  const changed = columns.pairs.map((pair) => {
    check();
    return compareColumn(pair, match, tolerance, marks);
  });
  const moved = movedRows(match);
  const changes = listRows({ a, b }, match, columns.pairs, { marks, moved, tolerance, most: listed });
  const rows = countRows({ a, b }, match, marks, moved);
  const differing = changed.filter(differs);
  // The place of an index without a name depends on the format.
  const order = isReordered(formats ? columns.pairs.filter((pair) => pair.a.name !== '') : columns.pairs, b);
  const lines = diffLines(a, b);
  const { different, ...counts } = rows;
  return {
    equal: different + columns.added.length + columns.removed.length + differing.length === 0 && !order && !lines,
    ...(formats ? { formats } : {}),
    ...(lines ? { lines } : {}),
    ...(keys ? { key: { columns: keys.columns, chosen: options.key !== undefined } } : {}),
    rows: counts,
    columns: {
      added: columns.added.map(({ name }) => name),
      removed: columns.removed.map(({ name }) => name),
      moved: order,
      changed: differing,
      common: named.pairs.slice(0, MOST_NAMES).map((pair) => pair.a.name),
    },
    changes,
    unlisted: different - changes.length,
  };
}

function diffLines({ lines: a = [] }: Table, { lines: b = [] }: Table): TableDiff['lines'] {
  const isSame = a.length === b.length && a.every((line, index) => line === b[index]);
  return isSame ? undefined : { a: a.slice(0, MOST_LINES), b: b.slice(0, MOST_LINES) };
}

function countRows(
  tables: { a: Table; b: Table },
  match: Int32Array,
  marks: Uint8Array,
  moved: ReadonlySet<number>,
): TableDiff['rows'] & { different: number } {
  let [paired, changed, rewritten, movedOnly] = [0, 0, 0, 0];
  for (const [row, other] of match.entries()) {
    if (other === -1) continue;
    paired++;
    const mark = marks[row] ?? 0;
    if (mark & CHANGED) changed++;
    else if (mark & REWRITTEN) rewritten++;
    else if (moved.has(row)) movedOnly++;
  }
  const [removed, added] = [tables.a.rows - paired, tables.b.rows - paired];
  const different = removed + added + changed + rewritten + movedOnly;
  return { a: tables.a.rows, b: tables.b.rows, added, removed, changed, rewritten, moved: moved.size, different };
}

/** Tells whether the columns that both tables have come in another order. */
function isReordered(pairs: readonly ColumnPair[], b: Table): boolean {
  const places = new Map(b.columns.map(({ cells }, index) => [cells, index]));
  const order = pairs.filter(({ renamed }) => !renamed).map((pair) => places.get(pair.b.cells) ?? -1);
  return order.some((place, index) => place < (order[index - 1] ?? -1));
}
