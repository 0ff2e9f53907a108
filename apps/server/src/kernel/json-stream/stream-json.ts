import type { RawJson } from './parse-exact.ts';

/** A leaf of a JSON value, written as the base64 string of `size` bytes from `open()`. */
export class Base64Bytes {
  readonly open: () => AsyncIterable<Uint8Array>;
  readonly size: number;

  constructor(open: () => AsyncIterable<Uint8Array>, size: number) {
    this.open = open;
    this.size = size;
  }
}

export interface StreamedJson {
  /** Total bytes, for `Content-Length`. */
  readonly length: number;
  readonly chunks: AsyncIterable<Buffer>;
}

/** Divisible by 3, so that the base64 of a full piece has no padding. */
const PIECE_BYTES = 192 * 1024;

/** Marks a leaf. JSON.stringify never writes this escape of `A`, and doubles every `\` in a string. */
const LEAF = '"\\u0041"';

/**
 * Streams `JSON.stringify(value)`, with each `Base64Bytes` as its base64 string. The rest of the value is one string
 * and should be small. A source with more or fewer bytes than its `size` breaks the stream with an error.
 */
export function streamJson(value: unknown): StreamedJson {
  const leaves: Base64Bytes[] = [];
  const leaf: RawJson = JSON.rawJSON(LEAF);
  const text = JSON.stringify(value, (_key, item: unknown) => {
    if (!(item instanceof Base64Bytes)) return item;
    leaves.push(item);
    return leaf;
  }) as string | undefined; // undefined for values without JSON
  if (text === undefined) throw new TypeError('The value has no JSON form.');
  const texts = text.split(LEAF).map((part) => Buffer.from(part));
  const length =
    texts.reduce((sum, part) => sum + part.length, 0) +
    leaves.reduce((sum, { size }) => sum + 2 + 4 * Math.ceil(size / 3), 0);
  return { length, chunks: write(texts, leaves) };
}

async function* write(texts: Buffer[], leaves: Base64Bytes[]): AsyncGenerator<Buffer> {
  const quote = Buffer.from('"');
  for (const [index, text] of texts.entries()) {
    if (text.length > 0) yield text;
    const leaf = leaves[index];
    if (leaf === undefined) continue;
    yield quote;
    yield* encode(leaf);
    yield quote;
  }
}

async function* encode({ open, size }: Base64Bytes): AsyncGenerator<Buffer> {
  let seen = 0;
  let carried = Buffer.alloc(0);
  for await (const chunk of open()) {
    seen += chunk.length;
    if (seen > size) break;
    let bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    if (carried.length > 0) bytes = Buffer.concat([carried, bytes]);
    const whole = bytes.length - (bytes.length % 3);
    for (let at = 0; at < whole; at += PIECE_BYTES) {
      yield Buffer.from(bytes.toString('base64', at, Math.min(at + PIECE_BYTES, whole)), 'latin1');
    }
    carried = Buffer.from(bytes.subarray(whole));
  }
  if (seen !== size) throw new Error(`A byte source gave ${seen} bytes where ${size} were promised.`);
  if (carried.length > 0) yield Buffer.from(carried.toString('base64'), 'latin1');
}
