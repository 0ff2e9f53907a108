import { describe, expect, it } from 'vitest';
import { decodeText } from './decode.ts';

describe('decoding the bytes of a datum', () => {
  it("accepts Python's names of encodings", () => {
    const bytes = Uint8Array.of(0x4d, 0xfc, 0x6c, 0x6c);
    expect(decodeText(bytes, 'latin-1')).toBe('Müll');
    expect(decodeText(bytes, 'latin_1')).toBe('Müll');
    expect(decodeText(bytes, 'cp1252')).toBe('Müll');
  });
  it('reads UTF-8 if no encoding is given and drops its byte-order mark', () => {
    expect(decodeText(Uint8Array.of(0xef, 0xbb, 0xbf, 0xc3, 0xbc), undefined)).toBe('ü');
  });
  it('falls back to UTF-8 for an unknown encoding and shows invalid bytes as �', () => {
    expect(decodeText(Uint8Array.of(0x41, 0xff), 'klingon')).toBe('A\ufffd');
  });
});
