const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const BACKSLASH = 0x5c;
const OPENING = new Set([0x5b, 0x7b]);
const CLOSING = new Set([0x5d, 0x7d]);
const SPACE = new Set([0x20, 0x09, 0x0a, 0x0d]);

/** Follows JSON byte by byte and finds the string value of `data` in the outermost object. */
export class ValueFinder {
  #depth = 0;
  #inString = false;
  #escaped = false;
  /** The last string of the outermost object, up to 8 characters. */
  #string = '';
  #isValueOf = '';

  /** Returns the end of the text before that string. If `found`, its base64 begins there. */
  advance(chunk: Uint8Array, from: number): { end: number; found: boolean } {
    for (let at = from; at < chunk.length; at++) {
      const byte = chunk[at] ?? 0;
      if (this.#inString) this.#readString(byte);
      else if (byte === QUOTE) {
        this.#inString = true;
        this.#string = '';
        if (this.#depth === 1 && this.#isValueOf === 'data') return { end: at + 1, found: true };
      } else this.#readStructure(byte);
    }
    return { end: chunk.length, found: false };
  }

  #readString(byte: number): void {
    if (this.#escaped) this.#escaped = false;
    else if (byte === BACKSLASH) this.#escaped = true;
    else if (byte === QUOTE) this.#inString = false;
    // Eight characters distinguish `data` from any other key.
    if (this.#inString && this.#depth === 1 && this.#string.length < 8) this.#string += String.fromCharCode(byte);
  }

  #readStructure(byte: number): void {
    if (OPENING.has(byte)) this.#depth++;
    else if (CLOSING.has(byte)) this.#depth--;
    else if (this.#depth === 1 && byte === COLON) this.#isValueOf = this.#string;
    else if (this.#depth === 1 && byte === COMMA) this.#isValueOf = '';
    else if (!SPACE.has(byte) && this.#depth === 0) throw new SyntaxError('no JSON object');
  }
}
