import { readCells } from '../cells/cells.ts';
import { type CellsDiff, diffCells } from '../cells/diff-cells.ts';
import { type Budget, isSkipped, orSkipped, type Skipped } from '../limits.ts';
import { diffPictures, type PictureDiff, type PictureOptions } from '../picture/diff-pictures.ts';
import { diffSvg, type SvgDiff } from '../svg/diff-svg.ts';
import { diffTable, type TableDiff, type TableOptions } from '../table/diff-table.ts';
import type { Table } from '../table/table.ts';
import { diffText, type TextDiff } from '../text/diff-text.ts';
import type { DatumPair } from './pair-data.ts';
import type { Content, Datum, ReadDatum } from './revision.ts';

/** The difference of two data of one kind. */
export type ContentDiff =
  | { picture: PictureDiff }
  | { svg: SvgDiff }
  | { table: TableDiff }
  | { cells: CellsDiff }
  | { text: TextDiff }
  | Skipped;

/**
 * A datum in both revisions or in one. `equal` and `renamed` data have the same bytes. `content`: the difference of
 * changed ones. It is missing if only their bytes were compared.
 */
export type DatumDiff = {
  kind: 'equal' | 'renamed' | 'changed' | 'added' | 'removed';
  a?: Datum;
  b?: Datum;
  content?: ContentDiff;
};

/** Key columns: of all tables that have any of them, or of each table by its name. Empty: rows are paired by position. */
export type ChosenKeys = readonly string[] | Readonly<Record<string, readonly string[]>>;

export type DatumOptions = {
  picture?: PictureOptions;
  table?: Omit<TableOptions, 'key'>;
  keys?: ChosenKeys;
  /** Equal lines around changes. */
  context?: number;
};

/** Compares a pair of data. Reads them only if their bytes differ. */
export async function compareDatum(
  { a, b }: DatumPair,
  read: ReadDatum,
  options: DatumOptions,
  budget: Budget,
): Promise<DatumDiff> {
  if (!a) return b ? { kind: 'added', b } : { kind: 'equal' };
  if (!b) return { kind: 'removed', a };
  if (a.hash === b.hash) return { kind: a.name === b.name && a.format === b.format ? 'equal' : 'renamed', a, b };
  if (a.type === 'file') return { kind: 'changed', a, b };
  const [content, other] = [await read(a), await read(b)];
  return {
    kind: 'changed',
    a,
    b,
    content: orSkipped(() => compareContent({ a, b }, [content, other], options, budget)),
  };
}

function compareContent(
  { a, b }: { a: Datum; b: Datum },
  [content, other]: [Content, Content],
  options: DatumOptions,
  budget: Budget,
): ContentDiff {
  for (const one of [content, other]) if (isSkipped(one)) return one;
  budget.check();
  if ('picture' in content && 'picture' in other)
    return { picture: diffPictures(content.picture, other.picture, { ...options.picture, budget }).summary };
  if ('table' in content && 'table' in other)
    return {
      table: diffTable(content.table, other.table, { ...options.table, ...keyOf(b, content.table, options), budget }),
    };
  if (!('text' in content && 'text' in other)) return { skipped: 'they are of different kinds' };
  if (a.type === 'image') return { svg: diffSvg(content.text, other.text, { budget }) };
  const texts = { budget, ...(options.context === undefined ? {} : { context: options.context }) };
  const cells = isNotebook(a) ? [readCells(content.text), readCells(other.text)] : [];
  if (cells[0] && cells[1]) return { cells: diffCells(cells[0], cells[1], texts) };
  return { text: diffText(content.text, other.text, texts) };
}

/** The key that was chosen for a table. Of none of the names in the table, it is meant for another one. */
function keyOf({ name }: Datum, { columns }: Table, { keys }: DatumOptions): Pick<TableOptions, 'key'> {
  if (!keys) return {};
  if (!isList(keys)) return Object.hasOwn(keys, name) ? { key: keys[name] ?? [] } : {};
  const isMeant = keys.length === 0 || keys.some((key) => columns.some((column) => column.name === key));
  return isMeant ? { key: keys } : {};
}

const isList = (keys: ChosenKeys): keys is readonly string[] => Array.isArray(keys);

const isNotebook = ({ name, format }: Datum): boolean =>
  /\.ipynb$/i.test(name) || /^(jupyter-history\/json|ipynb)$/.test(format ?? '');
