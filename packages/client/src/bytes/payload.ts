import { GoFigrError } from '../errors.ts';
import { base64Size, encodeBase64 } from './base64.ts';
import { type ByteSource, collect } from './source.ts';

/** A request body that can be sent again. */
export interface Payload {
  contentType: string;
  /** Returns the body of one attempt. */
  open(): Promise<OpenBody>;
}

export interface OpenBody {
  init: RequestInit & { duplex?: 'half' };
  /** In bytes, if `fetch` can't find it out. */
  length?: number;
}

export const jsonPayload = (value: unknown): Payload => ({
  contentType: 'application/json',
  open: async () => ({ init: { body: JSON.stringify(value) } }),
});

export const bytesPayload = (bytes: Uint8Array<ArrayBuffer>): Payload => ({
  contentType: 'application/octet-stream',
  open: async () => ({ init: { body: bytes } }),
});

/** A datum to send: its fields and its bytes. */
export interface OutgoingDatum {
  fields: Record<string, unknown>;
  source: ByteSource;
  /** Hash of the bytes if the server has them already; then they are not sent. */
  blob?: string | undefined;
}

/** Bytes that are encoded at once. */
const SLICE = 96 * 1024;

/** Bodies up to this size are sent as one piece: every proxy accepts that, and they need little memory. */
const SMALL = 2 * 1024 * 1024;

/**
 * Builds a JSON object that ends with the list `data`. Bytes are read and encoded while they are sent, so a file of any
 * size needs a few hundred kB of memory. Fields that the server needs first, such as the parent, come before `data`.
 */
export function payloadWithData(fields: Record<string, unknown>, data: readonly OutgoingDatum[]): Payload {
  const pieces = piecesOf(fields, data);
  const size = pieces.reduce((sum, piece) => sum + sizeOf(piece), 0);
  return streamedPayload('application/json', size, () => encode(pieces));
}

/** A body of a known size. Small ones are collected, others are sent while they are read. The first piece comes alone. */
export function streamedPayload(contentType: string, size: number, read: () => AsyncGenerator<Uint8Array>): Payload {
  return {
    contentType,
    async open() {
      if (size <= SMALL) return { init: { body: await collect(read()) } };
      if (!canStream()) return { init: { body: await blobOf(read()) } };
      const body = streamOf(withRefusalWait(read()));
      // Without `redirect` and `window`, `fetch` copies the stream, to send it again after a redirect.
      return { init: { body, duplex: 'half', redirect: 'error', window: null }, length: size };
    },
  };
}

type Piece = Uint8Array | ByteSource;

function piecesOf(fields: Record<string, unknown>, data: readonly OutgoingDatum[]): Piece[] {
  const text = (value: string): Uint8Array => new TextEncoder().encode(value);
  const opening = JSON.stringify(fields).slice(0, -1);
  const pieces: Piece[] = [text(`${opening}${opening === '{' ? '' : ','}"data":[`)];
  for (const [index, { fields: described, source, blob }] of data.entries()) {
    const comma = index === 0 ? '' : ',';
    if (blob !== undefined) pieces.push(text(`${comma}${JSON.stringify({ ...described, blob })}`));
    else pieces.push(text(`${comma}${JSON.stringify(described).slice(0, -1)},"data":"`), source, text('"}'));
  }
  pieces.push(text(']}'));
  return pieces;
}

const sizeOf = (piece: Piece): number => (piece instanceof Uint8Array ? piece.length : base64Size(piece.size));

async function* encode(pieces: readonly Piece[]): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  for (const piece of pieces) {
    if (piece instanceof Uint8Array) yield piece;
    else for await (const text of encodeBase64(exactly(piece))) yield encoder.encode(text);
  }
}

/** Time for the server to refuse the request before the bytes are sent. */
const REFUSAL_WAIT_MS = 150;

/**
 * Waits once, before the bytes of the first datum. A server that refuses closes the connection. A `fetch` that is still
 * writing then fails with a broken connection and never reads the answer.
 */
async function* withRefusalWait(pieces: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
  let isFirst = true;
  for await (const piece of pieces) {
    yield piece;
    if (isFirst) await new Promise((resolve) => setTimeout(resolve, REFUSAL_WAIT_MS));
    isFirst = false;
  }
}

/** Yields exactly the announced number of bytes. Throws `source_changed` if a file changed while it was read. */
export async function* exactly(source: ByteSource): AsyncGenerator<Uint8Array> {
  let seen = 0;
  for await (const piece of readable(source)) {
    seen += piece.length;
    if (seen > source.size) break;
    // A source in memory gives all bytes at once. Their base64 can exceed the longest possible string.
    for (let at = 0; at < piece.length; at += SLICE) yield piece.subarray(at, at + SLICE);
  }
  if (seen !== source.size) throw sourceChanged();
}

export const sourceChanged = (): GoFigrError =>
  new GoFigrError('A file or other source of bytes changed while it was read.', { code: 'source_changed' });

/** Reads a source. Its own errors are no failures of the connection. */
export async function* readable(source: ByteSource): AsyncGenerator<Uint8Array> {
  try {
    yield* source.stream();
  } catch (cause) {
    if (cause instanceof GoFigrError) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new GoFigrError(`A file or other source of bytes can't be read: ${reason}`, { code: 'source_failed', cause });
  }
}

/** Tells whether `fetch` can send streams. Some browsers can, but over HTTP/2 only. */
function canStream(): boolean {
  const { process, Deno } = globalThis as { process?: { versions?: { node?: string } }; Deno?: unknown }; // written by publish.ts
  return process?.versions?.node !== undefined || Deno !== undefined;
}

function streamOf(chunks: AsyncGenerator<Uint8Array>): ReadableStream<Uint8Array> {
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const next = await chunks.next();
      if (next.done === true) controller.close();
      else controller.enqueue(next.value);
    },
    async cancel() {
      await chunks.return(undefined);
    },
  });
}

/** Collects a body in a blob, part by part: browsers keep large blobs on disk. */
async function blobOf(chunks: AsyncGenerator<Uint8Array>): Promise<Blob> {
  const parts: Blob[] = [];
  for await (const chunk of chunks) parts.push(new Blob([chunk as Uint8Array<ArrayBuffer>])); // written by publish.ts
  return new Blob(parts);
}
