import { splitRecords } from './records.ts';
import { type Limits, UNLIMITED } from './table.ts';

/** Separators that are recognised, the most common first. */
const SEPARATORS = [',', ';', '\t', '|'] as const;

/** Records that are looked at. */
const SAMPLE = 200;

interface Guess {
  separator: string;
  /** Share of the records that have the most frequent number of cells. */
  share: number;
  cells: number;
}

/**
 * Recognises the separator of a table's cells. Undefined if each line is one cell: a table has as many names as cells,
 * so a comma below a header without one belongs to a sentence or to a number such as `1,5`.
 */
export function separatorOf(text: string, limits: Limits = UNLIMITED): string | undefined {
  const guesses = SEPARATORS.flatMap((separator) => guess(text, separator, limits) ?? []);
  const [best] = guesses.toSorted((a, b) => b.share - a.share || b.cells - a.cells);
  return best?.separator;
}

function guess(text: string, separator: string, limits: Limits): Guess | undefined {
  const { records } = splitRecords(text, separator, { most: SAMPLE, limits });
  const [header, ...rows] = records.filter((record) => record.length > 1 || record[0] !== '');
  if (!header) return undefined;
  const counts = new Map<number, number>();
  for (const { length } of [header, ...rows]) counts.set(length, (counts.get(length) ?? 0) + 1);
  const [[cells, frequency] = [0, 0]] = [...counts].toSorted((a, b) => b[1] - a[1] || b[0] - a[0]);
  const share = frequency / (rows.length + 1);
  const found = { separator, share, cells };
  if (header.length > 1) {
    // Names of columns may hold a separator of other files: `weight; kg`. Only commas are as good as certain.
    return cells > 1 || separator === ',' ? { ...found, cells: Math.max(cells, header.length) } : undefined;
  }
  if (cells > 2) return share >= 0.6 ? found : undefined;
  // R writes the names of rows in quotes, and no name above them.
  return cells === 2 && share > 0.5 && hasRowNames(text, rows, separator) ? found : undefined;
}

function hasRowNames(text: string, rows: readonly string[][], separator: string): boolean {
  return rows.every(([name = '']) => text.includes(`"${name}"${separator}`));
}
