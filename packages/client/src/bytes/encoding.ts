import type { ByteSource, Bytes } from './source.ts';

/**
 * Returns the encoding of a text: `utf-8`, `utf-16` if it begins with that mark, else null. Guessing is left to readers,
 * since a wrong label hides the right answer.
 */
export async function encodingOf(source: ByteSource): Promise<string | null> {
  let start: Uint8Array | undefined;
  for await (const piece of source.stream()) {
    if (piece.length === 0) continue;
    start = piece;
    break;
  }
  if (start && hasUtf16Mark(start)) return 'utf-16';
  return (await isEncodedAs(source, 'utf-8')) ? 'utf-8' : null;
}

/** Returns the encoding of bytes in memory. Other bytes are taken for UTF-8. */
export function encodingInMemory(bytes: Bytes): string | null {
  if (!ArrayBuffer.isView(bytes) && !(bytes instanceof ArrayBuffer)) return 'utf-8';
  const all =
    bytes instanceof ArrayBuffer
      ? new Uint8Array(bytes)
      : new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (hasUtf16Mark(all)) return 'utf-16';
  const decoder = new TextDecoder('utf-8', { fatal: true });
  return decodes(decoder, all) && decodes(decoder) ? 'utf-8' : null;
}

/** Tells whether all bytes mean something in an encoding. Throws a `RangeError` if its name is unknown. */
export async function isEncodedAs(source: ByteSource, encoding: string): Promise<boolean> {
  const decoder = new TextDecoder(standardLabel(encoding), { fatal: true });
  for await (const piece of source.stream()) if (!decodes(decoder, piece)) return false;
  return decodes(decoder);
}

const hasUtf16Mark = ([first, second]: Uint8Array): boolean =>
  (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);

function decodes(decoder: InstanceType<typeof TextDecoder>, piece?: Uint8Array): boolean {
  try {
    decoder.decode(piece, { stream: piece !== undefined });
    return true;
  } catch {
    return false;
  }
}

/** Names of Python that the standard of the web writes in another way, without `-` and `_`. */
const ALIASES: Record<string, string> = {
  utf8sig: 'utf-8',
  macroman: 'macintosh',
  cp932: 'shift_jis',
  cp949: 'euc-kr',
};

/** Returns the web's name of an encoding for one of Python's: `latin1` for `latin-1`. */
function standardLabel(name: string): string {
  const squeezed = name.toLowerCase().replaceAll(/[-_ ]/g, '');
  const candidates = [name, name.replaceAll('_', '-'), squeezed, squeezed.replace(/^iso8859/, 'iso-8859-')];
  for (const label of [...candidates, ALIASES[squeezed]]) {
    try {
      if (label !== undefined) return new TextDecoder(label).encoding;
    } catch {
      // Not this one.
    }
  }
  throw new RangeError(`The encoding “${name}” is unknown.`);
}
