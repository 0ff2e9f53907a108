import { describe, expect, it } from 'vitest';
import { parseCsv } from './csv.ts';
import { separatorOf } from './separator.ts';

/** All that the page shows of a table: names, rows, and notes with their lines. */
function shown(text: string, separator?: string) {
  const { columns, rowCount, notes } = parseCsv(text, separator);
  return {
    names: columns.map(({ name }) => name),
    rows: Array.from({ length: rowCount }, (_, row) => columns.map((column) => column.text(row))),
    notes: notes.map(({ text: note, lines }) => [note, ...(lines ?? [])].join('\n')),
  };
}

describe('a CSV table', () => {
  it('keeps commas, quotes and line breaks inside quoted cells', () => {
    expect(shown('a,b\n"1,5","say ""hi""\nthere"\n"",""\n')).toEqual({
      names: ['a', 'b'],
      rows: [
        ['1,5', 'say "hi"\nthere'],
        ['', ''],
      ],
      notes: [],
    });
  });

  it('is empty if the text is empty', () => {
    expect(shown('')).toEqual({ names: [], rows: [], notes: [] });
    expect(shown('only,names')).toEqual({ names: ['only', 'names'], rows: [], notes: [] });
  });

  it('shows cells beyond the header, and says so', () => {
    const { names, rows, notes } = shown('a,b\n1,2\n1,2,3\n4\n,5,,6\n');
    expect(names).toEqual(['a', 'b', '', '']);
    expect(rows).toEqual([
      ['1', '2', '', ''],
      ['1', '2', '3', ''],
      ['4', '', '', ''],
      ['', '5', '', '6'],
    ]);
    expect(notes).toEqual([
      'More cells than names in 2 rows: the columns at the end have no name.',
      'Fewer cells than names in 1 row: the others are empty.',
    ]);
  });

  it('gives the names of rows a column, as R and pandas write them', () => {
    const { names, rows, notes } = shown('a,b\n1,2,3\n');
    expect(names).toEqual(['', 'a', 'b']);
    expect(rows).toEqual([['1', '2', '3']]);
    expect(notes).toHaveLength(1);
    expect(shown('"x"\n"1",5\n"2",6\n').rows).toEqual([
      ['1', '5'],
      ['2', '6'],
    ]);
    expect(shown('a,b\n1,2,\n3,4,\n').names).toEqual(['a', 'b', '']);
  });

  it('shows rows without values', () => {
    expect(shown('a,b\n1,2\n,\n,\n3,4\n').rows).toEqual([
      ['1', '2'],
      ['', ''],
      ['', ''],
      ['3', '4'],
    ]);
    expect(shown('a\n1\n\n\n4\n').rows).toEqual([['1'], [''], [''], ['4']]);
    expect(shown('a\n1\n\n').rows).toEqual([['1'], ['']]);
    expect(shown('a,b\n1,2\n\n3,4\n').rows).toHaveLength(3);
    expect(shown('a,b\n1,2\n\n\n')).toMatchObject({
      rows: [['1', '2']],
      notes: ['2 empty lines at the end of the file'],
    });
  });

  it('quotes the comments before the header', () => {
    const { names, rows, notes } = shown('# measured, in "2024\n#\n\n# by Ada\na,b,c\n1,2,3\n');
    expect([names, rows]).toEqual([['a', 'b', 'c'], [['1', '2', '3']]]);
    expect(notes).toEqual(['3 comment lines before the header\n# measured, in "2024\n#\n# by Ada']);
  });

  it('takes a comment for the header if values follow it', () => {
    expect(shown('##version 1\n#chrom\tstart\nchr1\t100\nchr2\t200\n')).toEqual({
      names: ['#chrom', 'start'],
      rows: [
        ['chr1', '100'],
        ['chr2', '200'],
      ],
      notes: ['1 comment line before the header\n##version 1'],
    });
    expect(shown('#comment\n').names).toEqual([]);
  });

  it('reads lines that end in any way', () => {
    const rows = [
      ['1', '2'],
      ['3', '4'],
      ['5', '6'],
    ];
    expect(shown('a,b\r\n1,2\n3,4\r5,6').rows).toEqual(rows);
    expect(shown('a,b\r\r\n1,2\r\r\n3,4\r\r\n5,6\r\r\n').rows).toEqual(rows);
    expect(shown('a,b\n1,\n').rows).toEqual([['1', '']]);
    expect(shown('a,b\n1,').rows).toEqual([['1', '']]);
  });

  it('loses nothing around a quote in the wrong place', () => {
    expect(shown('a,b\n"x"yz,5" pipe\n').rows).toEqual([['xyz', '5" pipe']]);
    const { rows, notes } = shown('a,b\n"never closed,2\n3,4\n');
    expect(rows).toEqual([
      ['"never closed', '2'],
      ['3', '4'],
    ]);
    expect(notes).toHaveLength(1);
  });

  it('follows the line of Excel that names the separator', () => {
    expect(shown('sep=|\r\na|b,c\r\n1|2\r\n')).toEqual({
      names: ['a', 'b,c'],
      rows: [['1', '2']],
      notes: ['The first line names the separator.\nsep=|'],
    });
  });

  it('is read with the separator that a reader chooses', () => {
    expect(shown('a;b,c\n1;2,3\n', ';').rows).toEqual([['1', '2,3']]);
    expect(shown('a;b,c\n1;2,3\n', '').rows).toEqual([['1;2,3']]);
  });

  it('keeps the text of numbers and spaces', () => {
    expect(shown('a,b\n 007 ,9007199254740993\n1.10,0.10000000000000000555\n').rows).toEqual([
      [' 007 ', '9007199254740993'],
      ['1.10', '0.10000000000000000555'],
    ]);
  });
});

describe('the separator', () => {
  it.each([
    ['a,b\n1,2\n', ','],
    ['a;b;c\n1,5;2,5;3\n4;5,1;6\n', ';'],
    ['a\tb\n1,5\t2,5\n', '\t'],
    ['a|b\n1|2\n', '|'],
    ['a,b\n1,2,3\n', ','],
    ['name,note\nx,"a;b;c"\ny,"d;e;f"\n', ','],
    ['title of the file\n\na,b,c\n1,2,3\n4,5,6\n7,8,9\n', ','],
    ['"x"\n"1",5\n"2",6\n', ','],
    ['name\nSmith, John\nDoe, Jane\n', undefined],
    ['value\n1,5\n2,7\n', undefined],
    ['text\nhello; world\nfoo\n', undefined],
    ['weight; kg\n5\n6\n7\n', undefined],
    ['time\n10:30\n11:30\n', undefined],
    ['a\n1\n2\n', undefined],
    ['pattern\na|b\nc|d\n', undefined],
    ['', undefined],
  ])('of %j is %j', (text, separator) => {
    expect(separatorOf(text)).toBe(separator);
  });
});
