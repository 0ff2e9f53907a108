import type { DataRow } from '../../revision/index.ts';

/** Media types of the image formats that clients publish. */
const IMAGE_TYPES: Record<string, string> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  webp: 'image/webp',
  svg: 'image/svg+xml',
  pdf: 'application/pdf',
  eps: 'application/postscript',
  html: 'text/html',
};

/** Formats that browsers show as pictures, never as pages of this origin. */
const INLINE = new Set(['png', 'jpg', 'jpeg', 'gif', 'webp', 'svg']);

const EXTENSIONS: Record<string, string> = {
  Python: 'py',
  R: 'R',
  csv: 'csv',
  'pandas/csv': 'csv',
  parquet: 'parquet',
  json: 'json',
};

/** One field of a datum's metadata, which is always an object. */
export const metadataOf = (row: DataRow, field: string): unknown =>
  (JSON.parse(row.metadata) as Record<string, unknown>)[field]; // always an object, see data-items.ts

function metadataField(row: DataRow, field: string): string {
  const value = metadataOf(row, field);
  return typeof value === 'string' ? value : '';
}

export const formatOf = (row: DataRow): string => metadataField(row, 'format').toLowerCase();

/** Media type for a download; anything that is not an image is plain bytes. */
export const mediaTypeOf = (row: DataRow): string =>
  (row.type === 'image' && known(IMAGE_TYPES, formatOf(row))) || 'application/octet-stream';

export const isInline = (row: DataRow): boolean => row.type === 'image' && INLINE.has(formatOf(row));

/** Looks up published text, so it ignores inherited keys. */
const known = (table: Record<string, string>, key: string): string | undefined =>
  Object.hasOwn(table, key) ? table[key] : undefined;

/** Length of a file name that every file system accepts. */
const NAME_LENGTH = 100;

/** File name for a download: the datum's name, with the extension of its format. */
export function fileNameOf(row: DataRow): string {
  const name = [...(row.name.split(/[/\\]/).at(-1) || row.type)].slice(0, NAME_LENGTH).join('');
  const kind = row.type === 'code' ? metadataField(row, 'language') : metadataField(row, 'format');
  const isPlain = /^[a-z0-9]{1,10}$/.test(formatOf(row));
  const extension = row.type === 'image' && isPlain ? formatOf(row) : known(EXTENSIONS, kind);
  if (row.type === 'file' || !extension || name.toLowerCase().endsWith(`.${extension.toLowerCase()}`)) return name;
  return `${name}.${extension}`;
}

/** `attachment` or `inline`, with the name in ASCII and in UTF-8 (RFC 6266). */
export function disposition(kind: 'attachment' | 'inline', name: string): string {
  const ascii = name.replace(/[^\x20-\x7e]|["\\%]/g, '_');
  const utf8 = encodeURIComponent(name.toWellFormed()).replace(/['()*]/g, (it) => `%${it.charCodeAt(0).toString(16)}`);
  return `${kind}; filename="${ascii}"; filename*=UTF-8''${utf8}`;
}
