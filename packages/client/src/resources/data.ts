import { readDatum } from '../bytes/read-datum.ts';
import { collect } from '../bytes/source.ts';
import type { CallOptions } from '../call.ts';
import { GoFigrError } from '../errors.ts';
import { withRetries } from '../retry.ts';
import type { Transport } from '../transport.ts';

/** Reads the bytes of a datum by its `api_id`. */
export interface DataBytes {
  /** Returns all bytes at once. */
  read(id: string, options?: CallOptions): Promise<Uint8Array<ArrayBuffer>>;
  /** Yields the bytes in pieces, for large data. Throws `Unreachable` if the connection breaks. */
  stream(id: string, options?: CallOptions): AsyncGenerator<Uint8Array, void, undefined>;
  /** Returns an image as PNG, drawn by the server to fit a square of `size` pixels. Throws `not_drawable`. */
  picture(id: string, size: number, options?: CallOptions): Promise<Uint8Array<ArrayBuffer>>;
}

export function dataBytesOf(transport: Transport): DataBytes {
  async function* stream(id: string, options: CallOptions = {}): AsyncGenerator<Uint8Array, void, undefined> {
    const { body } = await transport.response('GET /data/:id/', { ...options, path: { id } });
    if (!body) throw new GoFigrError('The server sent no bytes.', { code: 'not_gofigr' });
    try {
      yield* readDatum(chunksOf(body));
    } catch (cause) {
      transport.signalOf(options)?.throwIfAborted();
      if (cause instanceof SyntaxError)
        throw new GoFigrError('The server sent bytes that are no valid base64 in JSON.', { code: 'not_gofigr', cause });
      throw transport.unreachable(cause);
    }
  }

  const read = (id: string, options: CallOptions = {}) =>
    withRetries(transport.retry, transport.signalOf(options), () => collect(stream(id, options)));

  const picture = (id: string, size: number, options: CallOptions = {}) =>
    withRetries(transport.retry, transport.signalOf(options), async () => {
      const parts = { ...options, path: { id }, query: { size: String(size) } };
      const response = await transport.response('GET /data/:id/picture/', parts);
      return new Uint8Array(
        await response.arrayBuffer().catch((cause: unknown) => {
          transport.signalOf(options)?.throwIfAborted();
          throw transport.unreachable(cause);
        }),
      );
    });

  return { read, stream, picture };
}

/** Iterates over a stream. Some browsers lack this. */
async function* chunksOf(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = body.getReader();
  try {
    for (let read = await reader.read(); !read.done; read = await reader.read()) yield read.value;
  } finally {
    // A caller that stops early needs no more bytes.
    await reader.cancel().catch(() => undefined);
  }
}
