import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Content, diffTable, type Table, type TableDiff } from '@gofigr/compare';
import fc from 'fast-check';
import { type BasicType, parquetWriteBuffer } from 'hyparquet-writer';
import { describe, expect, test } from 'vitest';
import { decodeTable } from './decode-table.ts';

type Values = readonly unknown[];

const parquet = (columns: Record<string, [BasicType, Values]>): Uint8Array<ArrayBuffer> =>
  new Uint8Array(
    parquetWriteBuffer({
      columnData: Object.entries(columns).map(([name, [type, data]]) => ({
        name,
        type,
        data: [...data],
        nullable: true,
      })),
    }),
  );
const utf8 = (text: string) => new TextEncoder().encode(text);
const latin = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));

const decode = async (bytes: Uint8Array<ArrayBuffer>, format: string, encoding?: string): Promise<Content> =>
  decodeTable({ name: 't', type: 'dataframe', format, hash: '', size: 0, ...(encoding && { encoding }) }, bytes);

async function read(bytes: Uint8Array<ArrayBuffer>, format = 'parquet', encoding?: string): Promise<Table> {
  const content = await decode(bytes, format, encoding);
  if (!('table' in content)) throw new Error(JSON.stringify(content));
  return content.table;
}

const SAME = { equal: true, changes: [], columns: { added: [], removed: [], changed: [], moved: false } };

/** Made by acceptance/browser/parquet_corpus.py, with the texts that pyarrow prints. */
const corpus = join(import.meta.dirname, '../../../../../../packages/tables/src/parquet/test-corpus');
const everyType = () => new Uint8Array(readFileSync(join(corpus, 'every-type.parquet')));
const quoted = (cell: string) => `"${cell.replaceAll('"', '""')}"`;

describe('a Parquet table', () => {
  test('of every type is equal to the same table as CSV', async () => {
    const { columns } = JSON.parse(readFileSync(join(corpus, 'every-type.json'), 'utf8')) as {
      columns: { name: string; texts: (string | null)[] }[];
    };
    // No table of text has zeros in it.
    const written = columns.filter(({ texts }) => !texts.some((text) => text?.includes('\0')));
    const lines =
      columns[0]?.texts.map((_, row) => written.map(({ texts }) => quoted(texts[row] ?? '')).join(',')) ?? [];
    const csv = [written.map(({ name }) => quoted(name)).join(','), ...lines].join('\n');
    const [a, b] = [await read(everyType()), await read(utf8(csv), 'csv')];
    expect([a.columns.length, written.length]).toEqual([90, 89]);
    const diff = diffTable(a, b, { key: [] });
    // Bytes that may be text are written as such, or marked.
    const others = diff.columns.changed.map(({ name }) => name);
    expect(others).toEqual(['binary', 'control characters']);
    expect(diff.formats).toEqual({ a: 'Parquet', b: 'CSV' });
  });

  test('has exact digits, types, and missing values that are no empty texts', async () => {
    const a = parquet({ id: ['INT64', [1n, 9007199254740993n]], x: ['STRING', ['', null]] });
    const b = parquet({ id: ['INT64', [1n, 9007199254740992n]], x: ['STRING', [null, null]] });
    const diff = diffTable(await read(a), await read(b), { key: [] });
    expect(diff.changes).toMatchObject([
      { cells: [{ column: 'x', a: '', b: null }] },
      { cells: [{ column: 'id', a: '9007199254740993', b: '9007199254740992', difference: '-1' }] },
    ]);
    const retyped = parquet({ id: ['DOUBLE', [1, 9007199254740992]], x: ['STRING', [null, null]] });
    expect(diffTable(await read(b), await read(retyped))).toMatchObject({
      equal: false,
      rows: { changed: 0 },
      columns: { changed: [{ name: 'id', types: { a: 'int64', b: 'float64' } }] },
    });
  });

  test('with a column that can not be read is not compared', async () => {
    const bytes = parquet({ x: ['STRING', Array.from({ length: 100 }, (_, row) => `text ${row}`)] });
    bytes.fill(0xff, 4, 40);
    expect(await decode(bytes, 'parquet')).toEqual({
      skipped: expect.stringMatching(/^the table can not be read: The column “x” can’t be read: /),
    });
  });

  test('that an applied difference turns into the other one', async () => {
    const names = ['id', 'x', 'y'];
    const row = fc.tuple(
      fc.constantFrom('k1', 'k2', 'k3', 'k4', 'k5'),
      fc.constantFrom(null, 0, 0.1, 1e300, -5, Number.NaN),
      fc.constantFrom(null, '', '1', '1.0', 'é\n"'),
    );
    const rows = fc.array(row, { maxLength: 12 });
    const write = (all: readonly (readonly unknown[])[]) => {
      const of = (index: number) => all.map((cells) => cells[index]);
      return parquet({ id: ['STRING', of(0)], x: ['DOUBLE', of(1)], y: ['STRING', of(2)] });
    };
    await fc.assert(
      fc.asyncProperty(rows, rows, async (some, others) => {
        const [a, b] = [await read(write(some)), await read(write(others))];
        const diff = diffTable(a, b);
        expect(apply(diff, a, names)).toEqual(rowsOf(b));
        expect(diff.equal).toBe(JSON.stringify(rowsOf(a)) === JSON.stringify(rowsOf(b)));
      }),
      { numRuns: 60 },
    );
  });
});

