import { invalid } from '../errors.ts';
import { fromBase64 } from './base64.ts';

/** A known number of bytes that can be read in pieces, more than once. A file is one. */
export interface ByteSource {
  readonly size: number;
  stream(): AsyncIterable<Uint8Array>;
  /** A part of the bytes. A source that has it is uploaded in parts, so that a broken connection costs little. */
  slice?(start: number, end: number): ByteSource;
}

/** Types that callers may give for bytes. Text is sent as UTF-8. */
export type Bytes = ArrayBufferView | ArrayBuffer | Blob | string | ByteSource;

const SLICE = 3 * 256 * 1024;

async function* slicesOf(blob: Blob): AsyncGenerator<Uint8Array> {
  // Safari can't iterate over `blob.stream()`.
  for (let at = 0; at < blob.size; at += SLICE) yield new Uint8Array(await blob.slice(at, at + SLICE).arrayBuffer());
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

/** Returns a source of the given bytes. Throws `invalid_request` for anything else; `place` names it in the message. */
export function sourceOf(bytes: Bytes, place = 'The bytes'): ByteSource {
  if (typeof bytes === 'string') return sourceOf(new TextEncoder().encode(bytes));
  if (bytes instanceof Uint8Array)
    return {
      size: bytes.length,
      stream: () => once(bytes),
      slice: (start, end) => sourceOf(bytes.subarray(start, end)),
    };
  if (bytes instanceof ArrayBuffer) return sourceOf(new Uint8Array(bytes));
  if (ArrayBuffer.isView(bytes)) return sourceOf(new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  if (bytes instanceof Blob)
    return {
      size: bytes.size,
      stream: () => slicesOf(bytes),
      slice: (start, end) => sourceOf(bytes.slice(start, end)),
    };
  if (isSource(bytes)) return bytes;
  throw invalid(`${place} must be a Uint8Array, an ArrayBuffer, a Blob, a text, or { size, stream() }.`);
}

const isSource = (value: unknown): value is ByteSource =>
  value !== null &&
  typeof value === 'object' &&
  'size' in value &&
  Number.isSafeInteger(value.size) &&
  'stream' in value &&
  typeof value.stream === 'function';

/** Returns the first bytes of a source. */
export async function headOf(source: ByteSource, size: number): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of source.stream()) {
    pieces.push(piece);
    length += piece.length;
    if (length >= size) break;
  }
  return joined(pieces, length).subarray(0, size);
}

/** Joins all pieces. */
export async function collect(pieces: AsyncIterable<Uint8Array>): Promise<Uint8Array<ArrayBuffer>> {
  const list: Uint8Array[] = [];
  let size = 0;
  for await (const piece of pieces) {
    list.push(piece);
    size += piece.length;
  }
  return joined(list, size);
}

function joined(pieces: readonly Uint8Array[], size: number): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(size);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

/** Bytes and media type of a data URL, such as `canvas.toDataURL()`. `undefined` for any other text. */
export function dataUrlOf(text: string): { media: string; bytes: Uint8Array<ArrayBuffer> } | undefined {
  const [whole, media = '', base64] = /^\s*data:([^,;]*)(?:;(?!base64)[^,;]*)*(;base64)?,/i.exec(text) ?? [];
  if (whole === undefined) return undefined;
  const body = text.slice(whole.length).trim();
  try {
    const decoded = decodeURIComponent(body);
    return { media, bytes: base64 ? fromBase64(plain(decoded)) : new TextEncoder().encode(decoded) };
  } catch {
    throw invalid('The data URL of an image is damaged or incomplete.');
  }
}

const plain = (text: string): string => text.replaceAll(/\s/g, '').replace(/=+$/, '');
