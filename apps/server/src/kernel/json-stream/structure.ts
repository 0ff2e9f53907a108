import { bodyTooDeep, malformedJson, tooManyItems } from './errors.ts';
import { isInexact, newMarker, parseExact, restoreMarked } from './parse-exact.ts';
import { RestText } from './rest-text.ts';
import { type PathPattern, Trail } from './trail.ts';

export interface StructureLimits {
  /** Most nested containers. */
  maxDepth: number;
  /** Most values, including containers. */
  maxItems: number;
  /** Most bytes that aren't streamed. */
  maxRestBytes: number;
}

/** A stop of the reader: a scalar member of the top-level object is complete, or a streamed string has just started. */
export type Stop = { kind: 'member'; key: string; value: unknown } | { kind: 'stream'; path: string };

/** The syntactic role of the next byte. */
type State =
  | 'value'
  | 'first item'
  | 'first key'
  | 'key'
  | 'colon'
  | 'after value'
  | 'in string'
  | 'in escape'
  | 'in scalar';

/** Letters, digits, `+`, `-` and `.`: the bytes of numbers and literals. */
const scalarBytes = new Uint8Array(256);
for (const letter of 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-.') {
  scalarBytes[letter.charCodeAt(0)] = 1;
}

/** Integers with this many digits are exact. */
const LONGEST_SAFE_INTEGER = 15;

/**
 * Follows the structure of a JSON text in chunks. Keeps all text except streamed strings: the n-th of them is kept as
 * the string `"n"`. Only checks punctuation; `JSON.parse` checks the words between, which it sees unchanged, so it
 * rejects the same texts.
 */
export class Structure {
  /** Bytes before the current chunk, for messages. */
  offset = 0;
  readonly #limits: StructureLimits;
  readonly #rest: RestText;
  readonly #trail: Trail;
  #state: State = 'value';
  #stringIsKey = false;
  /** Start of the current string or scalar in the rest. */
  #tokenStart = 0;
  /** Bytes of the chunk before this position are in the rest or were streamed. */
  #copied = 0;
  /** Prefix of strings that stand for numbers that JSON.parse would change. */
  readonly #marker = newMarker();
  #numberMarked = false;
  /** The current scalar may be such a number. */
  #suspect = false;
  #items = 0;
  #streams = 0;
  #stop: Stop | undefined;

  constructor(pattern: PathPattern, limits: StructureLimits) {
    this.#trail = new Trail(pattern);
    this.#limits = limits;
    this.#rest = new RestText(limits.maxRestBytes);
  }

