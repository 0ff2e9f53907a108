import type { ByteSource } from '@gofigr/client';

/** Returns a source that reports how many of its bytes have been read. Bytes of a failed attempt are subtracted. */
export function counted(source: ByteSource, onRead: (bytes: number) => void): ByteSource {
  const { slice } = source;
  return {
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
        // The attempt ended early, so its bytes don't count.
        if (read > 0) onRead(-read);
      }
    },
    ...(slice && { slice: (start: number, end: number) => counted(slice(start, end), onRead) }),
  };
}
