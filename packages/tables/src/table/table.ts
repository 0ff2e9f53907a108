/** A table in memory, by columns. Texts of cells are made when they are asked for. */
export interface Table {
  columns: readonly Column[];
  rowCount: number;
  /** Sentences about parts of the file that are shown in another way, or not at all. */
  notes: readonly Note[];
}

export interface Note {
  text: string;
  /** Lines of the file that the note is about. */
  lines?: readonly string[];
}

export interface Column {
  /** Empty if the file gives none. */
  name: string;
  /** Type that the file declares, such as `int64`. Texts declare none. */
  type?: string;
  /** Numbers are aligned to the right and sorted by value. */
  isNumeric: boolean;
  /** Text to show. It is empty for a missing value, and says so if a value can't be read. */
  text(row: number): string;
  /** Text to compare: null for a missing value. Throws if the value can't be read. */
  cell(row: number): string | null;
  /** Value to sort by; absent: the text. */
  key?(row: number): bigint | number | undefined;
}

/** Limits for tables of strangers. */
export interface Limits {
  rows: number;
  /** Rows times columns, with empty cells. */
  cells: number;
  /** Bytes of all values without compression, as the file declares them. */
  bytes: number;
  /** Is called often. Throws to end the reading. */
  check(): void;
}

export const UNLIMITED: Limits = {
  rows: Number.POSITIVE_INFINITY,
  cells: Number.POSITIVE_INFINITY,
  bytes: Number.POSITIVE_INFINITY,
  check: () => undefined,
};

/** A table is beyond the limits. The message is a reason such as "it has more than 100,000 rows". */
export class TooLarge extends Error {}

const thousands = new Intl.NumberFormat('en');

/** Throws `TooLarge` if there is more than the limit. */
export function atMost(count: number, most: number, unit: string): void {
  if (count > most) throw new TooLarge(`it has more than ${thousands.format(most)} ${unit}`);
}
