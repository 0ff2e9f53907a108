import { describe, expect, it } from 'vitest';
import { encodeBase64, fromBase64, toBase64 } from './base64.ts';

async function* pieces(bytes: Uint8Array, lengths: readonly number[]): AsyncGenerator<Uint8Array> {
  let at = 0;
  for (const length of lengths) yield bytes.subarray(at, (at += length));
  yield bytes.subarray(at);
}

const bytes = Uint8Array.from({ length: 1000 }, (_, index) => (index * 7) % 256);

describe('base64', () => {
  it.each([0, 1, 2, 3, 4, 255, 1000])('of %i bytes equals that of Node and decodes to the same bytes', (length) => {
    const some = bytes.subarray(0, length);
    expect(toBase64(some)).toBe(Buffer.from(some).toString('base64'));
    expect(fromBase64(toBase64(some))).toEqual(new Uint8Array(some));
  });

  it.each([[[]], [[1]], [[1, 1, 1, 1]], [[2, 3, 5, 7, 11, 13]], [[0, 0, 999]], [[334, 333]]])(
    'of pieces of %j bytes, joined, is the base64 of all bytes',
    async (lengths) => {
      const texts: string[] = [];
      for await (const text of encodeBase64(pieces(bytes, lengths))) texts.push(text);
      expect(texts.join('')).toBe(Buffer.from(bytes).toString('base64'));
    },
  );

  it.each(['a', 'ab=c', '!!!!', 'abcde'])('%j is refused', (text) => {
    expect(() => fromBase64(text)).toThrow(SyntaxError);
  });
});
