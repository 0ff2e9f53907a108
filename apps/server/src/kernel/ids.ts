import { createHash, randomBytes, randomInt, randomUUID } from 'node:crypto';
import { BASE62, base62, KEY_DIGITS, KEY_PREFIX, keyChecksum } from '@gofigr/contract/key';

/** A random UUID, version 4, lower case. */
export const newId = (): string => randomUUID();

export const randomBase62 = (length: number): string =>
  Array.from({ length }, () => BASE62.charAt(randomInt(62))).join('');

/** `gf_` + 256 random bits in 43 base62 digits + CRC-32 of all that in 6, so that a mistyped key is found without a server. */
export function newApiKey(random: (size: number) => Uint8Array = randomBytes): string {
  const bits = BigInt(`0x${Buffer.from(random(32)).toString('hex')}`);
  const body = KEY_PREFIX + base62(bits, KEY_DIGITS);
  return body + keyChecksum(body);
}

/** A URL-safe opaque token of 256 random bits, with a prefix that says what it is. */
export const newToken = (prefix: string): string => `${prefix}_${randomBytes(32).toString('base64url')}`;

/** What the database holds of a token: SHA-256, hex. Tokens carry 256 random bits, so a slow hash adds nothing. */
export const hashToken = (token: string): string => createHash('sha256').update(token).digest('hex');
