/** Bytes of a known number that can be read more than once, in pieces: a file, say. */
export interface ByteSource {
  readonly size: number;
  stream(): AsyncIterable<Uint8Array>;
}

/** Whatever bytes come as; text is UTF-8. */
export type Bytes = Uint8Array | ArrayBuffer | Blob | string | ByteSource;

const SLICE = 3 * 256 * 1024;

async function* slicesOf(blob: Blob): AsyncGenerator<Uint8Array> {
  // Not blob.stream(): Safari's streams can't be iterated over.
  for (let at = 0; at < blob.size; at += SLICE) yield new Uint8Array(await blob.slice(at, at + SLICE).arrayBuffer());
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

/** Anything that bytes come as, as a source. */
export function sourceOf(bytes: Bytes): ByteSource {
  if (typeof bytes === 'string') return sourceOf(new TextEncoder().encode(bytes));
  if (bytes instanceof Uint8Array) return { size: bytes.length, stream: () => once(bytes) };
  if (bytes instanceof ArrayBuffer) return sourceOf(new Uint8Array(bytes));
  if (bytes instanceof Blob) return { size: bytes.size, stream: () => slicesOf(bytes) };
  return bytes;
}

/** All pieces in one. */
export async function collect(pieces: AsyncIterable<Uint8Array>): Promise<Uint8Array<ArrayBuffer>> {
  const list: Uint8Array[] = [];
  let size = 0;
  for await (const piece of pieces) {
    list.push(piece);
    size += piece.length;
  }
  const whole = new Uint8Array(size);
  let at = 0;
  for (const piece of list) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
