import { isUtf8 } from 'node:buffer';
import { malformedJson, restTooLarge } from './errors.ts';

/** The bytes of a body that are not streamed, in one growing buffer. */
export class RestText {
  length = 0;
  #received = 0;
  #bytes = Buffer.allocUnsafe(4096);
  readonly #maxBytes: number;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  append(part: Uint8Array): void {
    this.#received += part.length;
    if (this.#received > this.#maxBytes) throw restTooLarge(this.#maxBytes);
    this.#put(part);
  }

  /** Replaces everything from byte `start` on. */
  replaceFrom(start: number, text: string): void {
    this.length = start;
    this.#put(Buffer.from(text));
  }

  #put(part: Uint8Array): void {
    const length = this.length + part.length;
    if (length > this.#bytes.length) {
      const larger = Buffer.allocUnsafe(Math.max(length, 2 * this.#bytes.length));
      this.#bytes.copy(larger, 0, 0, this.length);
      this.#bytes = larger;
    }
    this.#bytes.set(part, this.length);
    this.length = length;
  }

  /** The text from byte `start` on. Rejects bytes that are not UTF-8, which a decoder would silently replace. */
  textFrom(start: number): string {
    const bytes = this.#bytes.subarray(start, this.length);
    if (!isUtf8(bytes)) throw malformedJson('the text is not UTF-8');
    return bytes.toString('utf8');
  }

  /** The text from byte `start` on of a token that is known to be ASCII. */
  asciiFrom(start: number): string {
    return this.#bytes.toString('latin1', start, this.length);
  }
}
