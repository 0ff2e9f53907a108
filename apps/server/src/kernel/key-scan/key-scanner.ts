import { isMistypedKey, KEY_LENGTH, KEY_PREFIX } from '@gofigr/contract/key';
import { HexRuns } from './hex-runs.ts';
import type { ImportedKeys } from './imported-keys.ts';

const PREFIX = Buffer.from(KEY_PREFIX);
const KEY = new RegExp(`${KEY_PREFIX}[0-9A-Za-z]{${KEY_LENGTH - KEY_PREFIX.length}}`, 'g');
const CARRIED = KEY_LENGTH - 1;

/** Different keys noted in one datum: nobody has as many, and their number must not fill the memory. */
const MOST_KEYS = 1000;

/**
 * Notes what looks like an API key in bytes that arrive in any pieces: texts in this server's format whose checksum is
 * right, and runs of hexadecimal digits that are keys made elsewhere. Whether a text is a key only the database knows.
 */
export class KeyScanner {
  readonly keys = new Set<string>();
  readonly #hexRuns: HexRuns | null;
  /** The last bytes of the pieces before, in which a key may have begun. */
  #carried = Buffer.alloc(0);

  constructor(imported: ImportedKeys) {
    this.#hexRuns = imported.lengths.size > 0 ? new HexRuns(imported, (key) => this.#note(key)) : null;
  }

  write(bytes: Uint8Array): void {
    const chunk = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#hexRuns?.write(chunk);
    if (this.#carried.length > 0) this.#find(Buffer.concat([this.#carried, chunk.subarray(0, CARRIED)]));
    this.#find(chunk);
    const end = chunk.length < CARRIED ? Buffer.concat([this.#carried, chunk]) : chunk;
    // A copy: the piece belongs to its sink, and must not stay in memory for some bytes of it.
    this.#carried = Buffer.from(end.subarray(-CARRIED));
  }

  end(): void {
    this.#hexRuns?.end();
  }

  #find(bytes: Buffer): void {
    // Nearly always there is nothing, which is told fastest so; the pattern is as fast on whatever else there is.
    const first = bytes.indexOf(PREFIX);
    if (first === -1) return;
    for (const [key] of bytes.toString('latin1', first).matchAll(KEY)) if (!isMistypedKey(key)) this.#note(key);
  }

  #note(key: string): void {
    if (this.keys.size < MOST_KEYS) this.keys.add(key);
  }
}

/** The same for a text that is there as a whole. */
export function keysIn(text: string, imported: ImportedKeys): ReadonlySet<string> {
  const scanner = new KeyScanner(imported);
  scanner.write(Buffer.from(text));
  scanner.end();
  return scanner.keys;
}
