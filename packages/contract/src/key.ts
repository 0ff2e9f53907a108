/** Format of this server's API keys, shared by the code that makes and reads them. It imports nothing else. */

/** Digits of short IDs and keys, in the order in which clients count (docs/protocol.md, section 8). */
export const BASE62 = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';

export const KEY_PREFIX = 'gf_';

/** Base62 digits of a key after the prefix: 256 random bits, then the checksum. */
export const KEY_DIGITS = 43;
const CHECKSUM_DIGITS = 6;
export const KEY_LENGTH = KEY_PREFIX.length + KEY_DIGITS + CHECKSUM_DIGITS;

/** Formats a number in base62, padded with zeros to `length`. */
export function base62(value: bigint, length: number): string {
  let text = '';
  for (let rest = value; text.length < length || rest > 0n; rest /= 62n)
    text = BASE62.charAt(Number(rest % 62n)) + text;
  return text;
}

/** CRC-32 of ASCII text, as in zip and PNG. */
function crc32(text: string): number {
  let crc = 0xffffffff;
  for (let index = 0; index < text.length; index++) {
    crc ^= text.charCodeAt(index);
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
}

/**
 * The last digits of a key: the CRC-32 of everything before, so that a client can find typing errors without a server.
 */
export const keyChecksum = (body: string): string => base62(BigInt(crc32(body)), CHECKSUM_DIGITS);

/**
 * Tells whether a key has this server's format but can't be valid: a digit is wrong, missing or extra. Keys in other formats
 * may come from elsewhere, and only the server knows them.
 */
export function isMistypedKey(key: string): boolean {
  if (!key.startsWith(KEY_PREFIX)) return false;
  const body = key.slice(0, -CHECKSUM_DIGITS);
  return body.length !== KEY_PREFIX.length + KEY_DIGITS || key.slice(body.length) !== keyChecksum(body);
}
