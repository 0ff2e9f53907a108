import { type Format, formatOfFile, type Kind, sniff } from '@gofigr/contract/formats';
import { headOfFile } from './files.ts';

export type Use = 'image' | 'table' | 'code';

/** The reason why the bytes of a file don't suit its use. */
export interface Unfit {
  /** Such as `it is empty` or `its bytes are CSV`. */
  reason: string;
  /** Kind of the bytes, if it is known. */
  kind: Kind | undefined;
}

/** Tells by its first bytes whether a file can be used as a picture, table or code. Returns `undefined` if it can. */
export async function unfitFor(path: string, use: Use): Promise<Unfit | undefined> {
  const head = await headOfFile(path);
  if (head.length === 0) return use === 'code' ? undefined : { reason: 'it is empty', kind: undefined };
  const named = formatOfFile(path);
  const found = sniff(head);
  // An `xlsx` begins like any `zip`, and only its name tells them apart.
  const format = found && named?.base === found.name ? named : found;
  if (format ? suits(format, use) : mayBe(named, head, use)) return undefined;
  const seen = format ?? sniff(head, 'hint');
  if (seen) return { reason: `its bytes are ${seen.label}`, kind: seen.kind };
  return isText(head)
    ? { reason: 'its bytes are plain text', kind: 'text' }
    : { reason: 'its bytes are of an unknown format', kind: undefined };
}

function suits({ kind, shown, media = [] }: Format, use: Use): boolean {
  if (use === 'table') return kind === 'table' || kind === 'data';
  if (use === 'code') return kind === 'code' || kind === 'notebook' || kind === 'text' || kind === 'page';
  if (kind === 'image' || kind === 'page' || kind === 'video') return true;
  return kind === 'document' ? shown !== undefined : media.some((type) => type.startsWith('image/'));
}

/** Tells whether bytes without any signature can be what their name says. */
function mayBe(named: Format | undefined, head: Uint8Array, use: Use): boolean {
  if (use === 'code') return isText(head);
  const isSigned = named?.signature !== undefined || named?.base !== undefined;
  if (use === 'table') {
    const isBinary = named !== undefined && suits(named, use) && named.shown === undefined;
    return !isSigned && (isBinary || isText(head));
  }
  if (named?.name === 'html' || named?.name === 'svg') return isMarkup(head, named.name);
  if (named) return !isSigned && suits(named, use);
  // Microscopes write many formats that nobody can list. None of them is text.
  return !isText(head);
}

/** Tells whether a text may be HTML or SVG after more comments than are looked at. */
function isMarkup(head: Uint8Array, name: 'html' | 'svg'): boolean {
  const text = new TextDecoder('latin1').decode(head).replaceAll('\0', '');
  return name === 'html' ? /<[a-z!?]/i.test(text) : /^[^<]{0,4}\s*<[!?]/.test(text) && !/<(?!svg\b)[a-z]/i.test(text);
}

/** Tells whether bytes hold no control characters but white space and escapes. UTF-16 begins with its mark. */
function isText(head: Uint8Array): boolean {
  const [first = 0, second = 0] = head;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) return true;
  return head.every((byte) => byte >= 0x20 || (byte >= 0x09 && byte <= 0x0d) || byte === 0x1b);
}
