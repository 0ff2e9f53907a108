import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Budget } from '../limits.ts';
import { diffTable, type TableDiff } from './diff-table.ts';
import { type CellText, type Table, tableOfRows } from './table.ts';

/** A table of people: a key, a text, a number and a constant. */
const people = (count: number) =>
  Array.from({ length: count }, (_, row) => [`p${(row * 7919) % 10_007}`, `name ${row % 17}`, `${row}.5`, 'x']);

const NAMES = ['id', 'name', 'weight', 'kind'];

/** Rebuilds the rows of the second table from the first one and the listed changes. All columns have the same names. */
function apply(diff: TableDiff, a: Table): CellText[][] {
  const rowOf = (row: number) => a.columns.map(({ cells }) => cells[row] ?? null);
  const rows: (CellText[] | undefined)[] = Array.from({ length: diff.rows.b });
  const used = new Set<number>();
  for (const change of diff.changes) {
    if (change.kind !== 'added') used.add(change.a);
    if (change.kind === 'added') rows[change.b] = change.cells;
    if (change.kind === 'moved') rows[change.b] = rowOf(change.a);
    if (change.kind === 'changed') {
      const cells = rowOf(change.a);
      for (const cell of change.cells) cells[a.columns.findIndex(({ name }) => name === cell.column)] = cell.b;
      rows[change.b] = cells;
    }
  }
  const kept = Array.from({ length: a.rows }, (_, row) => row).filter((row) => !used.has(row));
  return rows.map((row) => row ?? rowOf(kept.shift()!));
}

