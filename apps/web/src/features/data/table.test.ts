import { describe, expect, it } from 'vitest';
import { formatCell, isNumeric, parseCsv } from './table.ts';

describe('a CSV table', () => {
  it('keeps commas, quotes and line breaks inside quoted cells', () => {
    expect(parseCsv('a,b\n"1,5","say ""hi""\nthere"\n')).toEqual({
      columns: ['a', 'b'],
      rows: [['1,5', 'say "hi"\nthere']],
    });
  });
  it('fills short lines up and cuts long ones', () => {
    expect(parseCsv('a,b\n1\n1,2,3').rows).toEqual([
      ['1', ''],
      ['1', '2'],
    ]);
  });
  it('is empty when the text is', () => {
    expect(parseCsv('')).toEqual({ columns: [], rows: [] });
  });
});

describe('cells of a Parquet table', () => {
  it('read as people write them', () => {
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
  it('are those whose cells are numbers, missing ones aside', () => {
    const rows = [
      ['1', 'x', ''],
      ['', '2', ''],
      ['nan', '3', ''],
    ];
    expect([0, 1, 2].map((column) => isNumeric(rows, column))).toEqual([true, false, false]);
  });
});
