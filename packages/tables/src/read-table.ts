import { decode, decodeAs, isLossy } from './encoding/index.ts';
import { readParquet } from './parquet/read.ts';
import { parseCsv } from './table/csv.ts';
import type { Limits, Table } from './table/table.ts';

/** Choices for reading a table. Absent ones are recognised. */
export interface Reading {
  /** Format that the publisher named. */
  format: string;
  /** Encoding that the publisher named. */
  named?: string | undefined;
  /** Encoding and separator that the reader chose. `''` is no separator. */
  encoding?: string | undefined;
  separator?: string | undefined;
}

export interface ReadTable {
  table: Table;
  /** Absent for tables that aren't text. */
  text?: TextTable;
}

export interface TextTable {
  encoding: string;
  separator: string | undefined;
  /** Some bytes mean nothing in the encoding, and are shown as �. */
  isLossy: boolean;
}

/**
 * Reads a table. Its first bytes tell Parquet from text, whatever the publisher called it. Throws for other formats,
 * and `TooLarge` beyond the limits.
 */
export async function readTable(bytes: Uint8Array<ArrayBuffer>, reading: Reading, limits?: Limits): Promise<ReadTable> {
  const { format, encoding, named, separator } = reading;
  if (startsWith(bytes, 'PAR1') || format.includes('parquet')) return { table: await readParquet(bytes, limits) };
  const binary = Object.entries(BINARY).find(([signature]) => startsWith(bytes, signature));
  if (binary) throw new Error(`this is ${binary[1]}.`);
  const decoded = encoding === undefined ? await decode(bytes, named) : decodeAs(bytes, encoding);
  if (encoding === undefined && decoded.text.includes('\0')) throw new Error(`the format “${format}” is unknown.`);
  const isTabs = separator === undefined && /^(?:.*\/)?(?:tsv|tab)$/.test(format) && decoded.text.includes('\t');
  const table = parseCsv(decoded.text, isTabs ? '\t' : separator, limits);
  const { separator: used } = table;
  return { table, text: { encoding: decoded.encoding, separator: used, isLossy: isLossy(bytes, decoded) } };
}

/** Tables that aren't text, by their first bytes. */
const BINARY = {
  'PK\u0003\u0004': 'a workbook or an archive',
  ARROW1: 'a Feather file',
  '\u0089HDF': 'an HDF5 file',
  'SQLite format 3': 'an SQLite database',
};

const startsWith = (bytes: Uint8Array, signature: string): boolean =>
  [...signature].every((letter, at) => bytes[at] === letter.charCodeAt(0));
