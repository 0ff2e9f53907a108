import { type Described, type Format, formatOf as formatOfDescribed } from '@gofigr/contract/formats';
import type { DataTable } from './db/index.ts';

/** The columns of a datum that tell its format. */
type Declared = Pick<DataTable, 'type' | 'name' | 'metadata'>;

export const metadataOf = (row: Pick<Declared, 'metadata'>): Record<string, unknown> =>
  JSON.parse(row.metadata) as Record<string, unknown>; // always an object, see data-items.ts

const textIn = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** All that tells the format of a datum, apart from its bytes. */
export function describedOf(row: Declared): Described {
  const { format, language } = metadataOf(row);
  return { type: row.type, name: row.name, format: textIn(format), language: textIn(language) };
}

/** Format of a datum by its name and metadata. */
export const formatOf = (row: Declared): Format | undefined => formatOfDescribed(describedOf(row));
