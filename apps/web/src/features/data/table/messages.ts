import type { Note, Order, Reading, TextTable } from '@gofigr/tables';

/** A table in the worker, without its cells. */
export interface Opened {
  columns: readonly ShownColumn[];
  rowCount: number;
  notes: readonly Note[];
  /** Absent for tables that aren't text. */
  text?: TextTable;
}

export interface ShownColumn {
  name: string;
  isNumeric: boolean;
  /** Characters of the longest of the first cells. */
  length: number;
}

/** Some rows of an arranged table. */
export interface Block {
  from: number;
  rows: readonly (readonly string[])[];
}

export interface Arrangement {
  text: string;
  order: Order | undefined;
}

/** Questions of the page to the worker. Each has one answer. */
export interface Questions {
  open: (bytes: Blob, reading: Reading) => Promise<Opened>;
  /** Answers with the number of rows that are left, and the first of them. */
  arrange: (arrangement: Arrangement) => { count: number; first: Block };
  block: (from: number) => Block;
  /** All rows of the arrangement as text for a spreadsheet. */
  copy: () => string;
}

export interface Question<K extends keyof Questions = keyof Questions> {
  id: number;
  kind: K;
  args: Parameters<Questions[K]>;
}

export type Reply = { id: number; value: unknown } | { id: number; error: string };

/** Cells of a block. They arrive within a frame. */
const BLOCK_CELLS = 10_000;

/** Rows that are sent at a time: a screen and more, but of wide tables less. */
export const blockRows = (columns: number): number => Math.max(20, Math.min(200, Math.floor(BLOCK_CELLS / columns)));
