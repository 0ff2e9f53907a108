import { type Content, type Datum, LIMITS, Skip, type Table } from '@gofigr/compare';
import { type Limits, type ReadTable, readTable, TooLarge } from '@gofigr/tables';
import { newBudget } from './budget.ts';

/** Cells of a table. Those of two, with their texts, fit into the memory of this process. */
const MOST_CELLS = 3_000_000;
const MOST_BYTES = 128 * 2 ** 20;

/** Decodes a table in any format that the web app shows. */
export async function decodeTable(datum: Datum, bytes: Uint8Array<ArrayBuffer>): Promise<Content> {
  const { format = endingOf(datum.name), encoding } = datum;
  const budget = newBudget();
  const check = () => budget.check();
  const limits: Limits = { rows: LIMITS.rows, cells: MOST_CELLS, bytes: MOST_BYTES, check };
  try {
    const read = await readTable(bytes, { format, named: encoding }, limits);
    if (read.text?.isLossy) return { skipped: 'some of its bytes mean nothing in its encoding' };
    return { table: toTable(read, check) };
  } catch (error) {
    if (error instanceof Skip || error instanceof TooLarge) return { skipped: error.message };
    const reason = error instanceof Error ? error.message : String(error);
    return { skipped: `the table can not be read: ${reason.slice(0, LONGEST).replace(/\.$/, '')}` };
  }
}

/** Characters of a reason. It may quote the file. */
const LONGEST = 300;

const endingOf = (name: string): string => /\.(\w+)$/.exec(name)?.[1]?.toLowerCase() ?? '';

function toTable({ table: { columns, rowCount, notes }, text }: ReadTable, check: () => void): Table {
  return {
    columns: columns.map(({ name, type, cell }) => {
      check();
      return { name, cells: Array.from({ length: rowCount }, (_, row) => cell(row)), ...(type && { type }) };
    }),
    rows: rowCount,
    format: text ? (TEXTS[text.separator ?? ','] ?? `CSV with ${text.separator}`) : 'Parquet',
    lines: notes.flatMap(({ lines = [] }) => lines),
  };
}

/** Formats of text by their separator. */
const TEXTS: Readonly<Record<string, string>> = { ',': 'CSV', '\t': 'TSV' };
