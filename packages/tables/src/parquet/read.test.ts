import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parquetMetadata } from 'hyparquet';
import { describe, expect, it } from 'vitest';
import { arrange } from '../table/arrange.ts';
import type { Limits, Table } from '../table/table.ts';
import { readParquet } from './read.ts';

/** Made by acceptance/browser/parquet_corpus.py, with the texts that pyarrow prints. */
const corpus = join(import.meta.dirname, 'test-corpus');
const file = () => new Uint8Array(readFileSync(join(corpus, 'every-type.parquet')));
const { columns: expected } = JSON.parse(readFileSync(join(corpus, 'every-type.json'), 'utf8')) as {
  columns: { name: string; texts: (string | null)[] }[];
};

const columnOf = (table: Table, name: string) => {
  const found = table.columns.find((column) => column.name === name);
  if (!found) throw new Error(`no column ${name}`);
  return found;
};
const textsOf = (table: Table, name: string) =>
  Array.from({ length: table.rowCount }, (_, row) => columnOf(table, name).text(row));

describe('a Parquet table', () => {
  it('shows every type as pyarrow prints it, cell by cell', async () => {
    const table = await readParquet(file());
    expect(table.notes).toEqual([]);
    expect(table.columns.map(({ name }) => name)).toEqual(expected.map(({ name }) => name));
    for (const [index, { name, texts }] of expected.entries())
      expect(
        texts.map((_, row) => table.columns[index]?.text(row)),
        name,
      ).toEqual(texts.map((text) => text ?? ''));
  });

  it('says which column is damaged, and shows the others', async () => {
    const bytes = file();
    const { row_groups: groups } = parquetMetadata(bytes.buffer);
    const damaged = groups[0]?.columns.find((column) => column.meta_data?.path_in_schema[0] === 'string')?.meta_data;
    const start = Number(damaged?.dictionary_page_offset ?? damaged?.data_page_offset);
    bytes.fill(0xff, start, start + Number(damaged?.total_compressed_size));
    const table = await readParquet(bytes);
    expect(new Set(textsOf(table, 'string'))).toEqual(new Set(['<can’t be read>']));
    expect(table.notes.map(({ text }) => text)).toEqual([
      expect.stringMatching(/^The column “string” can’t be read: /),
    ]);
    const others = table.columns.filter(({ name }) => name !== 'string');
    for (const column of others) {
      const texts = expected.find(({ name }) => name === column.name)?.texts;
      expect([column.name, column.text(0)]).toEqual([column.name, texts?.[0] ?? '']);
    }
  });

  it('that is none is refused', async () => {
    await expect(readParquet(new TextEncoder().encode('PAR1 but no more PAR1'))).rejects.toThrow(/metadata length/);
    await expect(readParquet(new Uint8Array())).rejects.toThrow(/too short/);
  });

  it('may be a part of a buffer', async () => {
    const padded = Buffer.concat([Buffer.alloc(3), file(), Buffer.alloc(5)]);
    for (const bytes of [padded.subarray(3, -5), new Uint8Array(padded).subarray(3, -5)])
      expect((await readParquet(bytes)).columns).toHaveLength(expected.length);
  });

  it('names types as Arrow does', async () => {
    const table = await readParquet(file());
    for (const [name, type] of Object.entries(TYPES)) expect(columnOf(table, name).type, name).toBe(type);
  });

  it('tells missing values from empty texts', async () => {
    const column = columnOf(await readParquet(file()), 'string');
    const texts = expected.find(({ name }) => name === 'string')?.texts ?? [];
    expect(texts.map((_, row) => column.cell(row))).toEqual(texts);
    expect(new Set(texts)).toContain('');
    expect(new Set(texts)).toContain(null);
  });

  it('beyond the limits is refused before its values are read', async () => {
    const limits = { rows: 100, cells: 10_000, bytes: 100_000, check: () => undefined };
    const read = async (some: Partial<Limits>) => readParquet(file(), { ...limits, ...some });
    await expect(read({ rows: 10 })).rejects.toThrow('it has more than 10 rows');
    await expect(read({ cells: 1_000 })).rejects.toThrow('it has more than 1,000 cells');
    await expect(read({ bytes: 1_000 })).rejects.toThrow('it has more than 1,000 bytes without compression');
    await expect(read({ check: () => raise(new Error('too late')) })).rejects.toThrow('too late');
  });

  it('knows its numbers', async () => {
    const { columns } = await readParquet(file());
    const numeric = columns.filter(({ isNumeric }) => isNumeric).map(({ name }) => name);
    expect(numeric).toContain('uint64');
    expect(numeric).toContain('decimal(20,2)');
    for (const name of ['string', 'date32', 'timestamp[ns]', 'duration[ns]', 'list<int64>', 'bool'])
      expect(numeric).not.toContain(name);
  });

  it.each(['uint64', 'int64', 'decimal(20,2)', 'decimal256', 'float16', 'duration[us]', 'timestamp[us]'])(
    'sorts %s by value, with nulls last',
    async (name) => {
      const table = await readParquet(file());
      const column = table.columns.findIndex((one) => one.name === name);
      const sorted = (down: boolean) =>
        [...arrange(table, '', { column, down })].map((row) => table.columns[column]?.text(row));
      const up = sorted(false);
      expect(up.at(-1)).toBe('');
      // Zeros of both signs are equal.
      const isValue = (text: string | undefined) => !['', 'nan', '-0'].includes(text ?? '');
      const values = up.filter(isValue);
      expect(sorted(true).filter(isValue)).toEqual(values.toReversed());
      expect([values[0], values.at(-1)]).toEqual(ENDS[name]);
    },
  );
});

function raise(error: Error): never {
  throw error;
}

const TYPES: Record<string, string> = {
  bool: 'bool',
  uint8: 'uint8',
  int64: 'int64',
  float16: 'float16',
  float64: 'float64',
  'decimal(9,2)': 'decimal(9, 2)',
  'large string': 'string',
  binary: 'binary',
  'fixed binary': 'binary[4]',
  uuid: 'uuid',
  json: 'json',
  date32: 'date',
  'time64[ns]': 'time[ns]',
  'timestamp[us]': 'timestamp[us]',
  'timestamp[ns, Europe/Berlin]': 'timestamp[ns, Europe/Berlin]',
  'duration[ms]': 'duration[ms]',
  'list<timestamp>': 'list<timestamp[ns]>',
  'map<string, list>': 'map<string, list<int8>>',
  'struct<list>': 'struct<l: list<int64>>',
};

/** Least and greatest value. */
const ENDS: Record<string, string[]> = {
  uint64: ['0', '18446744073709551615'],
  int64: ['-9223372036854775808', '9223372036854775807'],
  'decimal(20,2)': ['-0.05', '12345678901234567.89'],
  decimal256: [`-1E-30`, `${'9'.repeat(40)}.${'1'.repeat(30)}`],
  float16: ['-inf', 'inf'],
  'duration[us]': ['-1 day, 0:00:00', '1 day, 10:17:36.142857'],
  'timestamp[us]': ['<value out of range: -9223372036854775807>', '<value out of range: 9223372036854775807>'],
};
