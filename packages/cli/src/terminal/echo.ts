import { Writable } from 'node:stream';
import type { WriteStream } from 'node:tty';

/**
 * Part of an answer that the screen shows while the user types. `start`: the first characters, enough to recognize a
 * key.
 */
export type EchoMode = 'all' | 'start' | 'none';

/** `gf_` and four more characters. */
const SHOWN_OF_A_SECRET = 7;

/** Returns the part of a secret that may be shown. */
export const startOf = (secret: string): string =>
  secret.length > SHOWN_OF_A_SECRET ? `${secret.slice(0, SHOWN_OF_A_SECRET)}…` : secret;

/**
 * Filters readline's echo on its way to the screen. Only in mode `all` does the echo pass. In mode `start`, `showStart`
 * draws.
 */
export class Echo extends Writable {
  readonly #screen: NodeJS.WriteStream | WriteStream;
  #mode: EchoMode = 'none';
  #prompt = '';
  #shown = '';

  constructor(screen: NodeJS.WriteStream | WriteStream) {
    super({ decodeStrings: false });
    this.#screen = screen;
  }

  /** Width at which readline wraps long answers. */
  get columns(): number {
    return this.#screen.columns ?? 80;
  }

  beginAnswer(prompt: string, mode: EchoMode, typedAhead: string): void {
    this.#mode = mode;
    this.#prompt = prompt;
    this.#shown = '';
    this.#screen.write(prompt);
    if (mode === 'all') this.#screen.write(typedAhead);
    this.showStart(typedAhead);
  }

  endAnswer(): void {
    this.#mode = 'none';
    this.#screen.write('\n');
  }

  showStart(line: string): void {
    if (this.#mode !== 'start') return;
    const wanted = startOf(line);
    const isLonger = wanted.startsWith(this.#shown);
    // Appends where possible instead of drawing again, so that recordings of the screen stay readable.
    this.#screen.write(isLonger ? wanted.slice(this.#shown.length) : `\r\u001b[K${this.#prompt}${wanted}`);
    this.#shown = wanted;
  }

  override _write(chunk: string, _encoding: string, done: () => void): void {
    // `endAnswer` writes the line break after an answer.
    if (this.#mode === 'all' && chunk !== '\r\n') this.#screen.write(chunk);
    done();
  }
}
