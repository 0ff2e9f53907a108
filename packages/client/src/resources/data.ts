import { readDatum } from '../bytes/read-datum.ts';
import { collect } from '../bytes/source.ts';
import type { CallOptions } from '../call.ts';
import { GoFigrError } from '../errors.ts';
import { withRetries } from '../retry.ts';
import type { Transport } from '../transport.ts';

/** The bytes of what revisions hold, by the `api_id` of an entry of their `data`. */
export interface DataBytes {
  /** All bytes at once. */
  read(id: string, options?: CallOptions): Promise<Uint8Array<ArrayBuffer>>;
  /** The same in pieces, for what is large. A connection that breaks ends it with `Unreachable`. */
  stream(id: string, options?: CallOptions): AsyncGenerator<Uint8Array, void, undefined>;
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

  return { read, stream };
}

/** Not every browser can iterate over a stream itself. */
async function* chunksOf(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = body.getReader();
  try {
    for (let read = await reader.read(); !read.done; read = await reader.read()) yield read.value;
  } finally {
    // Whoever stops early wants no more of it.
    await reader.cancel().catch(() => undefined);
  }
}
