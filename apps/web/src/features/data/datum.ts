import type { Data } from '@gofigr/contract';
import { type Format, formatOf as findFormat, formatNamed } from '@gofigr/contract/formats';
import { urlOf } from '../../lib/api.ts';

/** Returns a field of a datum's metadata if it is a text. Metadata may hold any value. */
export function textOf(datum: Data, key: string): string | undefined {
  const value = datum.metadata[key];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/**
 * Returns the format of a datum: by its first bytes if they are given, its name and its metadata. A format that isn't
 * in the table has no viewer.
 */
export function formatOf(datum: Data, head?: Uint8Array): Pick<Format, 'name' | 'label' | 'shown' | 'grammar'> {
  const declared = textOf(datum, 'format');
  const { type, name } = datum;
  const found = findFormat({ type, name, format: declared, language: textOf(datum, 'language'), head });
  if (!found) return { name: declared?.toLowerCase() ?? '', label: declared?.toUpperCase() ?? '' };
  const other = formatNamed(declared);
  // Nobody expects that a picture runs scripts, not even in the sandbox.
  const isDisguised = type === 'image' && found.shown === 'frame' && other !== undefined && other.shown !== 'frame';
  return isDisguised ? { name: '', label: `${found.label} (declared as ${other.label})` } : found;
}

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

/** Returns the name of a format as a choice among pictures. */
export const pictureLabel = ({ label, shown }: Pick<Format, 'label' | 'shown'>): string =>
  shown === 'frame' ? 'Interactive' : label || 'Image';
