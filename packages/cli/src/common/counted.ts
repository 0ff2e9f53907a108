import type { ByteSource } from '@gofigr/client';

/** A source that tells how many bytes of it have been read, over all attempts; what is read again counts anew. */
export const counted = (source: ByteSource, onRead: (bytes: number) => void): ByteSource => ({
  size: source.size,
  async *stream() {
    let read = 0;
    try {
      for await (const chunk of source.stream()) {
        yield chunk;
        read += chunk.length;
        onRead(chunk.length);
      }
      read = 0;
    } finally {
      // An attempt that ended early is taken back.
      if (read > 0) onRead(-read);
    }
  },
});
