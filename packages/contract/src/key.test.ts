import { crc32 } from 'node:zlib';
import { expect, it } from 'vitest';
import { BASE62, base62, isMistypedKey, KEY_DIGITS, KEY_PREFIX, keyChecksum } from './key.ts';

const body = KEY_PREFIX + base62(0x1234567890abcdef1234567890abcdef1234567890abcdefn, KEY_DIGITS);
const key = body + keyChecksum(body);

it('the checksum is the CRC-32 that zlib computes, in six digits', () => {
  for (const text of ['', 'gf_', body, 'The quick brown fox']) {
    const value = [...keyChecksum(text)].reduce((sum, digit) => sum * 62 + BASE62.indexOf(digit), 0);
    expect(value).toBe(crc32(text));
    expect(keyChecksum(text)).toHaveLength(6);
  }
});

it('a key is not mistyped; with any digit changed, missing or doubled it is', () => {
  expect(isMistypedKey(key)).toBe(false);
  for (let index = KEY_PREFIX.length; index < key.length; index++) {
    const digit = key.charAt(index) === 'a' ? 'b' : 'a';
    expect(isMistypedKey(key.slice(0, index) + digit + key.slice(index + 1))).toBe(true);
    expect(isMistypedKey(key.slice(0, index) + key.slice(index + 1))).toBe(true);
    expect(isMistypedKey(key.slice(0, index) + key.slice(index - 1))).toBe(true);
  }
});

it('two swapped digits are found', () => {
  for (let index = KEY_PREFIX.length; index < key.length - 1; index++) {
    const [one, other] = [key.charAt(index), key.charAt(index + 1)];
    if (one !== other) expect(isMistypedKey(key.slice(0, index) + other + one + key.slice(index + 2))).toBe(true);
  }
});

it('keys in other formats are never mistyped: only the server knows them', () => {
  for (const other of ['bae966176176752f73ed0f03a18726d4a3a59eccb777f7506f9efeed18442123a24', 'x', '', 'GF_abc'])
    expect(isMistypedKey(other)).toBe(false);
});