const rowsOf = ({ columns, rows }: Table) =>
  Array.from({ length: rows }, (_, row) => columns.map(({ cells }) => cells[row] ?? null));

/** Rebuilds the rows of the second table from the first one and the listed changes. */
function apply({ changes, rows: { b: count } }: TableDiff, a: Table, names: readonly string[]) {
  const all = rowsOf(a);
  const used = new Set(changes.flatMap((change) => (change.kind === 'added' ? [] : [change.a])));
  const kept = all.filter((_, row) => !used.has(row));
  const at = new Map(changes.flatMap((change) => (change.kind === 'removed' ? [] : [[change.b, change]])));
  return Array.from({ length: count }, (_, row) => {
    const change = at.get(row);
    if (!change) return kept.shift();
    if (change.kind === 'added') return change.cells;
    const cells = [...(all[change.a] ?? [])];
    if (change.kind === 'changed') for (const cell of change.cells) cells[names.indexOf(cell.column)] = cell.b;
    return cells;
  });
}

describe('the same table', () => {
  test('as CSV of pandas and as Parquet has equal cells, and its formats differ', async () => {
    const csv = [
      ',id,rate,count,ok,day,name',
      '0,a,1.0,1,True,2024-02-29,x',
      '1,b,,20000000000,False,2024-02-29 12:00:00.500,"y, z"',
      '2,c,1e-07,,,,',
    ].join('\n');
    const days = ['2024-02-29T00:00:00Z', '2024-02-29T12:00:00.500Z'].map((day) => new Date(day));
    const zoned = csv.replace('29,x', '29 00:00:00+00:00,x').replace('500,', '500+00:00,');
    const b = parquet({
      id: ['STRING', ['a', 'b', 'c']],
      rate: ['DOUBLE', [1, Number.NaN, 1e-7]],
      count: ['DOUBLE', [1, 2e10, null]],
      ok: ['BOOLEAN', [true, false, null]],
      day: ['TIMESTAMP', [...days, null]],
      name: ['STRING', ['x', 'y, z', null]],
    });
    const [text, table] = [await read(utf8(zoned), 'pandas/csv'), await read(b)];
    const formats = { a: 'CSV', b: 'Parquet', row_numbers: 'a' };
    expect(diffTable(text, table)).toMatchObject({ ...SAME, formats, key: { columns: ['id'] } });
    expect(diffTable(table, text)).toMatchObject({ ...SAME, formats: { a: 'Parquet', b: 'CSV', row_numbers: 'b' } });
    const other = await read(utf8(zoned.replace('1e-07', '1.1e-07').replace('True', 'False')), 'csv');
    expect(diffTable(other, table).changes).toMatchObject([
      { a: 0, cells: [{ column: 'ok', a: 'False', b: 'true' }] },
      { a: 2, cells: [{ column: 'rate', a: '1.1e-07', difference: '-0.00000001' }] },
    ]);
  });

  test('with an index without a name is paired by it', async () => {
    const csv = await read(utf8(',x\n7,a\n3,b\n'), 'csv');
    const b = parquet({ x: ['STRING', ['a', 'b']], __index_level_0__: ['INT64', [7n, 3n]] });
    expect(diffTable(csv, await read(b))).toMatchObject(SAME);
  });

  test('with texts that look like numbers is compared by the texts', async () => {
    const b = parquet({ id: ['STRING', ['007', '1.0']] });
    const diff = diffTable(await read(utf8('id\n7\n1\n'), 'csv'), await read(b), { key: [] });
    expect(diff).toMatchObject({ equal: false, columns: { changed: [{ rewritten: 2 }] } });
  });

  test('in another encoding and with other separators has equal cells', async () => {
    const plain = await read(utf8('id,name\n1,Größe\n2,"a;b"\n'), 'csv');
    const bytes = latin('id;name\n1;Größe\n2;"a;b"\n');
    for (const encoding of [undefined, 'latin-1'])
      expect(diffTable(plain, await read(bytes, 'csv', encoding))).toMatchObject({
        ...SAME,
        formats: { a: 'CSV', b: 'CSV with ;' },
      });
    const tabs = await read(utf8('\uFEFFid\tname\r\n1\tGröße\r\n2\ta;b\r\n'), 'tsv');
    expect(diffTable(plain, tabs)).toMatchObject({ ...SAME, formats: { a: 'CSV', b: 'TSV' } });
    const cyrillic = Uint8Array.of(...latin('id,name\n1,'), 0xcf, 0xf0, 0xe8, 0xe2, 0xe5, 0xf2);
    expect((await read(cyrillic, 'csv', 'cp1251')).columns[1]?.cells).toEqual(['Привет']);
  });

  test('below other comments is not equal', async () => {
    const diff = diffTable(
      await read(utf8('# one\nid,x\n1,2\n'), 'csv'),
      await read(utf8('# two\nid,x\n1,2\n'), 'csv'),
    );
    expect(diff).toMatchObject({ equal: false, changes: [], lines: { a: ['# one'], b: ['# two'] } });
  });
});

