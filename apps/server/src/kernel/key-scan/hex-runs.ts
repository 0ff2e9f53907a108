import { hashToken } from '../ids.ts';
import type { ImportedKeys } from './imported-keys.ts';

const isHex = new Uint8Array(256);
for (const digit of '0123456789abcdefABCDEF') isHex[digit.charCodeAt(0)] = 1;

/**
 * Finds keys that are runs of hexadecimal digits of exactly their length. It reads only every n-th byte of a chunk, where
 * n is the length of the shortest key, and the rest only around digits.
 */
export class HexRuns {
  readonly #imported: ImportedKeys;
  readonly #onKey: (key: string) => void;
  readonly #shortest: number;
  /** Length at which a run is too long for any key. */
  readonly #enough: number;
  /** The run at the end of the chunks before, cut at `#enough`. */
  #open = '';

  constructor(imported: ImportedKeys, onKey: (key: string) => void) {
    this.#imported = imported;
    this.#onKey = onKey;
    this.#shortest = Math.min(...imported.lengths);
    this.#enough = Math.max(...imported.lengths) + 1;
  }

  write(chunk: Buffer): void {
    let first = 0;
    while (first < chunk.length && isHex[chunk[first] ?? 0] === 1) first++;
    const opened = this.#open + chunk.toString('latin1', 0, Math.min(first, this.#enough));
    if (first === chunk.length) {
      this.#open = opened.slice(0, this.#enough);
      return;
    }
    this.#check(opened);
    let last = chunk.length;
    while (isHex[chunk[last - 1] ?? 0] === 1) last--;
    this.#between(chunk, first, last);
    this.#open = chunk.toString('latin1', last, Math.min(chunk.length, last + this.#enough));
  }

  end(): void {
    this.#check(this.#open);
    this.#open = '';
  }

  /** Searches between two bytes that are no digits. */
  #between(chunk: Buffer, from: number, to: number): void {
    for (let at = from + this.#shortest; at < to; at += this.#shortest) {
      if (isHex[chunk[at] ?? 0] !== 1) continue;
      let start = at;
      while (isHex[chunk[start - 1] ?? 0] === 1) start--;
      while (isHex[chunk[at] ?? 0] === 1) at++;
      if (this.#imported.lengths.has(at - start)) this.#check(chunk.toString('latin1', start, at));
    }
  }

  #check(run: string): void {
    if (this.#imported.lengths.has(run.length) && this.#imported.hashes.has(hashToken(run))) this.#onKey(run);
  }
}
