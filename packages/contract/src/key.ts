/** The format of this server's API keys, shared by those who make them and those who read them; no other import. */

/** Digits of short IDs and keys: the order that clients count in (protocol.md, section 8). */
export const BASE62 = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';

export const KEY_PREFIX = 'gf_';

/** What follows the prefix: 256 random bits, then the checksum, in base62 digits. */
export const KEY_DIGITS = 43;
const CHECKSUM_DIGITS = 6;
export const KEY_LENGTH = KEY_PREFIX.length + KEY_DIGITS + CHECKSUM_DIGITS;

/** A number in base62, with zeros in front up to `length`. */
export function base62(value: bigint, length: number): string {
  let text = '';
  for (let rest = value; text.length < length || rest > 0n; rest /= 62n)
    text = BASE62.charAt(Number(rest % 62n)) + text;
  return text;
}

/** CRC-32 as in zip and PNG, of ASCII text. */
function crc32(text: string): number {
  let crc = 0xffffffff;
  for (let index = 0; index < text.length; index++) {
    crc ^= text.charCodeAt(index);
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
}

/** What stands at the end of a key: the CRC-32 of all before it, so that a mistyped key is found without a server. */
export const keyChecksum = (body: string): string => base62(BigInt(crc32(body)), CHECKSUM_DIGITS);

/**
 * Whether a key claims to be one of this server's and can't be: a digit is wrong, missing or too many. Keys of any other
 * format may have been made elsewhere; only the server knows them.
 */
export function isMistypedKey(key: string): boolean {
  if (!key.startsWith(KEY_PREFIX)) return false;
  const body = key.slice(0, -CHECKSUM_DIGITS);
  return body.length !== KEY_PREFIX.length + KEY_DIGITS || key.slice(body.length) !== keyChecksum(body);
}
