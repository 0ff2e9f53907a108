import { Writable } from 'node:stream';
import type { WriteStream } from 'node:tty';

/**
 * What of an answer the screen shows while it is typed. `start`: only the first characters, for keys: enough to tell
 * one from another.
 */
export type EchoMode = 'all' | 'start' | 'none';

/** `gf_` and four more characters. */
const SHOWN_OF_A_SECRET = 7;

/** The part of a secret that may be shown. */
export const startOf = (secret: string): string =>
  secret.length > SHOWN_OF_A_SECRET ? `${secret.slice(0, SHOWN_OF_A_SECRET)}…` : secret;

/**
 * Stands between readline and the screen and decides what of readline's own echo gets through. In every mode but
 * `all` nothing does: `start` is drawn by `showStart`.
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

  /** readline wraps long answers by it. */
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
    // Nothing is drawn again where drawing on is enough: the screen stays readable for whatever records it.
    this.#screen.write(isLonger ? wanted.slice(this.#shown.length) : `\r\u001b[K${this.#prompt}${wanted}`);
    this.#shown = wanted;
  }

  override _write(chunk: string, _encoding: string, done: () => void): void {
    // The line break after an answer is written by `endAnswer`.
    if (this.#mode === 'all' && chunk !== '\r\n') this.#screen.write(chunk);
    done();
  }
}
