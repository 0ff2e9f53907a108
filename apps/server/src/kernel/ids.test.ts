import { crc32 } from 'node:zlib';
import { expect, it } from 'vitest';
import { hashToken, newApiKey, newId } from './ids.ts';

it('a new API key is gf_, 43 digits of 256 bits and 6 of their CRC-32', () => {
  const key = newApiKey();
  expect(key).toMatch(/^gf_[0-9a-zA-Z]{49}$/);
  const value = [...key.slice(-6)].reduce(
    (sum, digit) => sum * 62 + '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'.indexOf(digit),
    0,
  );
  expect(value).toBe(crc32(key.slice(0, -6)));
});

it('an API key contains all its random bits', () => {
  const [zeros, ones] = [0, 255].map((byte) => newApiKey(() => new Uint8Array(32).fill(byte)).slice(3, 46));
  expect(zeros).toBe('0'.repeat(43));
  expect(ones).not.toContain('undefined');
  expect(new Set(Array.from({ length: 1000 }, () => newApiKey())).size).toBe(1000);
});

it('IDs are version 4 and lower case', () => {
  expect(newId()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

it('a token is stored as its SHA-256', () => {
  expect(hashToken('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
});
