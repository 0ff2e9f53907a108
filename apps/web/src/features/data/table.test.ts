import { describe, expect, it } from 'vitest';
import { arrange, formatCell, isNumeric, parseCsv, toTsv } from './table.ts';

describe('a CSV table', () => {
  it('keeps commas, quotes and line breaks inside quoted cells', () => {
    expect(parseCsv('a,b\n"1,5","say ""hi""\nthere"\n')).toEqual({
      columns: ['a', 'b'],
      rows: [['1,5', 'say "hi"\nthere']],
    });
  });
  it('fills up short lines and cuts long ones', () => {
    expect(parseCsv('a,b\n1\n1,2,3').rows).toEqual([
      ['1', ''],
      ['1', '2'],
    ]);
  });
  it('is empty if the text is empty', () => {
    expect(parseCsv('')).toEqual({ columns: [], rows: [] });
  });
});

describe('cells of a Parquet table', () => {
  it('are formatted for people', () => {
    expect([null, 12n, 1.5, new Date(0), { n: 2n }].map(formatCell)).toEqual([
      '',
      '12',
      '1.5',
      '1970-01-01T00:00:00.000Z',
      '{"n":"2"}',
    ]);
  });
});

describe('numeric columns', () => {
  it('are columns whose cells are numbers or empty', () => {
    const rows = [
      ['1', 'x', ''],
      ['', '2', ''],
      ['nan', '3', ''],
    ];
    expect([0, 1, 2].map((column) => isNumeric(rows, column))).toEqual([true, false, false]);
  });
});

describe('arranging rows', () => {
  const rows = [
    ['b', '10'],
    ['A', ''],
    ['c', '9'],
    ['a', 'nan'],
  ];

  it('by a column of numbers puts empty cells and other texts last in both orders', () => {
    expect(arrange(rows, '', { column: 1, down: false }, true).map(([name]) => name)).toEqual(['c', 'b', 'A', 'a']);
    expect(arrange(rows, '', { column: 1, down: true }, true).map(([name]) => name)).toEqual(['b', 'c', 'A', 'a']);
  });

  it('by a column of words ignores case', () => {
    expect(arrange(rows, '', { column: 0, down: true }, false).map(([name]) => name)).toEqual(['c', 'b', 'A', 'a']);
  });

  it('keeps rows that contain a text in any cell', () => {
    expect(arrange(rows, ' A', undefined, false)).toEqual([rows[1], rows[3]]);
    expect(arrange(rows, '', undefined, false)).toBe(rows);
  });

  it('a copied table has one line for each row, even if cells contain line breaks', () => {
    expect(toTsv({ columns: ['a', 'b'], rows: [['1\t2', 'x\ny']] })).toBe('a\tb\n1 2\tx y');
  });
});
