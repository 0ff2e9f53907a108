import type { Data } from '@gofigr/contract';
import { apiUrl } from '../../lib/api.ts';

/** A text field of a datum's metadata, which may hold anything. */
export function textOf(datum: Data, key: string): string | undefined {
  const value = datum.metadata[key];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

export const formatOf = (datum: Data): string => textOf(datum, 'format')?.toLowerCase() ?? '';

export const isWatermarked = (datum: Data): boolean => datum.metadata['is_watermarked'] === true;

/** With the hash in it, browsers keep the bytes for good. */
export const contentPath = (datum: Data): string => `/data/${datum.api_id}/content/?hash=${datum.hash}`;

/** Where the browser saves the bytes from. */
export const downloadUrl = (datum: Data): string => apiUrl(contentPath(datum));

/** Where `<img>` reads a picture from. */
export const pictureUrl = (datum: Data): string => apiUrl(`${contentPath(datum)}&inline=true`);

const FORMAT_NAMES: Record<string, string> = { html: 'Interactive', pickle: 'Pickle', jpg: 'JPEG', jpeg: 'JPEG' };
export const formatName = (format: string): string => FORMAT_NAMES[format] ?? (format.toUpperCase() || 'Image');
