import type { Format } from './format.ts';
import { FORMATS } from './table.ts';

/** Bytes from the start of a file that are looked at. */
export const HEAD_BYTES = 4096;

type Sign = 'signature' | 'hint';

const compiled = new Map<string, RegExp>();

/** Recognizes a format by its signature in the first bytes, or by its weaker hint. */
export function sniff(head: Uint8Array, sign: Sign = 'signature'): Format | undefined {
  const raw = String.fromCharCode(...head.subarray(0, HEAD_BYTES));
  const lead = withoutPreamble(raw);
  return FORMATS.find(({ [sign]: source }) => source !== undefined && [raw, lead].some((text) => has(text, source)));
}

function has(text: string, source: string): boolean {
  const known = compiled.get(source) ?? new RegExp(source, 'i');
  compiled.set(source, known);
  return known.test(text);
}

/** Skips what may stand before a text's content: byte-order mark, spaces, XML's declaration and comments. */
function withoutPreamble(raw: string): string {
  let rest = isUtf16(raw) ? raw.replace(/^(?:\xff\xfe|\xfe\xff)/, '').replaceAll('\0', '') : raw;
  rest = rest.replace(/^\xef\xbb\xbf/, '');
  for (;;) {
    rest = rest.trimStart();
    const end = rest.startsWith('<!--') ? '-->' : rest.startsWith('<?xml') ? '?>' : undefined;
    const at = end === undefined ? -1 : rest.indexOf(end);
    if (end === undefined || at === -1) return rest;
    rest = rest.slice(at + end.length);
  }
}

/** Signatures are ASCII, so every other byte of UTF-16 is zero. */
const isUtf16 = (raw: string): boolean => ['\xff\xfe', '\xfe\xff', '<\0', '\0<'].some((start) => raw.startsWith(start));
