import { isMistypedKey, KEY_LENGTH, KEY_PREFIX } from '@gofigr/contract/key';
import { HexRuns } from './hex-runs.ts';
import type { ImportedKeys } from './imported-keys.ts';

const PREFIX = Buffer.from(KEY_PREFIX);
const KEY = new RegExp(`${KEY_PREFIX}[0-9A-Za-z]{${KEY_LENGTH - KEY_PREFIX.length}}`, 'g');
const CARRIED = KEY_LENGTH - 1;

/** Most different keys noted in one datum: a limit on memory that no real datum reaches. */
const MOST_KEYS = 1000;

/**
 * Collects texts that look like API keys from bytes in chunks of any size: texts in this server's format with the right
 * checksum, and hexadecimal keys made elsewhere. Only the database knows whether such a text is a key.
 */
export class KeyScanner {
  readonly keys = new Set<string>();
  readonly #hexRuns: HexRuns | null;
  /** The last bytes of the chunks before, where a key may begin. */
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
    // A copy, because the few bytes would keep the whole chunk in memory.
    this.#carried = Buffer.from(end.subarray(-CARRIED));
  }

  end(): void {
    this.#hexRuns?.end();
  }

  #find(bytes: Buffer): void {
    // Most chunks have no prefix, and this is the fastest test. The pattern's speed depends less on the bytes.
    const first = bytes.indexOf(PREFIX);
    if (first === -1) return;
    for (const [key] of bytes.toString('latin1', first).matchAll(KEY)) if (!isMistypedKey(key)) this.#note(key);
  }

  #note(key: string): void {
    if (this.keys.size < MOST_KEYS) this.keys.add(key);
  }
}

/** Finds texts that look like API keys in a whole text. */
export function keysIn(text: string, imported: ImportedKeys): ReadonlySet<string> {
  const scanner = new KeyScanner(imported);
  scanner.write(Buffer.from(text));
  scanner.end();
  return scanner.keys;
}
