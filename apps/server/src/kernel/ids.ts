import { hash, randomBytes, randomInt, randomUUID } from 'node:crypto';
import { BASE62, base62, KEY_DIGITS, KEY_PREFIX, keyChecksum } from '@gofigr/contract/key';

/** A random UUID, version 4, in lower case. */
export const newId = (): string => randomUUID();

export const randomBase62 = (length: number): string =>
  Array.from({ length }, () => BASE62.charAt(randomInt(62))).join('');

/**
 * `gf_`, 256 random bits in 43 base62 digits, and their CRC-32 in 6, so that typing errors are found without a server.
 */
export function newApiKey(random: (size: number) => Uint8Array = randomBytes): string {
  const bits = BigInt(`0x${Buffer.from(random(32)).toString('hex')}`);
  const body = KEY_PREFIX + base62(bits, KEY_DIGITS);
  return body + keyChecksum(body);
}

/** A URL-safe opaque token of 256 random bits, with a prefix that names its kind. */
export const newToken = (prefix: string): string => `${prefix}_${randomBytes(32).toString('base64url')}`;

/** Hash of a token in the database: SHA-256 in hex. Tokens have 256 random bits, so a slow hash would add nothing. */
export const hashToken = (token: string): string => hash('sha256', token);
