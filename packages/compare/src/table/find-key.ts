import { Skip } from '../limits.ts';
import { isCounter } from './counters.ts';
import { isNumber } from './number.ts';
import { type CellText, type Column, type ColumnPair, valueAt } from './table.ts';
import { plainValue } from './time.ts';

/** Keys of the rows of both tables. Each is unique in its table. */
export type Keys = { columns: string[]; a: readonly string[]; b: readonly string[] };

/** Share of the smaller table's keys that the other one must have too. */
const COMMON = 0.5;

/** Rows that are tried before all are. */
const SAMPLE = 1_000;

/** Columns that are tried in pairs. */
const PAIRED = 6;

const NAMED = /^(.*[_ .-])?(id|key|name|code|uuid|guid|index|label|sample|gene|date|time|timestamp)$|[a-z]I[dD]$/i;

/** Keys of the columns that the caller chose. Throws `Skip` if they are missing or not unique. */
export function chosenKey(names: readonly string[], pairs: readonly ColumnPair[]): Keys {
  const columns = names.map((name) => {
    const pair = pairs.find(({ a }) => a.name === name);
    if (!pair) throw new Skip(`the key column "${name}" is not in both tables`);
    return pair;
  });
  const keys = keysOf(columns);
  if (keys) return keys;
  throw new Skip(`the key ${names.map((name) => `"${name}"`).join(', ')} is not unique`);
}

/** Finds a column, or else two, that identify the rows of both tables. Undefined if there are none. */
export function findKey(pairs: readonly ColumnPair[], check: () => void): Keys | undefined {
  const candidates = pairs
    .filter((pair) => !isCounter(pair))
    .map((pair) => ({ pair, rank: rankOf(pair.a) }))
    .toSorted((first, second) => first.rank - second.rank);
  let best: { keys: Keys; common: number } | undefined;
  for (const { pair } of candidates) {
    check();
    const keys = keysOf([pair]);
    const common = keys ? commonShare(keys) : 0;
    if (keys && common >= COMMON && common > (best?.common ?? 0) + 0.05) best = { keys, common };
    if (common > 0.95) break;
  }
  return (
    best?.keys ??
    findTwo(
      candidates.filter(({ rank }) => rank < 3).map(({ pair }) => pair),
      check,
    )
  );
}

function findTwo(pairs: readonly ColumnPair[], check: () => void): Keys | undefined {
  const tried = pairs.slice(0, PAIRED);
  for (const [index, first] of tried.entries())
    for (const second of tried.slice(index + 1)) {
      check();
      const keys = keysOf([first, second]);
      if (keys && commonShare(keys) >= COMMON) return keys;
    }
  return undefined;
}

/** A column with the name of a key is tried first, and one with decimals last. */
function rankOf({ name, cells }: Column): number {
  if (NAMED.test(name)) return 0;
  const some = cells.slice(0, 50).filter((cell) => cell !== null);
  if (!some.every(isNumber)) return 1;
  return some.every((cell) => /^[+-]?\d+$/.test(cell)) ? 2 : 3;
}

function keysOf(pairs: readonly ColumnPair[]): Keys | undefined {
  const sides = (['a', 'b'] as const).map((side) => uniqueKeys(pairs.map((pair) => pair[side])));
  const [a, b] = sides;
  return a && b ? { columns: pairs.map((pair) => pair.a.name), a, b } : undefined;
}

/** A key that became 1.0 instead of 1 is the same. */
function plainAt(column: Column, row: number): CellText {
  const value = valueAt(column, row);
  return value === null ? null : plainValue(value);
}

/** One key for each row. Undefined if one is missing or occurs twice. */
function uniqueKeys(columns: readonly Column[]): readonly string[] | undefined {
  const [first] = columns;
  if (!first) return [];
  const rows = first.cells.length;
  const keyAt = (row: number): CellText => {
    if (columns.length === 1) return plainAt(first, row);
    const cells = columns.map((column) => plainAt(column, row));
    // As JSON, because cells may contain any separator.
    return cells.includes(null) ? null : JSON.stringify(cells);
  };
  for (const count of [Math.min(SAMPLE, rows), rows]) {
    const keys = Array.from({ length: count }, (_, row) => keyAt(row));
    if (!keys.every((key) => key !== null) || new Set(keys).size < count) return undefined;
    if (count === rows) return keys;
  }
  return [];
}

function commonShare({ a, b }: Keys): number {
  const [small, large] = a.length < b.length ? [a, new Set(b)] : [b, new Set(a)];
  if (small.length === 0) return 0;
  return small.reduce((sum, key) => sum + (large.has(key) ? 1 : 0), 0) / small.length;
}
