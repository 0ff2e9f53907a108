import { describe, expect, it } from 'vitest';
import { arrange, toTsv } from './arrange.ts';
import { parseCsv } from './csv.ts';
import type { Table } from './table.ts';

const texts = (table: Table, rows: Uint32Array, column = 0) => [...rows].map((row) => table.columns[column]?.text(row));

function sorted(values: readonly string[], down = false) {
  const table = parseCsv(`x\n${values.join('\n')}\n`);
  return texts(table, arrange(table, '', { column: 0, down }));
}

describe('sorting', () => {
  it('compares numbers by all their digits', () => {
    const up = ['-9007199254740993', '-9007199254740992', '0.1', '0.10000000000000000001', '9007199254740992'];
    const all = [...up, '9007199254740993', '1e400', '12e399', '1e401'];
    expect(sorted(all.toReversed())).toEqual(all);
    expect(sorted(all, true)).toEqual(all.toReversed());
    expect(sorted(['1.50', '1.5', '01.4', '+1.6', '-0', '0'])).toEqual(['-0', '0', '01.4', '1.50', '1.5', '+1.6']);
  });

  it('puts missing values last in both orders, and texts after numbers', () => {
    expect(sorted(['10', '', 'NaN', '9', 'inf', '-inf', 'NA'])).toEqual(['-inf', '9', '10', 'inf', '', 'NaN', 'NA']);
    expect(sorted(['10', '', 'NaN', '9'], true)).toEqual(['10', '9', '', 'NaN']);
    const late = [...Array.from({ length: 300 }, (_, index) => String(index)), 'b', 'A'];
    expect(sorted(late.toReversed())).toEqual([...late.slice(0, 300), 'A', 'b']);
  });

  it('ignores case in words and reads numbers in them', () => {
    expect(sorted(['b10', 'B9', 'a'], false)).toEqual(['a', 'B9', 'b10']);
  });

  it('reads decimal commas where commas separate no cells', () => {
    const table = parseCsv('a;b\n1,50;x\n1,5;y\n0,9;z\n10,1;w\n');
    expect(table.columns[0]?.isNumeric).toBe(true);
    expect(texts(table, arrange(table, '', { column: 0, down: false }))).toEqual(['0,9', '1,50', '1,5', '10,1']);
  });
});

describe('numeric columns', () => {
  it('are columns whose cells are numbers or missing', () => {
    const table = parseCsv('a,b,c,d,e\n1,x,,1e400,0x10\n,2,,-.5,1\nnan,3,NA,inf,2\n');
    expect(table.columns.map(({ isNumeric }) => isNumeric)).toEqual([true, false, false, true, false]);
  });
});

describe('filtering', () => {
  const table = parseCsv('a,b\nb,10\nA,\nc,9\na,nan\n');
  it('keeps rows that contain a text in any cell', () => {
    expect([...arrange(table, ' A', undefined)]).toEqual([1, 3]);
    expect([...arrange(table, '', undefined)]).toEqual([0, 1, 2, 3]);
  });
  it('is copied with one line for each row, even if cells contain line breaks', () => {
    const odd = parseCsv('a,b\n"1\t2","x\ny"\n');
    expect(toTsv(odd, arrange(odd, '', undefined))).toBe('a\tb\n1 2\tx y');
  });
});
