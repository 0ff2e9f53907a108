import { isNumericColumn } from './numbers.ts';
import { splitRecords } from './records.ts';
import { separatorOf } from './separator.ts';
import { atMost, type Limits, type Note, type Table, UNLIMITED } from './table.ts';

export interface CsvTable extends Table {
  /** Undefined if each line is one cell. */
  separator: string | undefined;
}

/** Separator that a user has chosen: absent to recognise it, `''` for none. */
export type ChosenSeparator = string | undefined;

/**
 * Parses CSV whose first line names the columns. Every cell is shown; notes tell of lines that are no records. Throws
 * `TooLarge` beyond the limits.
 */
export function parseCsv(text: string, chosen?: ChosenSeparator, limits: Limits = UNLIMITED): CsvTable {
  const notes: Note[] = [];
  const declared = /^sep=(.)(?:\r\n?|\n|$)/i.exec(text);
  if (declared) notes.push({ text: 'The first line names the separator.', lines: [declared[0].trimEnd()] });
  const { comments, body } = withoutComments(text.slice(declared?.[0].length ?? 0));
  const named = chosen ?? declared?.[1];
  const separator = named === undefined ? separatorOf(body, limits) : named || undefined;
  const { records, hasUnclosedQuote } = splitRecords(body, separator, { limits });
  if (hasUnclosedQuote) notes.push({ text: 'A quote in the file is never closed. It is shown as it is written.' });
  const commented = headerAmong(comments, records, { separator, limits });
  if (commented) comments.pop();
  const header = commented ?? records.shift() ?? [];
  const before = comments.filter((line) => line !== '');
  if (before.length > 0)
    notes.push({ text: `${counted(before.length, 'comment line')} before the header`, lines: before });
  const rows = withoutEmptyEnd(records, header, notes);
  atMost(rows.length, limits.rows, 'rows');
  return { ...tableOf(withRowNames(header, rows, notes), rows, { separator, notes, limits }), separator };
}

const counted = (count: number, what: string): string =>
  `${count.toLocaleString('en')} ${what}${count === 1 ? '' : 's'}`;

/** Takes lines that begin with `#`, and empty ones, off the beginning of a text. */
function withoutComments(text: string): { comments: string[]; body: string } {
  const comments: string[] = [];
  const line = /([^\r\n]*)(?:\r+\n|\r|\n|$)/y;
  let at = 0;
  while (at < text.length) {
    line.lastIndex = at;
    const [whole, content = ''] = line.exec(text) ?? [''];
    if (content !== '' && !content.startsWith('#')) break;
    comments.push(content);
    at += whole.length;
  }
  // Without comments, an empty first line may be the name of the only column.
  return comments.some((comment) => comment !== '') ? { comments, body: text.slice(at) } : { comments: [], body: text };
}

/** Finds the names of the columns in the last comment if the records below it begin with values: `#chrom`, `# x y`. */
function headerAmong(
  comments: readonly string[],
  [first]: readonly string[][],
  { separator, limits }: { separator: string | undefined; limits: Limits },
): string[] | undefined {
  const last = comments.at(-1) ?? '';
  if (!first || last === '' || last.startsWith('##')) return undefined;
  const [names] = splitRecords(last, separator, { limits }).records;
  if (names?.length !== first.length || !first.some(isNumber) || names.some(isNumber)) return undefined;
  return names;
}

const isNumber = (cell: string): boolean => cell.trim() !== '' && Number.isFinite(Number(cell));

const isEmpty = (record: readonly string[]): boolean => record.length === 1 && record[0] === '';

/** Drops empty lines at the end of a table of several columns. In a single column, they are missing values. */
function withoutEmptyEnd(records: string[][], header: readonly string[], notes: Note[]): string[][] {
  if (header.length < 2) return records;
  const end = records.findLastIndex((record) => !isEmpty(record)) + 1;
  const dropped = records.length - end;
  if (dropped > 0) notes.push({ text: `${counted(dropped, 'empty line')} at the end of the file` });
  return records.slice(0, end);
}

function tableOf(
  header: readonly string[],
  rows: readonly string[][],
  { separator, notes, limits }: { separator: string | undefined; notes: Note[]; limits: Limits },
): Table {
  let width = header.length;
  let longer = 0;
  let shorter = 0;
  for (const row of rows) {
    width = Math.max(width, row.length);
    if (row.length > header.length) longer += 1;
    else if (row.length < header.length && !isEmpty(row)) shorter += 1;
  }
  atMost(width * Math.max(1, rows.length), limits.cells, 'cells');
  if (longer > 0)
    notes.push({ text: `More cells than names in ${counted(longer, 'row')}: the columns at the end have no name.` });
  if (shorter > 0) notes.push({ text: `Fewer cells than names in ${counted(shorter, 'row')}: the others are empty.` });
  const columns = Array.from({ length: width }, (_, index) => {
    const cell = (row: number): string | null => rows[row]?.[index] ?? null;
    const text = (row: number): string => cell(row) ?? '';
    return { name: header[index] ?? '', isNumeric: isNumericColumn(text, rows.length, separator), text, cell };
  });
  return { columns, rowCount: rows.length, notes };
}

/** Adds an empty name in front if each row has one cell more than the header. R and pandas read such files so too. */
function withRowNames(header: readonly string[], rows: readonly string[][], notes: Note[]): readonly string[] {
  const full = rows.filter((row) => !isEmpty(row));
  const hasOneMore = full.length > 0 && full.every(({ length }) => length === header.length + 1);
  if (!hasOneMore || full.every((row) => row.at(-1) === '')) return header;
  notes.push({ text: 'Each row has one cell more than the header. The first column holds the names of the rows.' });
  return ['', ...header];
}
