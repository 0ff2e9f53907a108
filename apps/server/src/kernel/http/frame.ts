import { ApiError } from '../errors.ts';
import { releaseMemory } from '../release.ts';

const NEWLINE = '\n'.charCodeAt(0);

/** A body that begins with a line, and goes on with bytes. It is read once, in order. */
export class Frame {
  readonly #chunks: AsyncIterator<Uint8Array>;
  readonly #maxBytes: number;
  #size = 0;
  /** The last chunk that was read. */
  #chunk: Uint8Array = new Uint8Array();
  /** Bytes of it that were not taken. */
  #rest: Uint8Array | undefined;

  constructor(body: AsyncIterable<Uint8Array>, maxBytes: number) {
    this.#chunks = body[Symbol.asyncIterator]();
    this.#maxBytes = maxBytes;
  }

  /** Gives the line, without its end. */
  async *line(): AsyncGenerator<Uint8Array> {
    for (let chunk = await this.#next(); chunk; chunk = await this.#next()) {
      const end = chunk.indexOf(NEWLINE);
      if (end >= 0) this.#rest = chunk.subarray(end + 1);
      // A copy, because the chunk is emptied when the bytes after the line have been read.
      yield end >= 0 ? Buffer.from(chunk.subarray(0, end)) : chunk;
      if (end >= 0) return;
    }
  }

  /** Gives the next bytes: so many, or fewer if the body ends. They are gone when the next ones are asked for. */
  async *bytes(count: number): AsyncGenerator<Uint8Array> {
    for (let left = count; left > 0; ) {
      const chunk = await this.#next();
      if (!chunk) return;
      const part = chunk.subarray(0, left);
      this.#rest = chunk.subarray(part.length);
      left -= part.length;
      yield part;
      if (this.#rest.length === 0) releaseMemory(this.#chunk);
    }
  }

  async isAtEnd(): Promise<boolean> {
    this.#rest = await this.#next();
    return this.#rest === undefined;
  }

  /** Ends the reading, also before the end of the body. */
  async close(): Promise<void> {
    await this.#chunks.return?.();
  }

  /** The next bytes, at least one; undefined at the end. */
  async #next(): Promise<Uint8Array | undefined> {
    const rest = this.#rest;
    this.#rest = undefined;
    if (rest && rest.length > 0) return rest;
    const next = await this.#chunks.next();
    if (next.done === true) return undefined;
    const { value } = next;
    this.#chunk = value;
    this.#size += value.length;
    if (this.#size > this.#maxBytes) throw bodyTooLarge(this.#maxBytes);
    return value.length > 0 ? value : this.#next();
  }
}

export const bodyTooLarge = (most: number): ApiError =>
  new ApiError('body_too_large', `The request body is larger than ${most} bytes.`);
