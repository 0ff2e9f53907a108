import { createHash, randomBytes, randomInt, randomUUID } from 'node:crypto';
import { crc32 } from 'node:zlib';

/** Digits of short IDs and keys: the order that clients count in (protocol.md, section 8). */
const BASE62 = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** A random UUID, version 4, lower case. */
export const newId = (): string => randomUUID();

function base62(value: bigint, length: number): string {
  let text = '';
  for (let rest = value; text.length < length; rest /= 62n) text = BASE62.charAt(Number(rest % 62n)) + text;
  return text;
}

export const randomBase62 = (length: number): string =>
  Array.from({ length }, () => BASE62.charAt(randomInt(62))).join('');

/** `gf_` + 256 random bits in 43 base62 digits + CRC-32 of all that in 6, so that a mistyped key is found without a server. */
export function newApiKey(random: (size: number) => Uint8Array = randomBytes): string {
  const bits = BigInt(`0x${Buffer.from(random(32)).toString('hex')}`);
  const body = `gf_${base62(bits, 43)}`;
  return body + base62(BigInt(crc32(body)), 6);
}

/** A URL-safe opaque token of 256 random bits, with a prefix that says what it is. */
export const newToken = (prefix: string): string => `${prefix}_${randomBytes(32).toString('base64url')}`;

/** What the database holds of a token: SHA-256, hex. Tokens carry 256 random bits, so a slow hash adds nothing. */
export const hashToken = (token: string): string => createHash('sha256').update(token).digest('hex');
