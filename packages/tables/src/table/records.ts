import { atMost, type Limits, UNLIMITED } from './table.ts';

/** Lines of a text, split into cells. */
export interface Records {
  records: string[][];
  /** A quote that is never closed stands for itself, so that it doesn't swallow the rest. */
  hasUnclosedQuote: boolean;
}

/** Cells after which the limits are checked. */
const CHECKED = 10_000;
/** Records that may be no rows: comments, the header, and empty lines at the end. Those that are rows are counted later. */
const OTHERS = 1_000;

const QUOTE = 34;
const LINE_FEED = 10;
const RETURN = 13;

/**
 * Splits a text into records of cells, as RFC 4180 says and spreadsheets write: cells in quotes may hold separators,
 * line ends and doubled quotes. Lines may end in any way, also in several. Without a separator, a line is one cell.
 * Returns the first records if there are more than `most`. Throws `TooLarge` beyond the limits.
 */
export function splitRecords(
  text: string,
  separator: string | undefined,
  { most = Number.POSITIVE_INFINITY, limits = UNLIMITED }: { most?: number; limits?: Limits } = {},
): Records {
  const separatorCode = separator?.charCodeAt(0) ?? -1;
  const records: string[][] = [];
  const { length } = text;
  let hasUnclosedQuote = false;
  let record: string[] = [];
  let at = 0;
  let cells = 0;
  while (at < length && records.length < most) {
    if (++cells % CHECKED === 0) {
      limits.check();
      atMost(cells - OTHERS, limits.cells, 'cells');
      atMost(records.length - OTHERS, limits.rows, 'rows');
    }
    const isQuoted = text.charCodeAt(at) === QUOTE && !hasUnclosedQuote;
    const close = isQuoted ? closingQuote(text, at + 1) : -1;
    if (isQuoted && close === -1) hasUnclosedQuote = true;
    // Text between the closing quote and the separator belongs to the cell.
    const start = close === -1 ? at : close + 1;
    let end = start;
    let code = text.charCodeAt(end);
    while (end < length && code !== separatorCode && code !== LINE_FEED && code !== RETURN)
      code = text.charCodeAt(++end);
    const outside = text.slice(start, end);
    record.push(close === -1 ? outside : text.slice(at + 1, close).replaceAll('""', '"') + outside);
    at = end + 1;
    if (code === separatorCode && end < length) {
      // A separator at the very end has an empty cell behind it.
      if (at === length) record.push('');
      else continue;
    }
    // Windows programs that write text twice through a text mode end lines with two returns.
    if (code === RETURN) at = end + (/^\r*\n/.exec(text.slice(end, end + 4))?.[0].length ?? 1);
    records.push(record);
    record = [];
  }
  if (record.length > 0) records.push(record);
  return { records, hasUnclosedQuote };
}

function closingQuote(text: string, from: number): number {
  let at = text.indexOf('"', from);
  while (at !== -1 && text.charCodeAt(at + 1) === QUOTE) at = text.indexOf('"', at + 2);
  return at;
}
