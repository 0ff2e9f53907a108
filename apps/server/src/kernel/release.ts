/**
 * Gives the memory of bytes back at once, and empties them. The garbage collector would free it much later: bytes of
 * requests that wait for it make it walk through the whole heap every few megabytes. Bytes that are a part of more
 * memory stay as they are.
 */
export function releaseMemory({ buffer, byteLength }: Uint8Array): void {
  if (buffer instanceof ArrayBuffer && byteLength > 0 && byteLength === buffer.byteLength) buffer.transfer(0);
}

/** Gives the memory of each chunk back when the next one is asked for. Only for chunks that nobody else has. */
export async function* releasing(chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    yield chunk;
    releaseMemory(chunk);
  }
}
