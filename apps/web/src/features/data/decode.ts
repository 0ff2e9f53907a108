/** Python's names of encodings that browsers know by another. */
const ALIASES: Record<string, string> = { latin: 'latin1', l1: 'latin1', utf8sig: 'utf-8', utf: 'utf-8' };

/** Text from bytes. An encoding that browsers don't know is read as UTF-8; what isn't valid becomes �. */
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
      // Unknown under this name: try the next.
    }
  }
  return new TextDecoder();
}
