import type { Data } from '@gofigr/contract';
import { urlOf } from '../../lib/api.ts';

/** Returns a field of a datum's metadata if it is a text. Metadata may hold any value. */
export function textOf(datum: Data, key: string): string | undefined {
  const value = datum.metadata[key];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

export const formatOf = (datum: Data): string => textOf(datum, 'format')?.toLowerCase() ?? '';

export const isWatermarked = (datum: Data): boolean => datum.metadata['is_watermarked'] === true;

/** Returns the parts of the address of a datum's bytes. The hash in it lets browsers cache them permanently. */
export const contentOf = ({ api_id, hash }: Data) => ({ path: { id: api_id }, query: { hash } });

/** Returns the address to download the bytes from. */
export const downloadUrl = (datum: Data): string => urlOf('GET /data/:id/content/', contentOf(datum));

/** Returns the address for `<img>`. */
export const pictureUrl = (datum: Data): string => {
  const { path, query } = contentOf(datum);
  return urlOf('GET /data/:id/content/', { path, query: { ...query, inline: 'true' } });
};

const FORMAT_NAMES: Record<string, string> = { html: 'Interactive', pickle: 'Pickle', jpg: 'JPEG', jpeg: 'JPEG' };
export const formatName = (format: string): string => FORMAT_NAMES[format] ?? (format.toUpperCase() || 'Image');
