import { KEY_PREFIX } from '@gofigr/contract/key';

/** Replacement of a key, of the same length, so that nothing after it moves. */
export function maskOf(key: string): string {
  const kept = key.startsWith(KEY_PREFIX) ? KEY_PREFIX : '';
  return kept + '*'.repeat(key.length - kept.length);
}

export function maskedText(text: string, keys: Iterable<string>): string {
  let masked = text;
  for (const key of keys) masked = masked.replaceAll(key, maskOf(key));
  return masked;
}

/** Masks keys in bytes that arrive in chunks of any size. */
export async function* maskedBytes(
  source: AsyncIterable<Uint8Array>,
  keys: readonly string[],
): AsyncGenerator<Uint8Array> {
  const masks = keys.map((key) => ({ key: Buffer.from(key), mask: Buffer.from(maskOf(key)) }));
  const carried = Math.max(0, ...keys.map(({ length }) => length - 1));
  let held = Buffer.alloc(0);
  for await (const chunk of source) {
    const bytes = Buffer.concat([held, chunk]);
    for (const { key, mask } of masks)
      for (let at = bytes.indexOf(key); at !== -1; at = bytes.indexOf(key, at + key.length)) mask.copy(bytes, at);
    const free = Math.max(0, bytes.length - carried);
    if (free > 0) yield bytes.subarray(0, free);
    held = bytes.subarray(free);
  }
  yield held;
}
