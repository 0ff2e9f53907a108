import { describe, expect, it } from 'vitest';
import { Base64String } from './base64-string.ts';
import { seeded } from './test-generator.ts';

/** Decodes the string `text`, which arrives in pieces of `size` bytes. */
function decode(text: string, size = text.length + 1): Buffer {
  const base64 = new Base64String('here');
  const body = Buffer.from(`${text}"`);
  const parts: Uint8Array[] = [];
  for (let at = 0; at < body.length && !base64.done; at += size) {
    parts.push(base64.read(body.subarray(at, at + size), 0).bytes);
  }
  expect(base64.done).toBe(true);
  return Buffer.concat(parts);
}

const bytes = Buffer.from(Array.from({ length: 3000 }, seeded(5)).map((random) => Math.floor(random * 256)));

describe('Base64String', () => {
  it.each([0, 1, 2, 3, 4, 191, 192, 193, 2998, 2999, 3000])('decodes %i bytes in pieces of any size', (length) => {
    const part = bytes.subarray(0, length);
    for (const text of [
      part.toString('base64'),
      part.toString('base64').replaceAll('=', ''),
      part.toString('base64url'),
    ]) {
      for (const size of [1, 2, 3, 4, 5, 7, 255, 256, 257, 1000, 9999]) expect(decode(text, size)).toEqual(part);
    }
  });

  it('skips line breaks and spaces, written as escapes, in long strings too', () => {
    const text = bytes.toString('base64');
    expect(decode(text.replaceAll(/.{76}/g, '$&\\n'), 1000)).toEqual(bytes);
    expect(decode(text.replaceAll(/.{500}/g, '$& \\r\\n'), 1000)).toEqual(bytes);
  });

  it('finds one invalid character anywhere in a long string', () => {
    const text = bytes.toString('base64');
    for (const wrong of ['*', '.', ',', '\u007f', 'é', '\\u00e9', '\\\\', '\\"', '\\b']) {
      for (const at of [0, 1, 2, 3, 255, 256, 1001, text.length - 1]) {
        expect(() => decode(text.slice(0, at) + wrong + text.slice(at + 1))).toThrow('not valid base64');
      }
    }
  });

  it('rejects control characters as invalid JSON, not as invalid base64', () => {
    const text = bytes.toString('base64');
    for (const wrong of ['\n', '\t', '\u0000', '\u001f']) {
      expect(() => decode(`${text.slice(0, 1000)}${wrong}${text.slice(1000)}`)).toThrow('control character');
    }
  });

  it.each([
    ['Q', 'an impossible length'],
    ['QUJDQ', 'an impossible length'],
    ['Q===', 'wrong padding'],
    ['=', 'wrong padding'],
    ['QQ=', 'wrong padding'],
    ['QQ===', 'wrong padding'],
    ['QUJD=', 'wrong padding'],
    ['QQ==QQ==', 'padding before its end'],
    [`${'QUJD'.repeat(100)}QQ==${'QUJD'.repeat(100)}`, 'padding before its end'],
    ['QQ\\x', 'an unknown escape'],
    ['QQ\\u00', 'an incomplete \\u escape'],
  ])('refuses %s', (text, why) => expect(() => decode(text)).toThrow(why));

  it('allocates by the length of the string, not of its chunk', () => {
    const chunk = Buffer.from(`QQ==",${'x'.repeat(1_000_000)}`);
    expect(new Base64String('here').read(chunk, 0).bytes.buffer.byteLength).toBeLessThan(100_000);
  });
});
