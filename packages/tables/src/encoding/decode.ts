import { declaredIn } from './declared.ts';
import { guessEncoding } from './guess.ts';
import { labelOf } from './labels.ts';

export interface Decoded {
  text: string;
  /** Label of the encoding that was used. */
  encoding: string;
}

/** Decodes bytes in an encoding that a reader chose. Invalid bytes become �. */
export const decodeAs = (bytes: Uint8Array<ArrayBuffer>, encoding: string): Decoded => ({
  text: encoding.startsWith('utf-32') ? decodeUtf32(bytes, encoding) : new TextDecoder(encoding).decode(bytes),
  encoding,
});

/**
 * Decodes a text. What its bytes say counts before what they are called: a byte-order mark, the pattern of UTF-16, UTF-8
 * without fault, then the declarations of the publisher and of the text itself. The rest is guessed.
 */
export async function decode(bytes: Uint8Array<ArrayBuffer>, named?: string): Promise<Decoded> {
  const marked = byMark(bytes) ?? byZeros(bytes) ?? byEscapes(bytes);
  if (marked !== undefined) return decodeAs(bytes, marked);
  const utf8 = strictly(bytes, 'utf-8');
  for (const name of [named, declaredIn(bytes)]) {
    const label = name === undefined ? undefined : labelOf(name);
    if (label === undefined || label === 'utf-8') continue;
    // Each byte means something in an encoding of single bytes, so its name proves less than faultless UTF-8.
    if (utf8 !== undefined && !MULTI_BYTE.test(label)) continue;
    const text = strictly(bytes, label);
    if (text !== undefined) return { text, encoding: label };
  }
  if (utf8 !== undefined) return { text: utf8, encoding: 'utf-8' };
  return decodeAs(bytes, await guessEncoding(bytes));
}

/** Tells whether bytes of a decoded text became �, so that different ones look the same. */
export const isLossy = (bytes: Uint8Array<ArrayBuffer>, { text, encoding }: Decoded): boolean =>
  text.includes('\ufffd') && (encoding.startsWith('utf-32') || strictly(bytes, encoding) === undefined);

const MULTI_BYTE = /^(?:utf-16|shift_jis|euc-|gb|big5|iso-2022)/;

function strictly(bytes: Uint8Array<ArrayBuffer>, label: string): string | undefined {
  try {
    return new TextDecoder(label, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function byMark([a, b, c, d]: Uint8Array): string | undefined {
  if (a === 0xef && b === 0xbb && c === 0xbf) return 'utf-8';
  if (a === 0xff && b === 0xfe) return c === 0 && d === 0 ? 'utf-32le' : 'utf-16le';
  if (a === 0xfe && b === 0xff) return 'utf-16be';
  return a === 0 && b === 0 && c === 0xfe && d === 0xff ? 'utf-32be' : undefined;
}

/** Bytes whose zeros are looked at. */
const HEAD = 4096;

/** Recognises UTF-16 without a mark: the letters of ASCII have a zero at every other place, and other texts have none. */
function byZeros(bytes: Uint8Array<ArrayBuffer>): string | undefined {
  const zeros = [0, 0];
  for (const [at, byte] of bytes.subarray(0, HEAD).entries()) if (byte === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1;
  const [even = 0, odd = 0] = zeros;
  const label = odd > even * 4 ? 'utf-16le' : even > odd * 4 ? 'utf-16be' : undefined;
  return label !== undefined && bytes.length % 2 === 0 && strictly(bytes, label) !== undefined ? label : undefined;
}

/** Recognises ISO-2022-JP by its escapes. All of its bytes are ASCII, so that it would pass for UTF-8. */
function byEscapes(bytes: Uint8Array<ArrayBuffer>): string | undefined {
  const at = bytes.indexOf(0x1b);
  if (at === -1 || bytes[at + 1] !== 0x24) return undefined;
  return strictly(bytes, 'iso-2022-jp') === undefined ? undefined : 'iso-2022-jp';
}

/** Browsers don't decode UTF-32. */
function decodeUtf32(bytes: Uint8Array, encoding: string): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let text = '';
  for (let at = 4; at + 4 <= bytes.byteLength; at += 4) {
    const point = view.getUint32(at, encoding === 'utf-32le');
    text += point <= 0x10ffff ? String.fromCodePoint(point) : '\ufffd';
  }
  return text;
}
