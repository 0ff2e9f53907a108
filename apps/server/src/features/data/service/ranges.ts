import parseRange from 'range-parser';

/** Part of a blob to send: all of it, a range, or nothing if the range is outside. */
export type Part = 'whole' | 'outside' | { start: number; end: number };

/** Reads the headers Range and If-Range (RFC 9110, section 14). Several ranges are answered with the whole blob. */
export function partOf(
  headers: { range?: string | undefined; 'if-range'?: string | string[] | undefined },
  size: number,
  etag: string,
): Part {
  const condition = headers['if-range'];
  if (headers.range === undefined || (condition !== undefined && condition !== etag)) return 'whole';
  const ranges = parseRange(size, headers.range, { combine: true });
  if (ranges === -1) return 'outside';
  const [range] = ranges === -2 || ranges.type !== 'bytes' || ranges.length > 1 ? [] : ranges;
  return range ?? 'whole';
}

/** Tells whether the header If-None-Match names this tag (RFC 9110, section 13.1.2: a list, weak tags too, or `*`). */
export const hasTag = (header: string | undefined, etag: string): boolean =>
  header?.split(',').some((tag) => tag.trim() === '*' || tag.trim().replace(/^W\//, '') === etag) ?? false;
