/** Python's names of encodings for which browsers use other names. */
const ALIASES: Record<string, string> = { latin: 'latin1', l1: 'latin1', utf8sig: 'utf-8', utf: 'utf-8' };

/** Decodes bytes as text. Reads an unknown encoding as UTF-8. Invalid bytes become �. */
export function decodeText(bytes: Uint8Array<ArrayBuffer>, encoding: string | undefined): string {
  return decoderFor(encoding ?? 'utf-8').decode(bytes);
}

function decoderFor(encoding: string): TextDecoder {
  const name = encoding.toLowerCase().replaceAll('_', '-');
  const squeezed = name.replaceAll('-', '');
  for (const label of [name, squeezed, ALIASES[squeezed]]) {
    if (label === undefined) continue;
    try {
      return new TextDecoder(label);
    } catch {
      // The browser doesn't know this name, so the next one is tried.
    }
  }
  return new TextDecoder();
}
