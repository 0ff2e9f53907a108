/** Bytes in which browsers look for a declaration. */
const HEAD = 1024;
const META = /<meta\s[^>]*?charset\s*=\s*["']?\s*([\w.:-]+)/i;

/** Finds the encoding of a published page: by its bytes, its declaration, or the publisher's word. */
export async function charsetOf(
  bytes: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  named?: unknown,
): Promise<string> {
  const utf8 = new TextDecoder('utf-8', { fatal: true });
  let head = Buffer.alloc(0);
  let isUtf8 = true;
  let isAscii = true;
  for await (const chunk of bytes) {
    if (head.length < HEAD) head = Buffer.concat([head, chunk.subarray(0, HEAD - head.length)]);
    isAscii &&= !chunk.some((byte) => byte >= 0x80);
    isUtf8 &&= decodes(utf8, chunk);
  }
  isUtf8 &&= decodes(utf8);
  const utf16 = utf16Of(head);
  if (utf16 !== undefined) return utf16;
  const declared = META.exec(head.toString('latin1'))?.[1];
  // Plain ASCII is also the beginning of other encodings, such as ISO-2022-JP. Then the page's own word counts.
  if (isUtf8 && !(isAscii && declared !== undefined)) return 'utf-8';
  const label = labelOf(declared);
  // The declaration was readable as ASCII, so UTF-16 can't be true.
  if (label !== undefined) return label.startsWith('utf-16') ? 'utf-8' : label;
  // Browsers take undeclared pages for the encoding of old Windows.
  return isUtf8 ? 'utf-8' : (unlessUtf8(labelOf(named)) ?? 'windows-1252');
}

/** A page that is no UTF-8 isn't shown as such because its publisher says so. */
const unlessUtf8 = (label: string | undefined) => (label === 'utf-8' ? undefined : label);

function decodes(decoder: InstanceType<typeof TextDecoder>, chunk?: Uint8Array): boolean {
  try {
    decoder.decode(chunk, { stream: chunk !== undefined });
    return true;
  } catch {
    return false;
  }
}

/** Recognises UTF-16 by its byte-order mark, or by a zero in every other place. */
function utf16Of(head: Buffer): string | undefined {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  const zeros = [0, 0];
  for (const [at, byte] of head.entries()) if (byte === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1;
  const [even = 0, odd = 0] = zeros;
  if (even + odd === 0 || even + odd < head.length / 4) return undefined;
  return odd > even ? 'utf-16le' : 'utf-16be';
}

/** Returns the standard label of a named encoding; undefined for unknown ones. */
function labelOf(named: unknown): string | undefined {
  try {
    return typeof named === 'string' ? new TextDecoder(named).encoding : undefined;
  } catch {
    return undefined;
  }
}
