import type { CopyOptions, CopyProgress, CopySource } from './records.ts';

/** Counts the copied objects and bytes and reports them to `onProgress`. */
export class Progress {
  readonly #options: CopyOptions;
  readonly #state: CopyProgress = { objects: 0, bytes: 0, totalBytes: 0, current: '' };
  /** Bytes of the object that is being copied. */
  #passing = 0;

  constructor(options: CopyOptions) {
    this.#options = options;
  }

  get objects(): number {
    return this.#state.objects;
  }

  get bytes(): number {
    return this.#state.bytes;
  }

  begin(current: string, totalBytes?: number): void {
    this.#options.signal?.throwIfAborted();
    this.#state.current = current;
    this.#passing = 0;
    if (totalBytes !== undefined) this.#state.totalBytes = totalBytes;
    this.#tell();
  }

  done(bytes: number): void {
    this.#state.objects += 1;
    this.#state.bytes += bytes;
    this.#passing = 0;
    this.#tell();
  }

  /** Returns the same source, whose bytes count as they are read. So the progress of a large file is visible. */
  watching(source: CopySource): CopySource {
    return {
      ...source,
      bytes: (datum, options) => {
        const { size, stream } = source.bytes(datum, options);
        return { size, stream: () => this.#counted(stream()) };
      },
    };
  }

  async *#counted(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const chunk of chunks) {
      this.#passing += chunk.length;
      this.#tell();
      yield chunk;
    }
  }

  #tell(): void {
    const { bytes, totalBytes } = this.#state;
    // Bytes that are read again after a broken connection count twice until the object is done.
    this.#options.onProgress?.({ ...this.#state, bytes: Math.min(bytes + this.#passing, Math.max(bytes, totalBytes)) });
  }
}
