import { malformedBase64, malformedJson } from './errors.ts';

const INVALID = 255;
const PADDING = 254;
const SPACE = 253;

/** Value of each byte in base64; `-` and `_` of the URL-safe alphabet count as `+` and `/`. */
const meanings = new Uint8Array(256).fill(INVALID);
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
for (const [value, letter] of [...alphabet].entries()) meanings[letter.charCodeAt(0)] = value;
meanings[0x2d] = 62;
meanings[0x5f] = 63;
meanings[0x3d] = PADDING;
for (const letter of ' \t\n\f\r') meanings[letter.charCodeAt(0)] = SPACE;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
/** Shorter runs are not worth the call of the native decoder. */
const SHORTEST_RUN = 256;

/** Bytes that escapes stand for, by the letter after the backslash. */
const escapes: Readonly<Record<string, number>> = { '"': 0x22, '\\': 0x5c, '/': 0x2f, b: 8, f: 12, n: 10, r: 13, t: 9 };

/** Decodes the base64 in one JSON string, in chunks, from the byte after the opening quote to the closing quote. */
export class Base64String {
  /** True once the closing quote was read. */
  done = false;
  readonly #path: string;
  /** Number of letters in an unfinished group of four, and their bits, 6 for each. */
  #letters = 0;
  #bits = 0;
  #padding = 0;
  /** 0: outside an escape; 1: after the backslash; 2 to 5: at that hexadecimal digit of a `\u0041`. */
  #escape = 0;
  #code = 0;
  #out = Buffer.alloc(0);
  #written = 0;

  constructor(path: string) {
    this.#path = path;
  }

  /**
   * Decodes from `at` to the end of the chunk or the string. `next` is the first unused byte. The caller owns the
   * bytes.
   */
  read(chunk: Buffer, at: number): { bytes: Uint8Array; next: number } {
    // An escaped quote doesn't end the string, but no base64 follows it.
    const quote = chunk.indexOf(QUOTE, at);
    const end = quote === -1 ? chunk.length : quote;
    this.#out = Buffer.allocUnsafe((((end - at) * 3) >>> 2) + 3);
    this.#written = 0;
    let next = at;
    while (next < chunk.length && !this.done && this.#midway()) next = this.#take(chunk, next);
    next = this.#takePlainRun(chunk, next, end);
    while (next < chunk.length && !this.done) {
      if (!this.#midway()) next = this.#takeGroups(chunk, next);
      if (next < chunk.length) next = this.#take(chunk, next);
    }
    return { bytes: this.#out.subarray(0, this.#written), next };
  }

  /**
   * Decodes whole groups of plain letters natively. The native decoder skips unknown letters, so the length reveals
   * them.
   */
  #takePlainRun(chunk: Buffer, at: number, limit: number): number {
    const backslash = chunk.subarray(at, limit).indexOf(BACKSLASH);
    let end = backslash === -1 ? limit : at + backslash;
    while (end > at && chunk[end - 1] === 0x3d) end--;
    const length = (end - at) & ~3;
    if (length < SHORTEST_RUN) return at;
    const count = this.#out.write(chunk.toString('latin1', at, at + length), this.#written, 'base64');
    if (count !== (length / 4) * 3) return at;
    this.#written += count;
    return at + length;
  }

  /** Tells whether a group, an escape or padding is open; then only `take` knows what a byte means. */
  #midway(): boolean {
    return this.#letters > 0 || this.#escape > 0 || this.#padding > 0;
  }

  /** Decodes groups of four plain letters, up to the first other byte. */
  #takeGroups(chunk: Buffer, at: number): number {
    const out = this.#out;
    let written = this.#written;
    let next = at;
    for (; next + 4 <= chunk.length; next += 4) {
      const first = meanings[chunk[next] ?? 0] ?? INVALID;
      const second = meanings[chunk[next + 1] ?? 0] ?? INVALID;
      const third = meanings[chunk[next + 2] ?? 0] ?? INVALID;
      const fourth = meanings[chunk[next + 3] ?? 0] ?? INVALID;
      if ((first | second | third | fourth) > 63) break;
      out[written++] = (first << 2) | (second >> 4);
      out[written++] = (second << 4) | (third >> 2);
      out[written++] = (third << 6) | fourth;
    }
    this.#written = written;
    return next;
  }

  #take(chunk: Buffer, at: number): number {
    const byte = chunk.readUInt8(at);
    if (this.#escape > 0) this.#takeEscaped(byte);
    else if (byte === BACKSLASH) this.#escape = 1;
    else if (byte === QUOTE) this.#close();
    else if (byte < 0x20) throw malformedJson(`a control character in ${this.#path}`);
    else this.#takeLetter(byte);
    return at + 1;
  }

  #takeEscaped(byte: number): void {
    const letter = String.fromCharCode(byte);
    if (this.#escape === 1) {
      const code = escapes[letter];
      this.#escape = letter === 'u' ? 2 : 0;
      this.#code = 0;
      if (code !== undefined) this.#takeLetter(code);
      else if (letter !== 'u') throw malformedJson(`an unknown escape in ${this.#path}`);
      return;
    }
    if (!/[0-9a-fA-F]/.test(letter)) throw malformedJson(`an incomplete \\u escape in ${this.#path}`);
    this.#code = this.#code * 16 + Number.parseInt(letter, 16);
    this.#escape = this.#escape === 5 ? 0 : this.#escape + 1;
    if (this.#escape === 0) this.#takeLetter(this.#code);
  }

  #takeLetter(code: number): void {
    const meaning = meanings[code] ?? INVALID;
    if (meaning === SPACE) return;
    if (meaning === INVALID) throw malformedBase64(this.#path, 'a character outside the alphabet');
    if (meaning === PADDING) {
      this.#padding++;
      if (this.#letters < 2 || this.#letters + this.#padding > 4) throw malformedBase64(this.#path, 'wrong padding');
      return;
    }
    if (this.#padding > 0) throw malformedBase64(this.#path, 'padding before its end');
    this.#bits = (this.#bits << 6) | meaning;
    this.#letters++;
    if (this.#letters === 4) this.#put(3, this.#bits);
  }

  #close(): void {
    if (this.#letters === 1) throw malformedBase64(this.#path, 'an impossible length');
    if (this.#padding > 0 && this.#letters + this.#padding !== 4) throw malformedBase64(this.#path, 'wrong padding');
    if (this.#letters === 2) this.#put(1, this.#bits << 12);
    else if (this.#letters === 3) this.#put(2, this.#bits << 6);
    this.done = true;
  }

  /** Writes the first `count` of the 3 bytes in `bits`. */
  #put(count: number, bits: number): void {
    const out = this.#out;
    for (let shift = 16; shift > 16 - 8 * count; shift -= 8) out[this.#written++] = (bits >>> shift) & 0xff;
    this.#letters = 0;
    this.#bits = 0;
  }
}