describe('the difference of two tables', () => {
  test('counts and lists known changes of rows that a key identifies', () => {
    const rows = people(200);
    const other = rows.map((row): CellText[] => [...row]);
    other[10]![2] = '99.5';
    other[11]![2] = '11.50';
    other[12]![1] = 'somebody';
    const [moved] = other.splice(20, 1);
    other.splice(150, 0, moved!);
    other.splice(30, 1);
    other.push(['new', 'name', '1', 'x']);
    const diff = diffTable(tableOfRows(NAMES, rows), tableOfRows(NAMES, other));
    expect(diff).toMatchObject({
      equal: false,
      key: { columns: ['id'], chosen: false },
      rows: { a: 200, b: 200, added: 1, removed: 1, changed: 2, rewritten: 1, moved: 1 },
      columns: { added: [], removed: [], moved: false },
      unlisted: 0,
    });
    expect(diff.columns.changed).toEqual([
      { name: 'name', changed: 1, rewritten: 0, within: 0 },
      { name: 'weight', changed: 1, rewritten: 1, within: 0, greatest: '+89' },
    ]);
    expect(diff.changes.map(({ kind }) => kind)).toEqual([
      'removed',
      'changed',
      'changed',
      'changed',
      'moved',
      'added',
    ]);
    expect(diff.changes[1]).toEqual({
      kind: 'changed',
      a: 10,
      b: 10,
      moved: false,
      cells: [{ column: 'weight', kind: 'changed', a: '10.5', b: '99.5', difference: '+89' }],
    });
  });

  test('pairs rows without a key by position, around added, removed and moved rows', () => {
    const rows = Array.from({ length: 60 }, (_, row) => [String(row), `${row % 3}`, `${(row * 31) % 7}`]);
    const other = rows.toSpliced(10, 2).toSpliced(40, 0, ['', 'new', 'new']);
    // The first column is a running number, and starts again.
    const names = ['', 'group', 'value'];
    const numbered = other.map((row, index) => [String(index), ...row.slice(1)]);
    const diff = diffTable(tableOfRows(names, rows), tableOfRows(names, numbered));
    expect(diff.key).toBeUndefined();
    expect(diff.rows).toMatchObject({ a: 60, b: 59, added: 1, removed: 2 });
    expect(diff.columns.changed.map(({ name }) => name)).toEqual(['']);
  });

  test('compares retyped numbers by value, and still is not equal', () => {
    const a = tableOfRows(
      ['id', 'n'],
      [
        ['a', '1.0'],
        ['b', '2.0'],
        ['c', '9007199254740993'],
      ],
    );
    const b = tableOfRows(
      ['id', 'n'],
      [
        ['a', '1'],
        ['b', '2'],
        ['c', '9007199254740992'],
      ],
    );
    const diff = diffTable(a, b);
    expect(diff).toMatchObject({ equal: false, rows: { changed: 1, rewritten: 2 } });
    expect(diff.columns.changed).toEqual([{ name: 'n', changed: 1, rewritten: 2, within: 0, greatest: '-1' }]);
  });

  test('follows rows whose key or all of whose numbers were retyped', () => {
    const key = diffTable(
      tableOfRows(
        ['id', 'x'],
        [
          ['5', 'a'],
          ['7', 'b'],
          ['9', 'c'],
        ],
      ),
      tableOfRows(
        ['id', 'x'],
        [
          ['9.0', 'c'],
          ['5.0', 'a'],
        ],
      ),
    );
    expect(key).toMatchObject({
      key: { columns: ['id'] },
      rows: { added: 0, removed: 1, changed: 0, rewritten: 2, moved: 1 },
    });
    const rows = Array.from({ length: 80 }, (_, row) => [String(row % 4), String((row * row) % 9)]);
    const retyped = rows.map((row) => row.map((cell) => `${cell}.0`)).toSpliced(7, 1);
    expect(diffTable(tableOfRows(['a', 'b'], rows), tableOfRows(['a', 'b'], retyped)).rows).toMatchObject({
      added: 0,
      removed: 1,
      changed: 0,
      rewritten: 79,
    });
  });

  test('counts numbers in the tolerance apart', () => {
    const a = tableOfRows(
      ['id', 'n'],
      [
        ['a', '100'],
        ['b', '200'],
      ],
    );
    const b = tableOfRows(
      ['id', 'n'],
      [
        ['a', '100.5'],
        ['b', '300'],
      ],
    );
    expect(diffTable(a, b, { tolerance: { relative: 0.01 } })).toMatchObject({
      equal: false,
      rows: { changed: 1, rewritten: 1 },
      columns: { changed: [{ changed: 1, within: 1 }] },
    });
  });

  test('recognises renamed, added, removed and reordered columns', () => {
    const rows = people(50);
    const a = tableOfRows(NAMES, rows);
    const b = tableOfRows(
      ['name', 'id', 'mass', 'extra'],
      rows.map(([id, name, weight]) => [name!, id!, weight!, 'y']),
    );
    expect(diffTable(a, b)).toMatchObject({
      equal: false,
      key: { columns: ['id'] },
      rows: { changed: 0, rewritten: 0 },
      columns: {
        added: ['extra'],
        removed: ['kind'],
        moved: true,
        changed: [{ name: 'weight', renamed: 'mass', changed: 0 }],
      },
    });
  });

  test('tells a missing cell from an empty one, and types that differ', () => {
    const missing = diffTable(tableOfRows(['a', 'n'], [['x', null]]), tableOfRows(['a', 'n'], [['x', '']]));
    expect(missing.changes).toMatchObject([{ cells: [{ kind: 'changed', a: null, b: '' }] }]);
    const typed = (type: string): Table => ({ rows: 1, columns: [{ name: 'n', type, cells: ['1'] }] });
    expect(diffTable(typed('int64'), typed('float64'))).toMatchObject({
      equal: false,
      columns: { changed: [{ name: 'n', types: { a: 'int64', b: 'float64' } }] },
    });
    expect(diffTable(tableOfRows(['a'], []), tableOfRows(['a', 'b'], []))).toMatchObject({
      equal: false,
      columns: { added: ['b'] },
    });
  });

  test('finds a key of two columns, and takes a chosen one', () => {
    const rows = ['x', 'y', 'z'].flatMap((plot) => ['1', '5', '7'].map((day) => [plot, day, '0']));
    const table = (some: CellText[][]) => tableOfRows(['plot', 'day', 'value'], some);
    const other = rows.toReversed().map((row, index) => (index === 0 ? row.with(2, '3') : row));
    const diff = diffTable(table(rows), table(other));
    expect(diff).toMatchObject({ key: { columns: ['plot', 'day'], chosen: false }, rows: { changed: 1, moved: 8 } });
    const chosen = diffTable(table(rows), table(other), { key: ['day', 'plot'] });
    expect(chosen).toMatchObject({ key: { columns: ['day', 'plot'], chosen: true }, rows: { changed: 1 } });
    expect(diffTable(table(rows), table(rows), { key: [] }).key).toBeUndefined();
  });

  test('is refused for a key that is not unique or missing, and beyond the limits', () => {
    const table = tableOfRows(
      ['a', 'b'],
      [
        ['x', '1'],
        ['x', '2'],
      ],
    );
    expect(() => diffTable(table, table, { key: ['a'] })).toThrow('the key "a" is not unique');
    expect(() => diffTable(table, table, { key: ['c'] })).toThrow('the key column "c" is not in both tables');
    const long: Table = { columns: [{ name: 'a', cells: [] }], rows: 100_001 };
    expect(() => diffTable(long, long)).toThrow('it has 100,001 rows, more than 100,000');
    let now = 0;
    const budget = new Budget(10, () => (now += 8));
    expect(() => diffTable(table, table, { budget })).toThrow('it takes longer than 0.01 s');
  });

  test('lists as many rows as asked, and counts the others', () => {
    const rows = people(50);
    const diff = diffTable(
      tableOfRows(NAMES, rows),
      tableOfRows(
        NAMES,
        rows.map((row) => row.with(3, 'y')),
      ),
      { listed: 5 },
    );
    expect(diff.changes).toHaveLength(5);
    expect(diff).toMatchObject({ unlisted: 45, rows: { changed: 50 } });
  });

  const cell = fc.constantFrom('a', 'b', '1', '1.0', '2', '', null, 'u\u0000');
  const rows = fc.array(fc.tuple(fc.constantFrom('k1', 'k2', 'k3', 'k4', 'k5'), cell, cell), { maxLength: 12 });

  test('is empty for a table and itself', () => {
    fc.assert(
      fc.property(rows, (some) => {
        const table = tableOfRows(['id', 'x', 'y'], some);
        const diff = diffTable(table, tableOfRows(['id', 'x', 'y'], some));
        expect(diff).toMatchObject({ equal: true, changes: [], unlisted: 0 });
        expect(diff.columns).toEqual({ added: [], removed: [], moved: false, changed: [], common: ['id', 'x', 'y'] });
      }),
    );
  });

  test('applied to the first table gives the second one', () => {
    const unique = fc.uniqueArray(fc.tuple(fc.constantFrom('1', 'k2', 'k3', 'k4', 'k5', 'k6'), cell, cell), {
      selector: ([key]) => key,
    });
    for (const some of [rows, unique])
      fc.assert(
        fc.property(some, some, fc.constantFrom(undefined, []), (a, b, key) => {
          const table = tableOfRows(['id', 'x', 'y'], a);
          const diff = diffTable(table, tableOfRows(['id', 'x', 'y'], b), key ? { key } : {});
          expect(apply(diff, table)).toEqual(b);
          expect(diff.equal).toBe(JSON.stringify(a) === JSON.stringify(b));
          expect(diff.unlisted).toBe(0);
        }),
        { numRuns: 1000 },
      );
  });
});
