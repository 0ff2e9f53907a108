import { describe, expect, test } from 'vitest';
import { diffTable } from './diff-table.ts';
import { type CellText, type Table, tableOfRows } from './table.ts';

const csv = (names: readonly string[], ...rows: CellText[][]): Table => ({
  ...tableOfRows(names, rows),
  format: 'CSV',
});

/** A table that declares the types of its columns. */
function typed(types: Readonly<Record<string, string>>, ...rows: CellText[][]): Table {
  const { columns } = tableOfRows(Object.keys(types), rows);
  const withTypes = columns.map((column) => ({ ...column, type: types[column.name] ?? '' }));
  return { columns: withTypes, rows: rows.length, format: 'Parquet' };
}

const difference = (a: Table, b: Table) => {
  const { equal, rows, columns } = diffTable(a, b, { key: [] });
  return { equal, changed: rows.changed, rewritten: rows.rewritten, columns: columns.changed.map(({ name }) => name) };
};
const SAME = { equal: true, changed: 0, rewritten: 0, columns: [] };
const CHANGED = { equal: false, changed: 1, rewritten: 0, columns: ['x'] };

describe('tables of unlike formats', () => {
  test.each([
    ['int64', '1.0', '1'],
    ['float64', '10000000000.0', '1e+10'],
    ['decimal(9, 2)', '0.1', '0.10'],
    ['float64', '', 'nan'],
    ['float64', 'NaN', null],
    ['float64', 'Inf', 'inf'],
    ['int64', 'NA', null],
    ['bool', 'True', 'true'],
    ['bool', '', null],
    ['timestamp[ns]', '2024-02-29', '2024-02-29 00:00:00.000000000'],
    ['timestamp[us, Europe/Berlin]', '2024-02-29 12:00:00+00:00', '2024-02-29 13:00:00.000000+0100'],
    ['timestamp[us, UTC]', '2024-02-29T12:00:00.5Z', '2024-02-29 12:00:00.500000Z'],
    ['timestamp[us]', 'NaT', null],
    ['time[ms]', '12:30:00', '12:30:00.000'],
    ['date', '2024-02-29 00:00:00', '2024-02-29'],
    ['string', '', null],
    ['string', 'NA', 'NA'],
  ])('have equal cells of %s: %j and %j', (type, text, value) => {
    expect(difference(csv(['id', 'x'], ['a', text]), typed({ id: 'string', x: type }, ['a', value]))).toEqual(SAME);
    expect(difference(typed({ id: 'string', x: type }, ['a', value]), csv(['id', 'x'], ['a', text]))).toEqual(SAME);
  });

  test.each([
    ['string', 'NA', null],
    ['string', 'True', 'true'],
    ['bool', 'False', 'true'],
    ['int64', '9007199254740993', '9007199254740992'],
    ['float64', '', '0'],
    ['timestamp[us]', '2024-02-29 12:00:00', '2024-02-29 12:00:00.000001'],
    ['timestamp[us, UTC]', '2024-02-29 12:00:00', '2024-02-29 12:00:00.000000Z'],
  ])('have other cells of %s: %j and %j', (type, text, value) => {
    expect(difference(csv(['id', 'x'], ['a', text]), typed({ id: 'string', x: type }, ['a', value]))).toEqual(CHANGED);
  });

  test('of which both are text are compared by their texts', () => {
    const tsv: Table = { ...csv(['id', 'x'], ['a', '1']), format: 'TSV' };
    const diff = diffTable(csv(['id', 'x'], ['a', '1.0']), tsv);
    expect(diff).toMatchObject({ equal: false, formats: { a: 'CSV', b: 'TSV' }, rows: { rewritten: 1 } });
  });

  test('pair rows without a key by their values', () => {
    const a = csv(['x', 'y'], ['1.0', 'u'], ['2.0', ''], ['1.0', 'u']);
    const b = typed({ x: 'float64', y: 'string' }, ['2', null], ['1', 'u'], ['1', 'u']);
    expect(diffTable(a, b)).toMatchObject({ rows: { added: 0, removed: 0, changed: 0, rewritten: 0, moved: 1 } });
  });

  test('find renamed columns by their values', () => {
    const a = csv(['id', 'old'], ['a', '1.0'], ['b', '']);
    const b = typed({ id: 'string', new: 'float64' }, ['a', '1'], ['b', null]);
    expect(diffTable(a, b).columns.changed).toMatchObject([{ name: 'old', renamed: 'new', changed: 0, rewritten: 0 }]);
  });

  test('leave out row numbers, and say so', () => {
    const numbered = csv(['', 'id'], ['0', 'a'], ['1', 'b']);
    const plain = typed({ id: 'string' }, ['a'], ['b']);
    expect(diffTable(numbered, plain)).toMatchObject({ equal: true, formats: { row_numbers: 'a' } });
    expect(diffTable(plain, numbered)).toMatchObject({ equal: true, formats: { row_numbers: 'b' } });
    const meaning = diffTable(csv(['', 'id'], ['7', 'a'], ['9', 'b']), plain);
    expect(meaning).toMatchObject({ equal: false, columns: { removed: [''] } });
  });
});