  /**
   * Reads from `at` to the end of the chunk or to a stop; `next` is the first unread byte. After a `stream` stop,
   * continue after the closing quote.
   */
  read(chunk: Buffer, at: number): { next: number; stop: Stop | undefined } {
    this.#copied = at;
    this.#stop = undefined;
    let next = at;
    while (next < chunk.length && this.#stop === undefined) {
      if (this.#state === 'in string') next = this.#inString(chunk, next);
      else if (this.#state === 'in escape') next = this.#afterBackslash(next);
      else if (this.#state === 'in scalar') next = this.#inScalar(chunk, next);
      else next = this.#between(chunk, next);
    }
    this.#copyUpTo(chunk, next);
    return { next, stop: this.#stop };
  }

  /** Parses the whole text like parseExact, with a placeholder for each streamed string; pauses regularly. */
  *finish(): Generator<void, unknown, void> {
    if (this.#items === 0) throw malformedJson('the body is empty');
    const complete = this.#state === 'after value' || this.#state === 'in scalar';
    if (!complete || this.#trail.depth > 0) throw malformedJson('the body ends too early');
    if (this.#state === 'in scalar') this.#markInexact();
    const text = this.#rest.textFrom(0);
    yield;
    const value = parse(JSON.parse, text);
    yield;
    return this.#numberMarked ? yield* restoreMarked(value, this.#marker) : value;
  }

  #between(chunk: Buffer, at: number): number {
    const byte = chunk.readUInt8(at);
    switch (byte) {
      case 0x20:
      case 0x09:
      case 0x0a:
      case 0x0d:
        return at + 1;
      case 0x22:
        return this.#openString(chunk, at);
      case 0x7b:
      case 0x5b:
        return this.#openContainer(byte === 0x5b, at);
      case 0x7d:
      case 0x5d:
        return this.#closeContainer(byte === 0x5d, at);
      case 0x2c:
        return this.#comma(at);
      case 0x3a:
        if (this.#state !== 'colon') throw this.#unexpected(at);
        this.#state = 'value';
        return at + 1;
      default:
        if (scalarBytes[byte] !== 1) throw this.#unexpected(at);
        this.#beginValue(at);
        this.#beginToken(at);
        this.#state = 'in scalar';
        this.#suspect = false;
        return this.#inScalar(chunk, at);
    }
  }

  #openString(chunk: Buffer, at: number): number {
    this.#stringIsKey = this.#state === 'key' || this.#state === 'first key';
    if (!this.#stringIsKey) {
      this.#beginValue(at);
      if (this.#trail.matches()) return this.#openStream(chunk, at);
    }
    this.#beginToken(at);
    this.#state = 'in string';
    return at + 1;
  }

  #openStream(chunk: Buffer, at: number): number {
    this.#copyUpTo(chunk, at);
    this.#rest.append(Buffer.from(`"${this.#streams}"`));
    this.#streams++;
    this.#copied = at + 1;
    this.#state = 'after value';
    this.#stop = { kind: 'stream', path: this.#trail.toString() };
    return at + 1;
  }

  #openContainer(isArray: boolean, at: number): number {
    this.#beginValue(at);
    if (this.#trail.depth === this.#limits.maxDepth) throw bodyTooDeep(this.#limits.maxDepth);
    this.#trail.open(isArray);
    this.#state = isArray ? 'first item' : 'first key';
    return at + 1;
  }

  #closeContainer(isArray: boolean, at: number): number {
    const mayClose = this.#state === 'after value' || this.#state === (isArray ? 'first item' : 'first key');
    if (!mayClose || this.#trail.close()?.isArray !== isArray) throw this.#unexpected(at);
    this.#state = 'after value';
    return at + 1;
  }

  #comma(at: number): number {
    const container = this.#trail.innermost;
    if (this.#state !== 'after value' || container === undefined) throw this.#unexpected(at);
    container.index++;
    this.#state = container.isArray ? 'value' : 'key';
    return at + 1;
  }

  #inString(chunk: Buffer, at: number): number {
    for (let next = at; next < chunk.length; next++) {
      const byte = chunk[next];
      if (byte === 0x5c) {
        this.#state = 'in escape';
        return next + 1;
      }
      if (byte === 0x22) {
        if (this.#stringIsKey) this.#endKey(chunk, next + 1);
        else this.#endScalar(chunk, next + 1);
        return next + 1;
      }
    }
    return chunk.length;
  }

  /** The next byte can't be the closing quote; JSON.parse checks whether the escape is valid. */
  #afterBackslash(at: number): number {
    this.#state = 'in string';
    return at + 1;
  }

  #inScalar(chunk: Buffer, at: number): number {
    let next = at;
    for (let byte = chunk[next] ?? 0; scalarBytes[byte] === 1; byte = chunk[next] ?? 0) {
      if (byte < 0x30 || byte > 0x39) this.#suspect = true;
      next++;
    }
    if (next < chunk.length) this.#endScalar(chunk, next);
    return next;
  }

  #beginValue(at: number): void {
    if (this.#state !== 'value' && this.#state !== 'first item') throw this.#unexpected(at);
    this.#items++;
    if (this.#items > this.#limits.maxItems) throw tooManyItems(this.#limits.maxItems);
  }

  #beginToken(at: number): void {
    this.#tokenStart = this.#rest.length + at - this.#copied;
  }

  #endKey(chunk: Buffer, end: number): void {
    this.#state = 'colon';
    const container = this.#trail.innermost;
    if (container?.onPath !== true) return;
    this.#copyUpTo(chunk, end);
    container.key = String(parse(JSON.parse, this.#rest.textFrom(this.#tokenStart)));
  }

  #endScalar(chunk: Buffer, end: number): void {
    const isString = this.#state === 'in string';
    const isLong = this.#rest.length + end - this.#copied - this.#tokenStart > LONGEST_SAFE_INTEGER;
    this.#state = 'after value';
    const container = this.#trail.innermost;
    if (container?.isArray === false && this.#trail.depth === 1) {
      this.#copyUpTo(chunk, end);
      const value = parse(parseExact, this.#rest.textFrom(this.#tokenStart));
      this.#stop = { kind: 'member', key: container.key, value };
    }
    if (!isString && (this.#suspect || isLong)) {
      this.#copyUpTo(chunk, end);
      this.#markInexact();
    }
  }

  #markInexact(): void {
    const token = this.#rest.asciiFrom(this.#tokenStart);
    if (!isInexact(token)) return;
    this.#rest.replaceFrom(this.#tokenStart, `"${this.#marker}${token}"`);
    this.#numberMarked = true;
  }

  #copyUpTo(chunk: Buffer, end: number): void {
    if (end > this.#copied) this.#rest.append(chunk.subarray(this.#copied, end));
    this.#copied = end;
  }

  #unexpected(at: number): Error {
    return malformedJson(`an unexpected character at byte ${this.offset + at}`);
  }
}

function parse(by: (text: string) => unknown, text: string): unknown {
  try {
    return by(text);
  } catch (error) {
    if (error instanceof SyntaxError) throw malformedJson('a string, number or word is not well-formed');
    throw error;
  }
}
