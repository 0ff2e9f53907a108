/** A known number of bytes that can be read in pieces, more than once. A file is one. */
export interface ByteSource {
  readonly size: number;
  stream(): AsyncIterable<Uint8Array>;
}

/** Types that callers may give for bytes. Text is sent as UTF-8. */
export type Bytes = Uint8Array | ArrayBuffer | Blob | string | ByteSource;

const SLICE = 3 * 256 * 1024;

async function* slicesOf(blob: Blob): AsyncGenerator<Uint8Array> {
  // Safari can't iterate over `blob.stream()`.
  for (let at = 0; at < blob.size; at += SLICE) yield new Uint8Array(await blob.slice(at, at + SLICE).arrayBuffer());
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

/** Returns a source of the given bytes. */
export function sourceOf(bytes: Bytes): ByteSource {
  if (typeof bytes === 'string') return sourceOf(new TextEncoder().encode(bytes));
  if (bytes instanceof Uint8Array) return { size: bytes.length, stream: () => once(bytes) };
  if (bytes instanceof ArrayBuffer) return sourceOf(new Uint8Array(bytes));
  if (bytes instanceof Blob) return { size: bytes.size, stream: () => slicesOf(bytes) };
  return bytes;
}

/** Joins all pieces. */
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
