import type { Format } from '@gofigr/contract/formats';

/** Media type that browsers show within a page, never as a page of this origin; undefined for downloads. */
export const inlineTypeOf = (format: Format | undefined): string | undefined =>
  format && INLINE.includes(format.shown) ? format.media?.[0] : undefined;

const INLINE: readonly Format['shown'][] = ['picture', 'video', 'audio'];

/** `attachment` or `inline`, with the name in ASCII and in UTF-8 (RFC 6266). */
export function disposition(kind: 'attachment' | 'inline', name: string): string {
  const ascii = name.replace(/[^\x20-\x7e]|["\\%]/g, '_');
  const utf8 = encodeURIComponent(name.toWellFormed()).replace(/['()*]/g, (it) => `%${it.charCodeAt(0).toString(16)}`);
  return `${kind}; filename="${ascii}"; filename*=UTF-8''${utf8}`;
}
