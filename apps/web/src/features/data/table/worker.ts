import { arrange, type ReadTable, readTable, toTsv } from '@gofigr/tables';
import {
  type Arrangement,
  type Block,
  blockRows,
  type Opened,
  type Question,
  type Questions,
  type Reply,
} from './messages.ts';

/*
 * Reads and arranges a table apart from the page, which asks for the rows that it shows. A table of millions of cells
 * would stop the page for seconds.
 */

/** Characters of a cell that are shown. A cell can hold a whole document. */
const SHOWN = 10_000;
/** Rows that decide about the width of a column. */
const SAMPLE = 100;

let read: ReadTable = { table: { columns: [], rowCount: 0, notes: [] } };
let rows: Uint32Array = new Uint32Array();

function opened({ table, text }: ReadTable): Opened {
  const { columns, rowCount, notes } = table;
  const shown = columns.map((column) => {
    const lengths = Array.from({ length: Math.min(SAMPLE, rowCount) }, (_, row) => column.text(row).length);
    return { name: column.name, isNumeric: column.isNumeric, length: Math.max(0, ...lengths) };
  });
  return { columns: shown, rowCount, notes, ...(text && { text }) };
}

function block(from: number): Block {
  const { columns } = read.table;
  const shown = [...rows.subarray(from, from + blockRows(columns.length))].map((row) =>
    columns.map((column) => {
      const text = column.text(row);
      return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
    }),
  );
  return { from, rows: shown };
}

const answers: Questions = {
  open: async (bytes, reading) => {
    read = await readTable(new Uint8Array(await bytes.arrayBuffer()), reading);
    rows = arrange(read.table, '', undefined);
    return opened(read);
  },
  arrange: ({ text, order }: Arrangement) => {
    rows = arrange(read.table, text, order);
    return { count: rows.length, first: block(0) };
  },
  block,
  copy: () => toTsv(read.table, rows),
};

async function replyTo({ id, kind, args }: Question): Promise<Reply> {
  try {
    const answer = answers[kind] as (...all: unknown[]) => unknown; // the page asks by the same types
    return { id, value: await answer(...args) };
  } catch (error) {
    return { id, error: error instanceof Error ? error.message : String(error) };
  }
}

self.addEventListener('message', ({ data }: MessageEvent<Question>) => {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker has one page to answer
  void replyTo(data).then((reply) => self.postMessage(reply));
});
