import { describe, expect, it } from 'vitest';
import { encodingInMemory, encodingOf, isEncodedAs } from './encoding.ts';
import { sourceOf } from './source.ts';

const latin = Buffer.from('Größe', 'latin1');
const utf16 = Buffer.from('\ufeffGröße', 'utf16le');

/** The same bytes, one at a time. */
const pieces = (bytes: Uint8Array) => ({
  size: bytes.length,
  async *stream() {
    for (const byte of bytes) yield Uint8Array.of(byte);
  },
});

describe('the encoding of a text', () => {
  it.each([
    [Buffer.from('a,b\n'), 'utf-8'],
    [Buffer.from('Größe 日本'), 'utf-8'],
    [Buffer.alloc(0), 'utf-8'],
    [utf16, 'utf-16'],
    [latin, null],
    [Buffer.from('ü').subarray(0, 1), null],
  ])('of %o is %o', async (bytes, encoding) => {
    expect(await encodingOf(sourceOf(bytes))).toBe(encoding);
    expect(encodingInMemory(bytes)).toBe(encoding);
    if (bytes !== utf16) expect(await encodingOf(pieces(bytes))).toBe(encoding);
  });

  it.each([
    ['latin-1', latin, true],
    ['ISO8859_15', latin, true],
    ['cp1252', latin, true],
    ['utf-8', latin, false],
    ['UTF_8', Buffer.from('ü'), true],
    ['shift_jis', Buffer.from([0x93, 0xfa]), true],
    ['shift_jis', Buffer.from('Müll', 'latin1'), false],
    ['euc-jp', Buffer.from([0xa4]), false],
  ])('is %s for some bytes', async (name, bytes, isIt) => {
    expect(await isEncodedAs(pieces(bytes), name)).toBe(isIt);
  });

  it('has a known name', async () => {
    await expect(isEncodedAs(sourceOf(latin), 'klingon')).rejects.toThrow(RangeError);
  });
});
