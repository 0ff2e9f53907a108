import { FORMATS, type Format } from '@gofigr/contract/formats';
import { describedOf, formatOf, metadataOf } from '../../../kernel/data-format.ts';
import type { DataRow } from '../../revision/index.ts';

const MOST = 4;

/**
 * Ranks the data that may be drawn: images before files, without a watermark if possible, pixels before drawings, in
 * the order of the table of formats. Images of unknown formats come last: their bytes decide.
 */
export function picturesOf(data: readonly DataRow[]): DataRow[] {
  return data
    .map((row) => ({ row, rank: rankOf(row) }))
    .filter(({ rank }) => rank !== undefined)
    .toSorted((first, second) => Number(first.rank) - Number(second.rank))
    .slice(0, MOST)
    .map(({ row }) => row);
}

function rankOf(row: DataRow): number | undefined {
  if (row.type !== 'image' && row.type !== 'file') return undefined;
  const format = formatOf(row);
  if (!format?.drawable && !(row.type === 'image' && mayBeAnother(format))) return undefined;
  const passes = [row.type === 'file', metadataOf(row)['is_watermarked'] === true, !format?.drawable, format?.vector];
  return passes.reduce((sum, later) => 2 * sum + Number(later === true), 0) * FORMATS.length + orderOf(format);
}

/** Tells whether the declaration may be wrong: it names no format, or a picture that can't be drawn. */
const mayBeAnother = (format: Format | undefined): boolean => format === undefined || format.kind === 'image';

const orderOf = (format: Format | undefined): number => (format ? FORMATS.indexOf(format) : 0);

/** The declared format, or the ending of a file's name. The bytes count before it. */
export const formatToDraw = (row: DataRow): string => formatOf(row)?.name ?? describedOf(row).format ?? '';