describe('a table is not compared', () => {
  const skipped = async (bytes: Uint8Array<ArrayBuffer>, format = 'csv') => {
    const content = await decode(bytes, format);
    return 'skipped' in content ? content.skipped : 'was read';
  };

  test('beyond 100,000 rows', async () => {
    const rows = (count: number) => Array.from({ length: count }, (_, row) => row);
    expect(await skipped(utf8(`id,x\n${rows(100_001).join(',\n')},\n`))).toBe('it has more than 100,000 rows');
    expect(await skipped(utf8(`id,x\n${rows(100_000).join(',\n')},\n\n\n`))).toBe('was read');
    const long = parquet({ id: ['INT32', rows(100_001)] });
    expect(await skipped(long, 'parquet')).toBe('it has more than 100,000 rows');
  });

  test('whose cells would fill the memory', async () => {
    const reason = 'it has more than 3,000,000 cells';
    expect(await skipped(utf8(`a,b\n${','.repeat(4_000_000)}\n`))).toBe(reason);
    // One long row makes all others as long.
    expect(await skipped(utf8(`a,b\n${'1,2\n'.repeat(90_000)}${','.repeat(100)}\n`))).toBe(reason);
  });

  test('that is none, or whose bytes mean nothing', async () => {
    expect(await skipped(utf8('PAR1 but no more PAR1'), 'parquet')).toMatch(/^the table can not be read: /);
    expect(await skipped(utf8('PK\u0003\u0004'), 'xlsx')).toBe(
      'the table can not be read: this is a workbook or an archive',
    );
    expect(await skipped(Uint8Array.of(0xff, 0xfe, 0x61, 0, 0x2c, 0, 0x00, 0xd8))).toBe(
      'some of its bytes mean nothing in its encoding',
    );
  });
});
